// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Registry} from "./Registry.sol";
import {UnitRegistry} from "./UnitRegistry.sol";

/// @title Components: what agents are made of
contract ComponentRegistry is UnitRegistry {
    constructor(string memory _name, string memory _symbol, string memory _baseURI)
        Registry(_name, _symbol, _baseURI)
        UnitRegistry(UnitType.Component)
    {}

    function components() internal view override returns (uint256) {
        return totalSupply;
    }

    function closure(uint256 unitId, uint32[] memory dependencies) internal view override returns (uint32[] memory all) {
        all = new uint32[](1);
        all[0] = uint32(unitId);
        for (uint256 i = 0; i < dependencies.length; i++) {
            all = union(all, mapSubComponents[dependencies[i]]);
        }
    }
}
