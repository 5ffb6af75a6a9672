// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ComponentRegistry} from "./ComponentRegistry.sol";
import {ZeroValue} from "./Errors.sol";
import {Registry} from "./Registry.sol";
import {UnitRegistry} from "./UnitRegistry.sol";

/// @title Agents: what services run
contract AgentRegistry is UnitRegistry {
    address public immutable componentRegistry;

    constructor(string memory _name, string memory _symbol, string memory _baseURI, address _componentRegistry)
        Registry(_name, _symbol, _baseURI)
        UnitRegistry(UnitType.Agent)
    {
        componentRegistry = _componentRegistry;
    }

    /// @notice All components that these agents need, ascending.
    function calculateSubComponents(uint32[] memory unitIds) external view returns (uint32[] memory subComponentIds) {
        for (uint256 i = 0; i < unitIds.length; i++) {
            subComponentIds = union(subComponentIds, mapSubComponents[unitIds[i]]);
        }
    }

    function components() internal view override returns (uint256) {
        return ComponentRegistry(componentRegistry).totalSupply();
    }

    function closure(uint256, uint32[] memory dependencies) internal view override returns (uint32[] memory all) {
        if (dependencies.length == 0) revert ZeroValue();
        for (uint256 i = 0; i < dependencies.length; i++) {
            (uint32[] memory more,) = ComponentRegistry(componentRegistry).getLocalSubComponents(dependencies[i]);
            all = union(all, more);
        }
    }
}
