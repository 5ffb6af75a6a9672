// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OwnerOnly, WrongArrayLength, ZeroAddress} from "./Errors.sol";
import {ServiceRegistry} from "./ServiceRegistry.sol";

/// @title Whom the owner of a service lets run its agents. Anybody, unless it is checked
contract OperatorWhitelist {
    address public immutable serviceRegistry;
    mapping(uint256 => bool) public mapServiceIdOperatorsCheck;
    mapping(uint256 => mapping(address => bool)) public mapServiceIdOperators;

    event SetOperatorsCheck(address indexed serviceOwner, uint256 indexed serviceId, bool setCheck);
    event OperatorsWhitelistUpdated(
        address indexed serviceOwner, uint256 indexed serviceId, address[] operators, bool[] statuses, bool setCheck
    );

    constructor(address _serviceRegistry) {
        if (_serviceRegistry == address(0)) revert ZeroAddress();
        serviceRegistry = _serviceRegistry;
    }

    modifier onlyServiceOwner(uint256 serviceId) {
        address serviceOwner = ServiceRegistry(serviceRegistry).ownerOf(serviceId);
        // Arguments the other way round: that is how the deployed one refuses.
        if (msg.sender != serviceOwner) revert OwnerOnly(serviceOwner, msg.sender);
        _;
    }

    function setOperatorsCheck(uint256 serviceId, bool setCheck) external onlyServiceOwner(serviceId) {
        mapServiceIdOperatorsCheck[serviceId] = setCheck;
        emit SetOperatorsCheck(msg.sender, serviceId, setCheck);
    }

    function setOperatorsStatuses(
        uint256 serviceId,
        address[] calldata operators,
        bool[] calldata statuses,
        bool setCheck
    ) external onlyServiceOwner(serviceId) {
        if (operators.length == 0 || operators.length != statuses.length) {
            revert WrongArrayLength(operators.length, statuses.length);
        }
        mapServiceIdOperatorsCheck[serviceId] = setCheck;
        for (uint256 i = 0; i < operators.length; i++) {
            if (operators[i] == address(0)) revert ZeroAddress();
            mapServiceIdOperators[serviceId][operators[i]] = statuses[i];
        }
        emit OperatorsWhitelistUpdated(msg.sender, serviceId, operators, statuses, setCheck);
    }

    /// @notice The owner itself may always.
    function isOperatorWhitelisted(uint256 serviceId, address operator) external view returns (bool status) {
        return !mapServiceIdOperatorsCheck[serviceId] || mapServiceIdOperators[serviceId][operator]
            || operator == ServiceRegistry(serviceRegistry).ownerOf(serviceId);
    }
}
