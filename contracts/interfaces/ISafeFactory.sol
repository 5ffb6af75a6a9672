// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Makes Safes
/// @notice Its event is not here: its layout differs between versions.
interface ISafeFactory {
    function createProxyWithNonce(address singleton, bytes memory initializer, uint256 saltNonce)
        external
        returns (address proxy);
}
