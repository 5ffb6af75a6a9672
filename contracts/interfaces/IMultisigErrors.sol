// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What the makers of multisigs and the recovery module refuse
/// @notice Two names are those of IRegistryErrors with other arguments.
interface IMultisigErrors {
    error DelegatecallOnly();
    error DuplicateModule();
    error EmptyModulesOnly();
    error IncorrectDataLength(uint256 expected, uint256 provided);
    error MultisigAlreadyExists(address multisig);
    error MultisigExecFailed(address provided);
    error RegistryOnly(address sender, address registry);
    error WrongNumOwners(uint256 expected, uint256 provided);
    error WrongOwner(address provided);
    error WrongServiceState(uint8 state, uint256 serviceId);
    error WrongThreshold(uint256 expected, uint256 provided);
    error ZeroNonceOnly();
}
