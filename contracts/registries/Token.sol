// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

interface TokenReceiver {
    function onERC721Received(address operator, address from, uint256 id, bytes calldata data) external returns (bytes4);
}

/// @title ERC-721
abstract contract Token {
    string public name;
    string public symbol;
    mapping(address => uint256) private balances;
    mapping(uint256 => address) private holders;
    mapping(uint256 => address) public getApproved;
    mapping(address => mapping(address => bool)) public isApprovedForAll;

    event Transfer(address indexed from, address indexed to, uint256 indexed id);
    event Approval(address indexed owner, address indexed spender, uint256 indexed id);
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);

    constructor(string memory _name, string memory _symbol) {
        name = _name;
        symbol = _symbol;
    }

    function ownerOf(uint256 id) public view returns (address holder) {
        holder = holders[id];
        require(holder != address(0), "NOT_MINTED");
    }

    function balanceOf(address holder) external view returns (uint256) {
        require(holder != address(0), "ZERO_ADDRESS");
        return balances[holder];
    }

    function approve(address spender, uint256 id) external {
        address holder = holders[id];
        require(msg.sender == holder || isApprovedForAll[holder][msg.sender], "NOT_AUTHORIZED");
        getApproved[id] = spender;
        emit Approval(holder, spender, id);
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    function transferFrom(address from, address to, uint256 id) public {
        require(from == holders[id], "WRONG_FROM");
        require(to != address(0), "INVALID_RECIPIENT");
        require(msg.sender == from || isApprovedForAll[from][msg.sender] || msg.sender == getApproved[id], "NOT_AUTHORIZED");
        balances[from]--;
        balances[to]++;
        holders[id] = to;
        delete getApproved[id];
        emit Transfer(from, to, id);
    }

    function safeTransferFrom(address from, address to, uint256 id) external {
        safeTransferFrom(from, to, id, "");
    }

    function safeTransferFrom(address from, address to, uint256 id, bytes memory data) public {
        transferFrom(from, to, id);
        receivable(from, to, id, data);
    }

    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == 0x01ffc9a7 // ERC-165
            || interfaceId == 0x80ac58cd // ERC-721
            || interfaceId == 0x5b5e139f; // with metadata
    }

    function mint(address to, uint256 id) internal {
        balances[to]++;
        holders[id] = to;
        emit Transfer(address(0), to, id);
        receivable(address(0), to, id, "");
    }

    /// @dev A contract has to say that it can hold tokens.
    function receivable(address from, address to, uint256 id, bytes memory data) private {
        require(
            to.code.length == 0
                || TokenReceiver(to).onERC721Received(msg.sender, from, id, data) == TokenReceiver.onERC721Received.selector,
            "UNSAFE_RECIPIENT"
        );
    }
}
