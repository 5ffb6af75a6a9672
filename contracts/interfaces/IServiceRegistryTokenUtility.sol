// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Bonds and deposits in ERC-20 tokens
interface IServiceRegistryTokenUtility {
    event DrainerUpdated(address indexed drainer);
    event TokenDeposit(address indexed account, address indexed token, uint256 amount);
    event TokenRefund(address indexed account, address indexed token, uint256 amount);
    event OperatorTokenSlashed(uint256 amount, address indexed operator, uint256 indexed serviceId);
    event TokenDrain(address indexed drainer, address indexed token, uint256 amount);

    function owner() external view returns (address);
    function manager() external view returns (address);
    function drainer() external view returns (address);
    function serviceRegistry() external view returns (address);
    function mapServiceIdTokenDeposit(uint256 serviceId) external view returns (address token, uint96 securityDeposit);
    function mapSlashedFunds(address token) external view returns (uint256);
    function isTokenSecuredService(uint256 serviceId) external view returns (bool);
    function getAgentBond(uint256 serviceId, uint256 agentId) external view returns (uint256 bond);
    function getOperatorBalance(address operator, uint256 serviceId) external view returns (uint256 balance);

    function slash(address[] memory agentInstances, uint256[] memory amounts, uint256 serviceId)
        external
        returns (bool success);
    function drain(address token) external returns (uint256 amount);
    function changeManager(address newManager) external;
    function changeDrainer(address newDrainer) external;
}
