// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Pausable} from "./Owned.sol";
import {UnitRegistry} from "./UnitRegistry.sol";

/// @title The way into the registries of units
contract RegistriesManager is Pausable {
    address public immutable componentRegistry;
    address public immutable agentRegistry;

    constructor(address _componentRegistry, address _agentRegistry) {
        componentRegistry = _componentRegistry;
        agentRegistry = _agentRegistry;
        owner = msg.sender;
    }

    /// @notice Anybody may register a unit, for anybody.
    function create(UnitRegistry.UnitType unitType, address unitOwner, bytes32 unitHash, uint32[] memory dependencies)
        external
        unlessPaused
        returns (uint256 unitId)
    {
        return registry(unitType).create(unitOwner, unitHash, dependencies);
    }

    /// @notice The owner of a unit adds the hash of a new version.
    function updateHash(UnitRegistry.UnitType unitType, uint256 unitId, bytes32 unitHash) external returns (bool success) {
        return registry(unitType).updateHash(msg.sender, unitId, unitHash);
    }

    function registry(UnitRegistry.UnitType unitType) private view returns (UnitRegistry) {
        return UnitRegistry(unitType == UnitRegistry.UnitType.Component ? componentRegistry : agentRegistry);
    }
}
