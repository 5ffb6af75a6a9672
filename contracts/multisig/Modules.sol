// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Executor, Operation} from "./Executor.sol";

/// @title Contracts that may act for a multisig without signatures
abstract contract Modules is Executor {
    /// A linked list that begins and ends at SENTINEL; the newest comes first.
    mapping(address => address) internal modules;

    event EnabledModule(address module);
    event DisabledModule(address module);
    event ExecutionFromModuleSuccess(address indexed module);
    event ExecutionFromModuleFailure(address indexed module);

    function setupModules(address to, bytes memory data) internal {
        require(modules[SENTINEL] == address(0), "GS100");
        modules[SENTINEL] = SENTINEL;
        if (to != address(0)) require(execute(to, 0, data, Operation.DelegateCall, gasleft()), "GS000");
    }

    function enableModule(address module) external authorized {
        require(module != address(0) && module != SENTINEL, "GS101");
        require(modules[module] == address(0), "GS102");
        modules[module] = modules[SENTINEL];
        modules[SENTINEL] = module;
        emit EnabledModule(module);
    }

    /// @param prevModule The one before it in the list, or 0x1.
    function disableModule(address prevModule, address module) external authorized {
        require(module != address(0) && module != SENTINEL, "GS101");
        require(modules[prevModule] == module, "GS103");
        modules[prevModule] = modules[module];
        modules[module] = address(0);
        emit DisabledModule(module);
    }

    /// @notice A module acts. It is told whether that worked; nothing is undone by itself.
    function execTransactionFromModule(address to, uint256 value, bytes calldata data, Operation operation)
        external
        returns (bool success)
    {
        require(isModuleEnabled(msg.sender), "GS104");
        success = execute(to, value, data, operation, gasleft());
        if (success) emit ExecutionFromModuleSuccess(msg.sender);
        else emit ExecutionFromModuleFailure(msg.sender);
    }

    function isModuleEnabled(address module) public view returns (bool) {
        return module != SENTINEL && modules[module] != address(0);
    }

    /// @notice A page of the list, and where the next one starts: 0x1 at the end.
    function getModulesPaginated(address start, uint256 pageSize) external view returns (address[] memory array, address next) {
        array = new address[](pageSize);
        uint256 n = 0;
        next = modules[start];
        while (next != address(0) && next != SENTINEL && n < pageSize) {
            array[n++] = next;
            next = modules[next];
        }
        assembly {
            mstore(array, n) // as many as there were
        }
    }
}
