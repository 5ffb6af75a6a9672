// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A contract named in deploy() that makes the multisig of a service, or takes one over
/// @notice How much data it wants tells which one it is: 144 bytes or more, or none, a Safe; 64, or none, a Safe with
/// recovery module; 32, the Safe of before through the recovery module; 20 or more, one that has its owners already.
interface IMultisigMaker {
    function DEFAULT_DATA_LENGTH() external view returns (uint256);
    function create(address[] memory owners, uint256 threshold, bytes memory data) external returns (address multisig);
}
