// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMultisigMaker} from "./IMultisigMaker.sol";

/// @title A module of Safes through which the owner of a service gets its multisig back between two deployments
interface IRecoveryModule is IMultisigMaker {
    event EnabledModule(address indexed module);
    event AccessRecovered(address indexed serviceOwner, uint256 indexed serviceId);
    event ServiceRedeployed(address indexed serviceOwner, uint256 indexed serviceId, address[] owners, uint256 threshold);

    function multiSend() external view returns (address);
    function serviceRegistry() external view returns (address);

    function enableModule() external;
    function recoverAccess(uint256 serviceId) external;
}
