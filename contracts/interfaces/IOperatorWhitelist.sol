// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Who may operate agents of a service, if its owner cares
interface IOperatorWhitelist {
    event OperatorsWhitelistCheckSet(address indexed serviceOwner, uint256 indexed serviceId);
    event SetOperatorsCheck(address indexed serviceOwner, uint256 indexed serviceId, bool setCheck);
    event OperatorsWhitelistUpdated(
        address indexed serviceOwner, uint256 indexed serviceId, address[] operators, bool[] statuses, bool setCheck
    );

    function serviceRegistry() external view returns (address);
    function mapServiceIdOperatorsCheck(uint256 serviceId) external view returns (bool);
    function mapServiceIdOperators(uint256 serviceId, address operator) external view returns (bool);
    function isOperatorWhitelisted(uint256 serviceId, address operator) external view returns (bool status);

    function setOperatorsCheck(uint256 serviceId, bool setCheck) external;
    function setOperatorsStatuses(uint256 serviceId, address[] memory operators, bool[] memory statuses, bool setCheck)
        external;
}
