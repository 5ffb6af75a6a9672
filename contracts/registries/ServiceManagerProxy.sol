// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ZeroAddress, ZeroValue} from "./Errors.sol";

error InitializationFailed();

// Where the address of the code behind the proxy lies.
bytes32 constant IMPLEMENTATION_SLOT = keccak256("PROXY_SERVICE_MANAGER");

/// @title Stands in front of ServiceManager, so that the registries keep their manager when it changes
contract ServiceManagerProxy {
    bytes32 public constant PROXY_SERVICE_MANAGER = IMPLEMENTATION_SLOT;

    constructor(address serviceManager, bytes memory serviceManagerData) {
        if (serviceManager == address(0)) revert ZeroAddress();
        if (serviceManagerData.length == 0) revert ZeroValue();
        bytes32 slot = IMPLEMENTATION_SLOT;
        assembly {
            sstore(slot, serviceManager)
        }
        (bool done,) = serviceManager.delegatecall(serviceManagerData);
        if (!done) revert InitializationFailed();
    }

    receive() external payable {
        forward();
    }

    fallback() external payable {
        forward();
    }

    function forward() private {
        address code = getImplementation();
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), code, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(done) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }

    function getImplementation() public view returns (address implementation) {
        bytes32 slot = IMPLEMENTATION_SLOT;
        assembly {
            implementation := sload(slot)
        }
    }
}
