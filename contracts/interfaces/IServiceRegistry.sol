// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry} from "./IRegistry.sol";

/// How many instances of an agent a service has, and what each of them puts down.
struct AgentParams {
    uint32 slots;
    uint96 bond;
}

/// States: 0 non-existent, 1 pre-registration, 2 active registration, 3 finished registration, 4 deployed,
/// 5 terminated, bonds not yet returned.
struct ServiceData {
    uint96 securityDeposit;
    address multisig;
    bytes32 configHash;
    uint32 threshold;
    uint32 maxNumAgentInstances;
    uint32 numAgentInstances;
    uint8 state;
    uint32[] agentIds;
}

/// @title Services
/// @notice Only the manager may call what changes a service, but for slash() and drain().
interface IServiceRegistry is IRegistry {
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

    function drainer() external view returns (address);
    function slashedFunds() external view returns (uint96);
    function mapMultisigs(address multisig) external view returns (bool);
    function mapAgentInstanceOperators(address instance) external view returns (address);
    function mapServices(uint256 serviceId)
        external
        view
        returns (
            uint96 securityDeposit,
            address multisig,
            bytes32 configHash,
            uint32 threshold,
            uint32 maxNumAgentInstances,
            uint32 numAgentInstances,
            uint8 state
        );
    function getService(uint256 serviceId) external view returns (ServiceData memory service);
    function getAgentParams(uint256 serviceId)
        external
        view
        returns (uint256 numAgentIds, AgentParams[] memory agentParams);
    function getInstancesForAgentId(uint256 serviceId, uint256 agentId)
        external
        view
        returns (uint256 numAgentInstances, address[] memory agentInstances);
    function getAgentInstances(uint256 serviceId)
        external
        view
        returns (uint256 numAgentInstances, address[] memory agentInstances);
    function getPreviousHashes(uint256 serviceId) external view returns (uint256 numHashes, bytes32[] memory configHashes);
    function getOperatorBalance(address operator, uint256 serviceId) external view returns (uint256 balance);

    function slash(address[] memory agentInstances, uint96[] memory amounts, uint256 serviceId)
        external
        returns (bool success);
    function drain() external returns (uint256 amount);
    function changeDrainer(address newDrainer) external;
    function changeMultisigPermission(address multisig, bool permission) external returns (bool success);
}

/// @title What a service registry has beside unit registries only
interface IServiceRegistryL1 {
    function agentRegistry() external view returns (address);
    function getUnitIdsOfService(uint8 unitType, uint256 serviceId)
        external
        view
        returns (uint256 numUnitIds, uint32[] memory unitIds);
}

/// @title What a service registry says differently where there are no unit registries
interface IServiceRegistryL2 {
    event CreateService(uint256 indexed serviceId, bytes32 configHash);
}
