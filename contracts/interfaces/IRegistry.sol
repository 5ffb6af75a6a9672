// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What unit registries and service registries have in common: each unit and service is an ERC-721 token
interface IRegistry {
    event Transfer(address indexed from, address indexed to, uint256 indexed id);
    event Approval(address indexed owner, address indexed spender, uint256 indexed id);
    event OwnerUpdated(address indexed owner);
    event ManagerUpdated(address indexed manager);
    event BaseURIChanged(string baseURI);

    function owner() external view returns (address);
    function manager() external view returns (address);
    function baseURI() external view returns (string memory);
    function totalSupply() external view returns (uint256);
    function exists(uint256 unitId) external view returns (bool);
    function ownerOf(uint256 id) external view returns (address tokenOwner);
    function tokenURI(uint256 unitId) external view returns (string memory);
    function getApproved(uint256 id) external view returns (address);
    function isApprovedForAll(address tokenOwner, address operator) external view returns (bool);

    function approve(address spender, uint256 id) external;
    function transferFrom(address from, address to, uint256 id) external;
    function safeTransferFrom(address from, address to, uint256 id) external;
    function changeOwner(address newOwner) external;
    function changeManager(address newManager) external;
}
