// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "../multisig/ERC20.sol";
import "./Errors.sol";
import {Guarded, Owned} from "./Owned.sol";
import {ServiceRegistry} from "./ServiceRegistry.sol";

/// @title The bonds of services that want them in an ERC-20 token. For such a service, those in the registry are 1 wei
contract ServiceRegistryTokenUtility is Owned, Guarded {
    struct TokenSecurityDeposit {
        address token;
        uint96 securityDeposit;
    }

    address public immutable serviceRegistry;
    address public manager;
    address public drainer;
    mapping(uint256 => TokenSecurityDeposit) public mapServiceIdTokenDeposit;
    mapping(address => uint256) public mapSlashedFunds;

    mapping(uint256 service => mapping(uint256 agentId => uint256)) private bonds;
    mapping(uint256 service => mapping(address operator => uint256)) private bonded;

    event ManagerUpdated(address indexed manager);
    event DrainerUpdated(address indexed drainer);
    event TokenDeposit(address indexed account, address indexed token, uint256 amount);
    event TokenRefund(address indexed account, address indexed token, uint256 amount);
    event OperatorTokenSlashed(uint256 amount, address indexed operator, uint256 indexed serviceId);
    event TokenDrain(address indexed drainer, address indexed token, uint256 amount);

    constructor(address _serviceRegistry) {
        if (_serviceRegistry == address(0)) revert ZeroAddress();
        serviceRegistry = _serviceRegistry;
        owner = msg.sender;
    }

    modifier onlyManager() {
        if (msg.sender != manager) revert ManagerOnly(msg.sender, manager);
        _;
    }

    function changeManager(address newManager) external onlyOwner {
        if (newManager == address(0)) revert ZeroAddress();
        manager = newManager;
        emit ManagerUpdated(newManager);
    }

    function changeDrainer(address newDrainer) external onlyOwner {
        if (newDrainer == address(0)) revert ZeroAddress();
        drainer = newDrainer;
        emit DrainerUpdated(newDrainer);
    }

    /// @notice The service wants its bonds in this token.
    function createWithToken(uint256 serviceId, address token, uint32[] calldata agentIds, uint256[] calldata amounts)
        external
        onlyManager
    {
        if (token.code.length == 0) revert TokenRejected(token);
        try ERC20(token).balanceOf(address(0)) returns (uint256) {}
        catch {
            revert TokenRejected(token);
        }
        uint256 deposit = 0;
        for (uint256 i = 0; i < agentIds.length; i++) {
            if (amounts[i] > type(uint96).max) revert Overflow(amounts[i], type(uint96).max);
            bonds[serviceId][agentIds[i]] = amounts[i];
            if (amounts[i] > deposit) deposit = amounts[i];
        }
        mapServiceIdTokenDeposit[serviceId] = TokenSecurityDeposit(token, uint96(deposit));
    }

    /// @notice The service wants its bonds in ether.
    function resetServiceToken(uint256 serviceId) external onlyManager {
        delete mapServiceIdTokenDeposit[serviceId];
    }

    function activateRegistrationTokenDeposit(uint256 serviceId)
        external
        guarded
        onlyManager
        returns (bool isTokenSecured)
    {
        TokenSecurityDeposit memory deposit = mapServiceIdTokenDeposit[serviceId];
        if (deposit.token == address(0)) return false;
        address serviceOwner = ServiceRegistry(serviceRegistry).ownerOf(serviceId);
        uint256 allowance = ERC20(deposit.token).allowance(serviceOwner, address(this));
        if (allowance < deposit.securityDeposit) {
            revert IncorrectRegistrationDepositValue(allowance, deposit.securityDeposit, serviceId);
        }
        if (!take(deposit.token, serviceOwner, deposit.securityDeposit)) {
            revert IncorrectRegistrationDepositValue(0, deposit.securityDeposit, serviceId);
        }
        return true;
    }

    function registerAgentsTokenDeposit(address operator, uint256 serviceId, uint32[] calldata agentIds)
        external
        guarded
        onlyManager
        returns (bool isTokenSecured)
    {
        address token = mapServiceIdTokenDeposit[serviceId].token;
        if (token == address(0)) return false;
        uint256 total = 0;
        for (uint256 i = 0; i < agentIds.length; i++) {
            total += bonds[serviceId][agentIds[i]];
        }
        uint256 allowance = ERC20(token).allowance(operator, address(this));
        if (allowance < total) revert IncorrectAgentBondingValue(allowance, total, serviceId);
        bonded[serviceId][operator] += total;
        if (!take(token, operator, total)) revert IncorrectAgentBondingValue(0, total, serviceId);
        return true;
    }

    function terminateTokenRefund(uint256 serviceId) external guarded onlyManager returns (uint256 securityRefund) {
        TokenSecurityDeposit memory deposit = mapServiceIdTokenDeposit[serviceId];
        if (deposit.token == address(0)) return 0;
        securityRefund = deposit.securityDeposit;
        giveBack(deposit.token, ServiceRegistry(serviceRegistry).ownerOf(serviceId), securityRefund);
    }

    function unbondTokenRefund(address operator, uint256 serviceId) external guarded onlyManager returns (uint256 refund) {
        address token = mapServiceIdTokenDeposit[serviceId].token;
        refund = bonded[serviceId][operator];
        if (token == address(0) || refund == 0) return 0;
        bonded[serviceId][operator] = 0;
        giveBack(token, operator, refund);
    }

    /// @notice The service takes from the token bonds of operators whose instances misbehaved.
    function slash(address[] calldata agentInstances, uint256[] calldata amounts, uint256 serviceId)
        external
        returns (bool success)
    {
        ServiceRegistry registry = ServiceRegistry(serviceRegistry);
        ServiceRegistry.Service memory service = registry.getService(serviceId);
        if (service.state != ServiceRegistry.ServiceState.Deployed) {
            revert WrongServiceState(uint256(service.state), serviceId);
        }
        if (amounts.length == 0 || agentInstances.length != amounts.length) {
            revert WrongArrayLength(agentInstances.length, amounts.length);
        }
        if (msg.sender != service.multisig) revert OnlyOwnServiceMultisig(msg.sender, service.multisig, serviceId);
        address token = mapServiceIdTokenDeposit[serviceId].token;
        if (token == address(0)) revert ZeroAddress();
        for (uint256 i = 0; i < amounts.length; i++) {
            address operator = registry.mapAgentInstanceOperators(agentInstances[i]);
            uint256 balance = bonded[serviceId][operator];
            if (balance == 0) continue;
            uint256 taken = amounts[i] < balance ? amounts[i] : balance;
            bonded[serviceId][operator] = balance - taken;
            mapSlashedFunds[token] += taken;
            emit OperatorTokenSlashed(amounts[i], operator, serviceId);
        }
        return true;
    }

    /// @notice The owner sends what was slashed to the drainer.
    function drain(address token) external guarded onlyOwner returns (uint256 amount) {
        if (drainer == address(0)) revert ZeroAddress();
        amount = mapSlashedFunds[token];
        if (amount > 0) {
            mapSlashedFunds[token] = 0;
            move(token, address(this), drainer, abi.encodeCall(ERC20.transfer, (drainer, amount)), amount);
            emit TokenDrain(msg.sender, token, amount);
        }
    }

    /// @dev False if less arrives than was sent: there are tokens that keep a part.
    function take(address token, address from, uint256 amount) private returns (bool all) {
        uint256 before = ERC20(token).balanceOf(address(this));
        move(token, from, address(this), abi.encodeCall(ERC20.transferFrom, (from, address(this), amount)), amount);
        emit TokenDeposit(from, token, amount);
        return ERC20(token).balanceOf(address(this)) == before + amount;
    }

    function giveBack(address token, address to, uint256 amount) private {
        move(token, address(this), to, abi.encodeCall(ERC20.transfer, (to, amount)), amount);
        emit TokenRefund(to, token, amount);
    }

    /// @dev There are tokens that return nothing.
    function move(address token, address from, address to, bytes memory call, uint256 amount) private {
        (bool done, bytes memory answer) = token.call(call);
        if (!done || (answer.length > 0 && !abi.decode(answer, (bool)))) revert TransferFailed(token, from, to, amount);
    }

    function isTokenSecuredService(uint256 serviceId) external view returns (bool) {
        return mapServiceIdTokenDeposit[serviceId].token != address(0);
    }

    function getAgentBond(uint256 serviceId, uint256 agentId) external view returns (uint256 bond) {
        return bonds[serviceId][agentId];
    }

    function getOperatorBalance(address operator, uint256 serviceId) external view returns (uint256 balance) {
        return bonded[serviceId][operator];
    }
}
