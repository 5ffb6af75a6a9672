// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A contract that signs for itself: EIP-1271 as it was when Safe 1.3.0 took it up
interface ContractSigner {
    /// @return magic 0x20c13b0b, the selector, if the signature is good.
    function isValidSignature(bytes calldata data, bytes calldata signature) external view returns (bytes4 magic);
}
