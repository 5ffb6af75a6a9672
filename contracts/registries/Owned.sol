// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OwnerOnly, Paused, ReentrancyGuard, ZeroAddress} from "./Errors.sol";

/// @title Has an owner
abstract contract Owned {
    address public owner;

    event OwnerUpdated(address indexed owner);

    modifier onlyOwner() {
        if (msg.sender != owner) revert OwnerOnly(msg.sender, owner);
        _;
    }

    function changeOwner(address newOwner) external onlyOwner {
        if (newOwner == address(0)) revert ZeroAddress();
        owner = newOwner;
        emit OwnerUpdated(newOwner);
    }
}

/// @title Does one thing at a time: whoever is paid or called from here cannot come back in between
abstract contract Guarded {
    bool private busy;

    modifier guarded() {
        if (busy) revert ReentrancyGuard();
        busy = true;
        _;
        busy = false;
    }
}

/// @title Can be told to create nothing for a while
abstract contract Pausable is Owned {
    bool public paused;

    event Pause(address indexed owner);
    event Unpause(address indexed owner);

    modifier unlessPaused() {
        if (paused) revert Paused();
        _;
    }

    function pause() external onlyOwner {
        paused = true;
        emit Pause(msg.sender);
    }

    function unpause() external onlyOwner {
        paused = false;
        emit Unpause(msg.sender);
    }
}
