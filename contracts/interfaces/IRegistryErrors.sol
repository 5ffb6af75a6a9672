// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What the registries and their managers refuse
interface IRegistryErrors {
    error AgentInstanceRegistered(address operator);
    error AgentInstancesSlotsFilled(uint256 serviceId);
    error AgentNotFound(uint256 agentId);
    error AgentNotInService(uint256 agentId, uint256 serviceId);
    error AlreadyInitialized();
    error ComponentNotFound(uint256 componentId);
    error HashExists();
    error HashNotApproved(address operator, bytes32 msgHash, bytes signature);
    error HashNotValidated(address operator, bytes32 msgHash, bytes signature);
    error IncorrectAgentBondingValue(uint256 sent, uint256 expected, uint256 serviceId);
    error IncorrectRegistrationDepositValue(uint256 sent, uint256 expected, uint256 serviceId);
    error IncorrectSignatureLength(bytes signature, uint256 provided, uint256 expected);
    error InitializationFailed();
    error ManagerOnly(address sender, address manager);
    error MultisigAlreadyBound(address multisig, uint256 existingServiceId, uint256 serviceId);
    error OnlyOwnServiceMultisig(address provided, address expected, uint256 serviceId);
    error OperatorHasNoInstances(address operator, uint256 serviceId);
    error Overflow(uint256 provided, uint256 max);
    error OwnerOnly(address sender, address owner);
    error Paused();
    error ReentrancyGuard();
    error ServiceMustBeInactive(uint256 serviceId);
    error TokenRejected(address token);
    error TransferFailed(address token, address from, address to, uint256 value);
    error UnauthorizedAccount(address account);
    error UnauthorizedMultisig(address multisig);
    error WrongAgentId(uint256 agentId);
    error WrongArrayLength(uint256 numValues1, uint256 numValues2);
    error WrongMetadataKey(string metadataKey);
    error WrongOperator(uint256 serviceId);
    error WrongOperatorAddress(address provided, address expected);
    error WrongServiceState(uint256 state, uint256 serviceId);
    error WrongThreshold(uint256 currentThreshold, uint256 minThreshold, uint256 maxThreshold);
    error ZeroAddress();
    error ZeroOperatorAddress();
    error ZeroValue();
}
