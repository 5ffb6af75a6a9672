// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgentRegistry} from "./AgentRegistry.sol";
import "./Errors.sol";
import {MultisigMaker} from "./MultisigMaker.sol";
import {Registry} from "./Registry.sol";
import {UnitRegistry} from "./UnitRegistry.sol";

/// @title Services: which agents, how many of each, who runs them, and the multisig they act through
/// @notice A service goes round: mint or update, activate, register agents, deploy, terminate, unbond. Only the
/// manager calls these; slash() is for the service's multisig alone.
contract ServiceRegistry is Registry {
    enum ServiceState {
        NonExistent,
        PreRegistration,
        ActiveRegistration,
        FinishedRegistration,
        Deployed,
        TerminatedBonded
    }

    /// How many instances of an agent, and what each of them puts down.
    struct AgentParams {
        uint32 slots;
        uint96 bond;
    }

    struct AgentInstance {
        address instance;
        uint32 agentId;
    }

    struct Service {
        uint96 securityDeposit;
        address multisig;
        bytes32 configHash;
        uint32 threshold;
        uint32 maxNumAgentInstances;
        uint32 numAgentInstances;
        ServiceState state;
        uint32[] agentIds;
    }

    string public constant VERSION = "1.0.0";
    address public immutable agentRegistry;
    /// Who gets what was slashed.
    address public drainer;
    uint96 public slashedFunds;

    /// Still names the multisig after termination: look at the state.
    mapping(uint256 => Service) public mapServices;
    mapping(uint256 => bytes32[]) public mapConfigHashes;
    /// Who runs an instance; an address runs in one service at a time.
    mapping(address => address) public mapAgentInstanceOperators;
    /// Contracts that make multisigs and may be named in deploy().
    mapping(address => bool) public mapMultisigs;
    mapping(uint256 => uint32[]) public mapServiceIdSetComponentIds;
    mapping(uint256 => uint32[]) public mapServiceIdSetAgentIds;

    mapping(uint256 service => mapping(uint256 agentId => AgentParams)) private params;
    mapping(uint256 service => mapping(uint256 agentId => address[])) private instances;
    mapping(uint256 service => mapping(address operator => AgentInstance[])) private operated;
    mapping(uint256 service => mapping(address operator => uint96)) private bonded;

    event DrainerUpdated(address indexed drainer);
    event Deposit(address indexed sender, uint256 amount);
    event Refund(address indexed receiver, uint256 amount);
    event CreateService(uint256 indexed serviceId);
    event UpdateService(uint256 indexed serviceId, bytes32 configHash);
    event RegisterInstance(
        address indexed operator, uint256 indexed serviceId, address indexed agentInstance, uint256 agentId
    );
    event CreateMultisigWithAgents(uint256 indexed serviceId, address indexed multisig);
    event ActivateRegistration(uint256 indexed serviceId);
    event TerminateService(uint256 indexed serviceId);
    event OperatorSlashed(uint256 amount, address indexed operator, uint256 indexed serviceId);
    event OperatorUnbond(address indexed operator, uint256 indexed serviceId);
    event DeployService(uint256 indexed serviceId);
    event Drain(address indexed drainer, uint256 amount);

    constructor(string memory _name, string memory _symbol, string memory _baseURI, address _agentRegistry)
        Registry(_name, _symbol, _baseURI)
    {
        agentRegistry = _agentRegistry;
    }

    modifier onlyServiceOwner(address serviceOwner, uint256 serviceId) {
        address actual = ownerOf(serviceId);
        if (actual != serviceOwner) revert OwnerOnly(serviceOwner, actual);
        _;
    }

    function changeDrainer(address newDrainer) external onlyOwner {
        if (newDrainer == address(0)) revert ZeroAddress();
        drainer = newDrainer;
        emit DrainerUpdated(newDrainer);
    }

    function changeMultisigPermission(address multisig, bool permission) external onlyOwner returns (bool success) {
        if (multisig == address(0)) revert ZeroAddress();
        mapMultisigs[multisig] = permission;
        return true;
    }

    // --- before registration

    function create(
        address serviceOwner,
        bytes32 configHash,
        uint32[] memory agentIds,
        AgentParams[] memory agentParams,
        uint32 threshold
    ) external guarded onlyManager returns (uint256 serviceId) {
        if (serviceOwner == address(0)) revert ZeroAddress();
        check(configHash, agentIds, agentParams);
        for (uint256 i = 0; i < agentIds.length; i++) {
            if (agentParams[i].slots == 0 || agentParams[i].bond == 0) revert ZeroValue();
        }
        serviceId = ++totalSupply;
        set(serviceId, configHash, agentIds, agentParams, threshold);
        mapServices[serviceId].state = ServiceState.PreRegistration;
        mint(serviceOwner, serviceId);
        emit CreateService(serviceId);
    }

    /// @notice Changes what a service is, between two deployments. Agents with no slots leave it.
    function update(
        address serviceOwner,
        bytes32 configHash,
        uint32[] memory agentIds,
        AgentParams[] memory agentParams,
        uint32 threshold,
        uint256 serviceId
    ) external onlyManager onlyServiceOwner(serviceOwner, serviceId) returns (bool success) {
        Service storage service = mapServices[serviceId];
        expect(service, ServiceState.PreRegistration, serviceId);
        check(configHash, agentIds, agentParams);
        if (configHash != service.configHash) mapConfigHashes[serviceId].push(service.configHash);
        for (uint256 i = 0; i < service.agentIds.length; i++) {
            delete params[serviceId][service.agentIds[i]];
        }
        delete service.agentIds;
        set(serviceId, configHash, agentIds, agentParams, threshold);
        emit UpdateService(serviceId, configHash);
        return true;
    }

    function check(bytes32 configHash, uint32[] memory agentIds, AgentParams[] memory agentParams) private view {
        if (configHash == 0) revert ZeroValue();
        if (agentIds.length == 0 || agentIds.length != agentParams.length) {
            revert WrongArrayLength(agentIds.length, agentParams.length);
        }
        uint256 known = AgentRegistry(agentRegistry).totalSupply();
        uint256 last = 0;
        for (uint256 i = 0; i < agentIds.length; i++) {
            if (agentIds[i] <= last || agentIds[i] > known) revert WrongAgentId(agentIds[i]);
            last = agentIds[i];
        }
    }

    function set(
        uint256 serviceId,
        bytes32 configHash,
        uint32[] memory agentIds,
        AgentParams[] memory agentParams,
        uint32 threshold
    ) private {
        Service storage service = mapServices[serviceId];
        uint96 deposit = 0;
        uint32 n = 0;
        for (uint256 i = 0; i < agentIds.length; i++) {
            AgentParams memory p = agentParams[i];
            if (p.slots == 0) continue;
            service.agentIds.push(agentIds[i]);
            params[serviceId][agentIds[i]] = p;
            n += p.slots;
            if (p.bond > deposit) deposit = p.bond;
        }
        // More than two thirds: ceil((2n + 1) / 3).
        uint256 least = (uint256(n) * 2 + 3) / 3;
        if (threshold < least || threshold > n) revert WrongThreshold(threshold, least, n);
        service.securityDeposit = deposit;
        service.configHash = configHash;
        service.threshold = threshold;
        service.maxNumAgentInstances = n;
    }

    // --- registration

    function activateRegistration(address serviceOwner, uint256 serviceId)
        external
        payable
        onlyManager
        onlyServiceOwner(serviceOwner, serviceId)
        returns (bool success)
    {
        Service storage service = mapServices[serviceId];
        if (service.state != ServiceState.PreRegistration) revert ServiceMustBeInactive(serviceId);
        if (msg.value != service.securityDeposit) {
            revert IncorrectRegistrationDepositValue(msg.value, service.securityDeposit, serviceId);
        }
        service.state = ServiceState.ActiveRegistration;
        emit ActivateRegistration(serviceId);
        return true;
    }

    function registerAgents(
        address operator,
        uint256 serviceId,
        address[] memory agentInstances,
        uint32[] memory agentIds
    ) external payable onlyManager returns (bool success) {
        if (agentInstances.length != agentIds.length) revert WrongArrayLength(agentInstances.length, agentIds.length);
        Service storage service = mapServices[serviceId];
        expect(service, ServiceState.ActiveRegistration, serviceId);
        uint256 total = 0;
        for (uint256 i = 0; i < agentIds.length; i++) {
            AgentParams memory p = params[serviceId][agentIds[i]];
            if (p.slots == 0) revert AgentNotInService(agentIds[i], serviceId);
            total += p.bond;
        }
        if (msg.value != total) revert IncorrectAgentBondingValue(msg.value, total, serviceId);
        // Whoever is an instance somewhere cannot answer for others.
        if (mapAgentInstanceOperators[operator] != address(0)) revert WrongOperator(serviceId);
        for (uint256 i = 0; i < agentIds.length; i++) {
            register(operator, serviceId, agentInstances[i], agentIds[i]);
        }
        service.numAgentInstances += uint32(agentIds.length);
        if (service.numAgentInstances == service.maxNumAgentInstances) service.state = ServiceState.FinishedRegistration;
        bonded[serviceId][operator] += uint96(msg.value);
        emit Deposit(operator, msg.value);
        return true;
    }

    function register(address operator, uint256 serviceId, address instance, uint32 agentId) private {
        if (operator == instance) revert WrongOperator(serviceId);
        address other = mapAgentInstanceOperators[instance];
        if (other != address(0)) revert AgentInstanceRegistered(other);
        address[] storage taken = instances[serviceId][agentId];
        if (taken.length == params[serviceId][agentId].slots) revert AgentInstancesSlotsFilled(serviceId);
        taken.push(instance);
        operated[serviceId][operator].push(AgentInstance(instance, agentId));
        mapAgentInstanceOperators[instance] = operator;
        emit RegisterInstance(operator, serviceId, instance, agentId);
    }

    /// @notice Gives the service its multisig: a new one, or the old one with new owners; `multisigImplementation`
    /// sees to it.
    function deploy(address serviceOwner, uint256 serviceId, address multisigImplementation, bytes memory data)
        external
        guarded
        onlyManager
        onlyServiceOwner(serviceOwner, serviceId)
        returns (address multisig)
    {
        if (!mapMultisigs[multisigImplementation]) revert UnauthorizedMultisig(multisigImplementation);
        Service storage service = mapServices[serviceId];
        expect(service, ServiceState.FinishedRegistration, serviceId);
        multisig = MultisigMaker(multisigImplementation).create(instancesOf(serviceId), service.threshold, data);
        mapServiceIdSetAgentIds[serviceId] = service.agentIds;
        mapServiceIdSetComponentIds[serviceId] = AgentRegistry(agentRegistry).calculateSubComponents(service.agentIds);
        service.multisig = multisig;
        service.state = ServiceState.Deployed;
        emit CreateMultisigWithAgents(serviceId, multisig);
        emit DeployService(serviceId);
    }

    // --- while deployed, and after

    /// @notice The service takes from the operators of instances that misbehaved, at most what they have left. The
    /// event says what was asked for.
    function slash(address[] memory agentInstances, uint96[] memory amounts, uint256 serviceId)
        external
        returns (bool success)
    {
        Service storage service = mapServices[serviceId];
        expect(service, ServiceState.Deployed, serviceId);
        if (agentInstances.length != amounts.length) revert WrongArrayLength(agentInstances.length, amounts.length);
        if (msg.sender != service.multisig) revert OnlyOwnServiceMultisig(msg.sender, service.multisig, serviceId);
        for (uint256 i = 0; i < amounts.length; i++) {
            address operator = mapAgentInstanceOperators[agentInstances[i]];
            uint96 balance = bonded[serviceId][operator];
            uint96 taken = amounts[i] < balance ? amounts[i] : balance;
            bonded[serviceId][operator] = balance - taken;
            slashedFunds += taken;
            emit OperatorSlashed(amounts[i], operator, serviceId);
        }
        return true;
    }

    /// @notice Ends a deployment or a registration; the deposit goes back to the owner.
    function terminate(address serviceOwner, uint256 serviceId)
        external
        guarded
        onlyManager
        onlyServiceOwner(serviceOwner, serviceId)
        returns (bool success, uint256 refund)
    {
        Service storage service = mapServices[serviceId];
        if (service.state == ServiceState.PreRegistration || service.state == ServiceState.TerminatedBonded) {
            revert WrongServiceState(uint256(service.state), serviceId);
        }
        service.state = service.numAgentInstances > 0 ? ServiceState.TerminatedBonded : ServiceState.PreRegistration;
        delete mapServiceIdSetComponentIds[serviceId];
        delete mapServiceIdSetAgentIds[serviceId];
        for (uint256 i = 0; i < service.agentIds.length; i++) {
            delete instances[serviceId][service.agentIds[i]];
        }
        refund = service.securityDeposit;
        pay(serviceOwner, refund);
        emit Refund(serviceOwner, refund);
        emit TerminateService(serviceId);
        return (true, refund);
    }

    /// @notice An operator leaves a terminated service with what is left of its bonds. Once all have left, the
    /// service can start again.
    function unbond(address operator, uint256 serviceId)
        external
        guarded
        onlyManager
        returns (bool success, uint256 refund)
    {
        if (operator == address(0)) revert ZeroAddress();
        Service storage service = mapServices[serviceId];
        expect(service, ServiceState.TerminatedBonded, serviceId);
        AgentInstance[] memory list = operated[serviceId][operator];
        if (list.length == 0) revert OperatorHasNoInstances(operator, serviceId);
        delete operated[serviceId][operator];
        service.numAgentInstances -= uint32(list.length);
        if (service.numAgentInstances == 0) service.state = ServiceState.PreRegistration;
        for (uint256 i = 0; i < list.length; i++) {
            refund += params[serviceId][list[i].agentId].bond;
            delete mapAgentInstanceOperators[list[i].instance];
        }
        if (refund > bonded[serviceId][operator]) refund = bonded[serviceId][operator];
        if (refund > 0) {
            bonded[serviceId][operator] = 0;
            pay(operator, refund);
            emit Refund(operator, refund);
        }
        emit OperatorUnbond(operator, serviceId);
        return (true, refund);
    }

    function drain() external guarded returns (uint256 amount) {
        if (msg.sender != drainer) revert ManagerOnly(msg.sender, drainer);
        amount = slashedFunds;
        if (amount > 0) {
            slashedFunds = 0;
            pay(drainer, amount);
            emit Drain(drainer, amount);
        }
    }

    function pay(address to, uint256 amount) private {
        (bool done,) = to.call{value: amount}("");
        if (!done) revert TransferFailed(address(0), address(this), to, amount);
    }

    function expect(Service storage service, ServiceState state, uint256 serviceId) private view {
        if (service.state != state) revert WrongServiceState(uint256(service.state), serviceId);
    }

    // --- reading

    function getService(uint256 serviceId) external view returns (Service memory service) {
        return mapServices[serviceId];
    }

    function getAgentParams(uint256 serviceId)
        external
        view
        returns (uint256 numAgentIds, AgentParams[] memory agentParams)
    {
        uint32[] storage ids = mapServices[serviceId].agentIds;
        numAgentIds = ids.length;
        agentParams = new AgentParams[](numAgentIds);
        for (uint256 i = 0; i < numAgentIds; i++) {
            agentParams[i] = params[serviceId][ids[i]];
        }
    }

    /// @notice Ordered by agent, then by registration. Between termination and the last unbond: as many zeros.
    function getAgentInstances(uint256 serviceId)
        external
        view
        returns (uint256 numAgentInstances, address[] memory agentInstances)
    {
        agentInstances = instancesOf(serviceId);
        numAgentInstances = agentInstances.length;
    }

    function instancesOf(uint256 serviceId) private view returns (address[] memory all) {
        Service storage service = mapServices[serviceId];
        all = new address[](service.numAgentInstances);
        uint256 n = 0;
        for (uint256 i = 0; i < service.agentIds.length; i++) {
            address[] storage some = instances[serviceId][service.agentIds[i]];
            for (uint256 j = 0; j < some.length; j++) {
                all[n++] = some[j];
            }
        }
    }

    function getInstancesForAgentId(uint256 serviceId, uint256 agentId)
        external
        view
        returns (uint256 numAgentInstances, address[] memory agentInstances)
    {
        agentInstances = instances[serviceId][agentId];
        numAgentInstances = agentInstances.length;
    }

    function getPreviousHashes(uint256 serviceId) external view returns (uint256 numHashes, bytes32[] memory configHashes) {
        configHashes = mapConfigHashes[serviceId];
        numHashes = configHashes.length;
    }

    /// @notice What a deployed service consists of: components (0) or agents (1).
    function getUnitIdsOfService(UnitRegistry.UnitType unitType, uint256 serviceId)
        external
        view
        returns (uint256 numUnitIds, uint32[] memory unitIds)
    {
        bool ofComponents = unitType == UnitRegistry.UnitType.Component;
        unitIds = ofComponents ? mapServiceIdSetComponentIds[serviceId] : mapServiceIdSetAgentIds[serviceId];
        numUnitIds = unitIds.length;
    }

    function getOperatorBalance(address operator, uint256 serviceId) external view returns (uint256 balance) {
        return bonded[serviceId][operator];
    }

    function hashOf(uint256 serviceId) internal view override returns (bytes32) {
        return mapServices[serviceId].configHash;
    }
}
