// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry} from "./IRegistry.sol";

/// A component or an agent: the hash of its first metadata, and the components it needs.
struct Unit {
    bytes32 unitHash;
    uint32[] dependencies;
}

/// @title Components, or agents
/// @notice Unit types: 0 component, 1 agent. Ids begin at 1.
interface IUnitRegistry is IRegistry {
    event CreateUnit(uint256 unitId, uint8 uType, bytes32 unitHash);
    event UpdateUnitHash(uint256 unitId, uint8 uType, bytes32 unitHash);

    function unitType() external view returns (uint8);
    function getUnit(uint256 unitId) external view returns (Unit memory unit);
    function getDependencies(uint256 unitId) external view returns (uint256 numDependencies, uint32[] memory dependencies);
    function getUpdatedHashes(uint256 unitId) external view returns (uint256 numHashes, bytes32[] memory unitHashes);
    function getLocalSubComponents(uint256 unitId)
        external
        view
        returns (uint32[] memory subComponentIds, uint256 numSubComponents);
    function calculateSubComponents(uint32[] memory unitIds) external view returns (uint32[] memory subComponentIds);
}
