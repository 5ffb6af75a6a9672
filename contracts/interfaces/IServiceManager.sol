// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgentParams} from "./IServiceRegistry.sol";

/// @title The way into the service registry
/// @notice `token` is 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE for bonds in ether.
interface IServiceManager {
    event OwnerUpdated(address indexed owner);
    event Pause(address indexed owner);
    event Unpause(address indexed owner);
    event OperatorWhitelistUpdated(address indexed operatorWhitelist);
    event ImplementationUpdated(address indexed implementation);
    event CreateMultisig(address indexed multisig);
    event MultisigBound(address indexed multisig, uint256 indexed serviceId);
    event OperatorHashApproved(address indexed operator, bytes32 hash);
    event UnbondWithSignatureExecuted(address indexed operator, uint256 indexed serviceId, uint256 refund);
    event RegisterAgentsWithSignatureExecuted(
        address indexed operator, uint256 indexed serviceId, address[] agentInstances, uint32[] agentIds
    );

    function NAME() external view returns (string memory);
    function VERSION() external view returns (string memory);
    function owner() external view returns (address);
    function paused() external view returns (bool);
    function serviceRegistry() external view returns (address);
    function serviceRegistryTokenUtility() external view returns (address);
    function operatorWhitelist() external view returns (address);
    function mapMultisigServiceIds(address multisig) external view returns (uint256);
    function getDomainSeparator() external view returns (bytes32);
    function isOperatorHashApproved(address operator, bytes32 hash) external view returns (bool);
    function getOperatorRegisterAgentsNonce(address operator, uint256 serviceId) external view returns (uint256 nonce);
    function getOperatorUnbondNonce(address operator, uint256 serviceId) external view returns (uint256 nonce);
    function getRegisterAgentsHash(
        address operator,
        address serviceOwner,
        uint256 serviceId,
        address[] memory agentInstances,
        uint32[] memory agentIds,
        uint256 nonce
    ) external view returns (bytes32);
    function getUnbondHash(address operator, address serviceOwner, uint256 serviceId, uint256 nonce)
        external
        view
        returns (bytes32);

    function create(
        address serviceOwner,
        address token,
        bytes32 configHash,
        uint32[] memory agentIds,
        AgentParams[] memory agentParams,
        uint32 threshold
    ) external returns (uint256 serviceId);
    function update(
        address token,
        bytes32 configHash,
        uint32[] memory agentIds,
        AgentParams[] memory agentParams,
        uint32 threshold,
        uint256 serviceId
    ) external returns (bool success);
    function activateRegistration(uint256 serviceId) external payable returns (bool success);
    function registerAgents(uint256 serviceId, address[] memory agentInstances, uint32[] memory agentIds)
        external
        payable
        returns (bool success);
    function registerAgentsWithSignature(
        address operator,
        uint256 serviceId,
        address[] memory agentInstances,
        uint32[] memory agentIds,
        bytes memory signature
    ) external payable returns (bool success);
    function deploy(uint256 serviceId, address multisigImplementation, bytes memory data)
        external
        returns (address multisig);
    function terminate(uint256 serviceId) external returns (bool success, uint256 refund);
    function unbond(uint256 serviceId) external returns (bool success, uint256 refund);
    function unbondWithSignature(address operator, uint256 serviceId, bytes memory signature)
        external
        returns (bool success, uint256 refund);
    function operatorApproveHash(bytes32 hash) external;
    function initialize() external;
    function setOperatorWhitelist(address newOperatorWhitelist) external;
}
