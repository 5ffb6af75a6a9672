// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "./Errors.sol";
import {OperatorSignatures} from "./OperatorSignatures.sol";
import {OperatorWhitelist} from "./OperatorWhitelist.sol";
import {Guarded, Pausable} from "./Owned.sol";
import {IMPLEMENTATION_SLOT} from "./ServiceManagerProxy.sol";
import {ServiceRegistry} from "./ServiceRegistry.sol";
import {ServiceRegistryTokenUtility} from "./ServiceRegistryTokenUtility.sol";

error AlreadyInitialized();
error MultisigAlreadyBound(address multisig, uint256 existingServiceId, uint256 serviceId);

/// @title The way into the registry of services
/// @notice Lies behind ServiceManagerProxy. Bonds are in ether, or in a token: then the registry holds 1 wei for each
/// of them, and the utility the tokens, for which it needs an allowance.
contract ServiceManager is Pausable, Guarded, OperatorSignatures {
    /// Stands for ether where a token is asked for.
    address public constant ETH_TOKEN_ADDRESS = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;
    /// What a bond in tokens is in the registry.
    uint96 public constant BOND_WRAPPER = 1;
    bytes32 public constant PROXY_SERVICE_MANAGER = IMPLEMENTATION_SLOT;

    address public immutable serviceRegistry;
    address public immutable serviceRegistryTokenUtility;
    /// Zero: everybody may operate.
    address public operatorWhitelist;
    /// A multisig belongs to one service for good.
    mapping(address => uint256) public mapMultisigServiceIds;

    event ImplementationUpdated(address indexed implementation);
    event OperatorWhitelistUpdated(address indexed operatorWhitelist);
    event CreateMultisig(address indexed multisig);
    event MultisigBound(address indexed multisig, uint256 indexed serviceId);
    event RegisterAgentsWithSignatureExecuted(
        address indexed operator, uint256 indexed serviceId, address[] agentInstances, uint32[] agentIds
    );
    event UnbondWithSignatureExecuted(address indexed operator, uint256 indexed serviceId, uint256 refund);

    constructor(address _serviceRegistry, address _serviceRegistryTokenUtility) {
        if (_serviceRegistry == address(0) || _serviceRegistryTokenUtility == address(0)) revert ZeroAddress();
        serviceRegistry = _serviceRegistry;
        serviceRegistryTokenUtility = _serviceRegistryTokenUtility;
    }

    /// @notice Whoever creates the proxy owns it.
    function initialize() external {
        if (owner != address(0)) revert AlreadyInitialized();
        owner = msg.sender;
    }

    function changeImplementation(address implementation) external onlyOwner {
        if (implementation == address(0)) revert ZeroAddress();
        bytes32 slot = IMPLEMENTATION_SLOT;
        assembly {
            sstore(slot, implementation)
        }
        emit ImplementationUpdated(implementation);
    }

    function setOperatorWhitelist(address newOperatorWhitelist) external onlyOwner {
        operatorWhitelist = newOperatorWhitelist;
        emit OperatorWhitelistUpdated(newOperatorWhitelist);
    }

    function create(
        address serviceOwner,
        address token,
        bytes32 configHash,
        uint32[] memory agentIds,
        ServiceRegistry.AgentParams[] memory agentParams,
        uint32 threshold
    ) external guarded unlessPaused returns (uint256 serviceId) {
        serviceId = registry().totalSupply() + 1;
        wrap(serviceId, token, agentIds, agentParams);
        registry().create(serviceOwner, configHash, agentIds, agentParams, threshold);
    }

    function update(
        address token,
        bytes32 configHash,
        uint32[] memory agentIds,
        ServiceRegistry.AgentParams[] memory agentParams,
        uint32 threshold,
        uint256 serviceId
    ) external guarded returns (bool success) {
        if (token == ETH_TOKEN_ADDRESS) tokens().resetServiceToken(serviceId);
        wrap(serviceId, token, agentIds, agentParams);
        return registry().update(msg.sender, configHash, agentIds, agentParams, threshold, serviceId);
    }

    /// @dev Bonds in tokens go to the utility, and become 1 wei in `agentParams`.
    function wrap(
        uint256 serviceId,
        address token,
        uint32[] memory agentIds,
        ServiceRegistry.AgentParams[] memory agentParams
    ) private {
        if (token == address(0)) revert ZeroAddress();
        if (agentIds.length != agentParams.length) revert WrongArrayLength(agentIds.length, agentParams.length);
        uint256[] memory bonds = new uint256[](agentParams.length);
        for (uint256 i = 0; i < agentParams.length; i++) {
            if (agentParams[i].slots == 0) continue;
            if (agentParams[i].bond == 0) revert ZeroValue();
            bonds[i] = agentParams[i].bond;
            if (token != ETH_TOKEN_ADDRESS) agentParams[i].bond = BOND_WRAPPER;
        }
        if (token != ETH_TOKEN_ADDRESS) tokens().createWithToken(serviceId, token, agentIds, bonds);
    }

    function activateRegistration(uint256 serviceId) external payable guarded returns (bool success) {
        if (tokens().activateRegistrationTokenDeposit(serviceId) && msg.value != BOND_WRAPPER) {
            revert IncorrectRegistrationDepositValue(msg.value, BOND_WRAPPER, serviceId);
        }
        return registry().activateRegistration{value: msg.value}(msg.sender, serviceId);
    }

    function registerAgents(uint256 serviceId, address[] memory agentInstances, uint32[] memory agentIds)
        external
        payable
        guarded
        returns (bool success)
    {
        if (
            operatorWhitelist != address(0)
                && !OperatorWhitelist(operatorWhitelist).isOperatorWhitelisted(serviceId, msg.sender)
        ) revert WrongOperator(serviceId);
        return register(msg.sender, serviceId, agentInstances, agentIds);
    }

    /// @notice The owner of a service registers the agents of an operator who signed for that, and pays bonds in
    /// ether; those in tokens are the operator's.
    function registerAgentsWithSignature(
        address operator,
        uint256 serviceId,
        address[] memory agentInstances,
        uint32[] memory agentIds,
        bytes memory signature
    ) external payable guarded returns (bool success) {
        onlyServiceOwner(serviceId);
        useRegisterSignature(operator, msg.sender, serviceId, agentInstances, agentIds, signature);
        success = register(operator, serviceId, agentInstances, agentIds);
        emit RegisterAgentsWithSignatureExecuted(operator, serviceId, agentInstances, agentIds);
    }

    function register(address operator, uint256 serviceId, address[] memory agentInstances, uint32[] memory agentIds)
        private
        returns (bool success)
    {
        uint256 wrapped = agentInstances.length * BOND_WRAPPER;
        if (tokens().registerAgentsTokenDeposit(operator, serviceId, agentIds) && msg.value != wrapped) {
            revert IncorrectAgentBondingValue(msg.value, wrapped, serviceId);
        }
        return registry().registerAgents{value: msg.value}(operator, serviceId, agentInstances, agentIds);
    }

    /// @notice Gives the service its multisig: see ServiceRegistry.deploy.
    function deploy(uint256 serviceId, address multisigImplementation, bytes memory data)
        external
        guarded
        returns (address multisig)
    {
        address before = registry().getService(serviceId).multisig;
        multisig = registry().deploy(msg.sender, serviceId, multisigImplementation, data);
        if (multisig == address(0)) revert ZeroAddress();
        uint256 bound = mapMultisigServiceIds[multisig];
        if (bound != 0 && bound != serviceId) revert MultisigAlreadyBound(multisig, bound, serviceId);
        if (bound == 0) {
            bind(multisig, serviceId);
            if (before != address(0) && before != multisig && mapMultisigServiceIds[before] == serviceId) bind(before, 0);
        }
        emit CreateMultisig(multisig);
    }

    /// @notice Notes the multisigs of services that were deployed before this was kept.
    function bindMultisig(uint256[] calldata serviceIds) external {
        for (uint256 i = 0; i < serviceIds.length; i++) {
            address multisig = registry().getService(serviceIds[i]).multisig;
            if (multisig != address(0) && mapMultisigServiceIds[multisig] == 0) bind(multisig, serviceIds[i]);
        }
    }

    function bind(address multisig, uint256 serviceId) private {
        mapMultisigServiceIds[multisig] = serviceId;
        emit MultisigBound(multisig, serviceId);
    }

    function terminate(uint256 serviceId) external guarded returns (bool success, uint256 refund) {
        uint256 inTokens = tokens().terminateTokenRefund(serviceId);
        (success, refund) = registry().terminate(msg.sender, serviceId);
        if (inTokens > 0) refund = inTokens;
    }

    function unbond(uint256 serviceId) external guarded returns (bool success, uint256 refund) {
        return letGo(msg.sender, serviceId);
    }

    /// @notice The owner of a service lets an operator go who signed for that.
    function unbondWithSignature(address operator, uint256 serviceId, bytes memory signature)
        external
        guarded
        returns (bool success, uint256 refund)
    {
        onlyServiceOwner(serviceId);
        useUnbondSignature(operator, msg.sender, serviceId, signature);
        (success, refund) = letGo(operator, serviceId);
        emit UnbondWithSignatureExecuted(operator, serviceId, refund);
    }

    function letGo(address operator, uint256 serviceId) private returns (bool success, uint256 refund) {
        uint256 inTokens = tokens().unbondTokenRefund(operator, serviceId);
        (success, refund) = registry().unbond(operator, serviceId);
        if (inTokens > 0) refund = inTokens;
    }

    function onlyServiceOwner(uint256 serviceId) private view {
        address serviceOwner = registry().ownerOf(serviceId);
        if (msg.sender != serviceOwner) revert OwnerOnly(msg.sender, serviceOwner);
    }

    function registry() private view returns (ServiceRegistry) {
        return ServiceRegistry(serviceRegistry);
    }

    function tokens() private view returns (ServiceRegistryTokenUtility) {
        return ServiceRegistryTokenUtility(serviceRegistryTokenUtility);
    }
}
