// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ManagerOnly, Overflow, ZeroAddress, ZeroValue} from "./Errors.sol";
import {Guarded, Owned} from "./Owned.sol";
import {Token} from "./Token.sol";

/// @title A list of tokens, numbered from 1, each of which stands for a file
/// @notice Written to by its manager only. tokenURI is where the file is: CIDv1, dag-pb, SHA-256, in base 16.
abstract contract Registry is Owned, Guarded, Token {
    /// Base 16, CIDv1, dag-pb, and a SHA-256 of 32 bytes.
    string public constant CID_PREFIX = "f01701220";

    address public manager;
    string public baseURI;
    uint256 public totalSupply;

    event ManagerUpdated(address indexed manager);
    event BaseURIChanged(string baseURI);

    constructor(string memory _name, string memory _symbol, string memory _baseURI) Token(_name, _symbol) {
        baseURI = _baseURI;
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

    function setBaseURI(string memory bURI) external onlyOwner {
        if (bytes(bURI).length == 0) revert ZeroValue();
        baseURI = bURI;
        emit BaseURIChanged(bURI);
    }

    function exists(uint256 unitId) public view returns (bool) {
        return unitId > 0 && unitId <= totalSupply;
    }

    function tokenByIndex(uint256 id) external view returns (uint256 unitId) {
        unitId = id + 1;
        if (unitId > totalSupply) revert Overflow(unitId, totalSupply);
    }

    function tokenURI(uint256 unitId) external view returns (string memory) {
        bytes32 hash = hashOf(unitId);
        bytes memory text = new bytes(64);
        for (uint256 i = 0; i < 64; i++) {
            uint8 digit = uint8(hash[i / 2]);
            digit = i % 2 == 0 ? digit >> 4 : digit & 15;
            text[i] = bytes1(digit < 10 ? 48 + digit : 87 + digit);
        }
        return string.concat(baseURI, CID_PREFIX, string(text));
    }

    /// @dev The SHA-256 of the file.
    function hashOf(uint256 unitId) internal view virtual returns (bytes32);
}
