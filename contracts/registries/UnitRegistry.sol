// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ComponentNotFound, AgentNotFound, ZeroAddress, ZeroValue} from "./Errors.sol";
import {Registry} from "./Registry.sol";

/// @title Units: components, which depend on components, and agents, which depend on components
abstract contract UnitRegistry is Registry {
    enum UnitType {
        Component,
        Agent
    }

    struct Unit {
        bytes32 unitHash;
        uint32[] dependencies;
    }

    string public constant VERSION = "1.0.0";
    UnitType public immutable unitType;

    mapping(uint256 => Unit) public mapUnits;
    /// Hashes of later versions; the first one stays in mapUnits.
    mapping(uint256 => bytes32[]) public mapUnitIdHashes;
    /// All components a unit needs, directly or not, ascending. A component needs itself.
    mapping(uint256 => uint32[]) public mapSubComponents;

    event CreateUnit(uint256 unitId, UnitType uType, bytes32 unitHash);
    event UpdateUnitHash(uint256 unitId, UnitType uType, bytes32 unitHash);

    constructor(UnitType _unitType) {
        unitType = _unitType;
    }

    function create(address unitOwner, bytes32 unitHash, uint32[] memory dependencies)
        external
        guarded
        onlyManager
        returns (uint256 unitId)
    {
        if (unitOwner == address(0)) revert ZeroAddress();
        if (unitHash == 0) revert ZeroValue();
        uint256 known = components();
        uint32 last = 0;
        for (uint256 i = 0; i < dependencies.length; i++) {
            if (dependencies[i] <= last || dependencies[i] > known) revert ComponentNotFound(dependencies[i]);
            last = dependencies[i];
        }
        unitId = ++totalSupply;
        mapUnits[unitId] = Unit(unitHash, dependencies);
        mapSubComponents[unitId] = closure(unitId, dependencies);
        mint(unitOwner, unitId);
        emit CreateUnit(unitId, unitType, unitHash);
    }

    /// @notice Adds the hash of a new version.
    function updateHash(address unitOwner, uint256 unitId, bytes32 unitHash) external onlyManager returns (bool success) {
        if (ownerOf(unitId) != unitOwner) {
            if (unitType == UnitType.Component) revert ComponentNotFound(unitId);
            revert AgentNotFound(unitId);
        }
        if (unitHash == 0) revert ZeroValue();
        mapUnitIdHashes[unitId].push(unitHash);
        emit UpdateUnitHash(unitId, unitType, unitHash);
        return true;
    }

    function getUnit(uint256 unitId) external view returns (Unit memory unit) {
        return mapUnits[unitId];
    }

    function getDependencies(uint256 unitId) external view returns (uint256 numDependencies, uint32[] memory dependencies) {
        dependencies = mapUnits[unitId].dependencies;
        numDependencies = dependencies.length;
    }

    function getUpdatedHashes(uint256 unitId) external view returns (uint256 numHashes, bytes32[] memory unitHashes) {
        unitHashes = mapUnitIdHashes[unitId];
        numHashes = unitHashes.length;
    }

    function getLocalSubComponents(uint256 unitId)
        external
        view
        returns (uint32[] memory subComponentIds, uint256 numSubComponents)
    {
        subComponentIds = mapSubComponents[unitId];
        numSubComponents = subComponentIds.length;
    }

    /// @dev How many components there are to depend on.
    function components() internal view virtual returns (uint256);

    /// @dev All components that a new unit with these dependencies needs.
    function closure(uint256 unitId, uint32[] memory dependencies) internal view virtual returns (uint32[] memory);

    function hashOf(uint256 unitId) internal view override returns (bytes32) {
        return mapUnits[unitId].unitHash;
    }

    /// @dev Both lists are ascending, and so is what they make together.
    function union(uint32[] memory a, uint32[] memory b) internal pure returns (uint32[] memory both) {
        both = new uint32[](a.length + b.length);
        uint256 n = 0;
        for ((uint256 i, uint256 j) = (0, 0); i < a.length || j < b.length;) {
            uint32 next = j == b.length || (i < a.length && a[i] < b[j]) ? a[i] : b[j];
            if (i < a.length && a[i] == next) i++;
            if (j < b.length && b[j] == next) j++;
            both[n++] = next;
        }
        assembly {
            mstore(both, n) // less those in both
        }
    }
}
