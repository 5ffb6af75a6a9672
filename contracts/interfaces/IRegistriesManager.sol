// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The way into the unit registries
interface IRegistriesManager {
    event OwnerUpdated(address indexed owner);
    event Pause(address indexed owner);
    event Unpause(address indexed owner);

    function owner() external view returns (address);
    function paused() external view returns (bool);
    function componentRegistry() external view returns (address);
    function agentRegistry() external view returns (address);

    function create(uint8 unitType, address unitOwner, bytes32 unitHash, uint32[] memory dependencies)
        external
        returns (uint256 unitId);
    function updateHash(uint8 unitType, uint256 unitId, bytes32 unitHash) external returns (bool success);
}
