// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MultisigProxy} from "./Proxy.sol";

/// @title Makes multisigs, at addresses that follow from how they are set up
contract MultisigFactory {
    /// In the layout of 1.3.0: neither is a topic.
    event ProxyCreation(address proxy, address singleton);

    /// @notice Makes a proxy and calls it with `initializer`, in one step, so that nobody else sets it up.
    function createProxyWithNonce(address singleton, bytes calldata initializer, uint256 saltNonce)
        external
        returns (address proxy)
    {
        bytes memory code = abi.encodePacked(type(MultisigProxy).creationCode, abi.encode(singleton));
        bytes32 salt = keccak256(abi.encodePacked(keccak256(initializer), saltNonce));
        assembly {
            proxy := create2(0, add(code, 32), mload(code), salt)
        }
        require(proxy != address(0), "Create2 call failed");
        if (initializer.length > 0) {
            // Without a reason, as that of 1.3.0.
            (bool done,) = proxy.call(initializer);
            require(done);
        }
        emit ProxyCreation(proxy, singleton);
    }

    /// @notice What lies at the address of every proxy: its hash is how others know one.
    function proxyRuntimeCode() external pure returns (bytes memory) {
        return type(MultisigProxy).runtimeCode;
    }

    function proxyCreationCode() external pure returns (bytes memory) {
        return type(MultisigProxy).creationCode;
    }
}
