// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What gives a service its multisig
interface MultisigMaker {
    /// @param data How; what it has to be is up to the implementation.
    function create(address[] calldata owners, uint256 threshold, bytes calldata data) external returns (address multisig);
}
