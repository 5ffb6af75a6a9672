// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Executor} from "./Executor.sol";

/// @title Who owns a multisig, and how many of them it takes
abstract contract Owners is Executor {
    /// A linked list that begins and ends at SENTINEL.
    mapping(address => address) internal owners;
    uint256 internal ownerCount;
    uint256 internal threshold;

    event AddedOwner(address owner);
    event RemovedOwner(address owner);
    event ChangedThreshold(uint256 threshold);

    function setupOwners(address[] calldata list, uint256 _threshold) internal {
        require(threshold == 0, "GS200");
        require(_threshold <= list.length, "GS201");
        require(_threshold >= 1, "GS202");
        address last = SENTINEL;
        for (uint256 i = 0; i < list.length; i++) {
            address owner = list[i];
            require(last != owner, "GS203");
            admissible(owner);
            owners[last] = owner;
            // Closes the list for now, so that a duplicate is found whatever its distance.
            owners[owner] = SENTINEL;
            last = owner;
        }
        ownerCount = list.length;
        threshold = _threshold;
    }

    function admissible(address owner) private view {
        require(owner != address(0) && owner != SENTINEL && owner != address(this), "GS203");
        require(owners[owner] == address(0), "GS204");
    }

    /// @notice The new owner comes first in the list.
    function addOwnerWithThreshold(address owner, uint256 _threshold) external authorized {
        admissible(owner);
        owners[owner] = owners[SENTINEL];
        owners[SENTINEL] = owner;
        ownerCount++;
        emit AddedOwner(owner);
        if (threshold != _threshold) changeThreshold(_threshold);
    }

    /// @param prevOwner The one before it in the list, or 0x1.
    function removeOwner(address prevOwner, address owner, uint256 _threshold) external authorized {
        require(ownerCount - 1 >= _threshold, "GS201");
        follows(prevOwner, owner);
        owners[prevOwner] = owners[owner];
        owners[owner] = address(0);
        ownerCount--;
        emit RemovedOwner(owner);
        if (threshold != _threshold) changeThreshold(_threshold);
    }

    /// @notice Puts another owner in the place of one.
    function swapOwner(address prevOwner, address oldOwner, address newOwner) external authorized {
        admissible(newOwner);
        follows(prevOwner, oldOwner);
        owners[newOwner] = owners[oldOwner];
        owners[prevOwner] = newOwner;
        owners[oldOwner] = address(0);
        emit RemovedOwner(oldOwner);
        emit AddedOwner(newOwner);
    }

    function follows(address prevOwner, address owner) private view {
        require(owner != address(0) && owner != SENTINEL, "GS203");
        require(owners[prevOwner] == owner, "GS205");
    }

    function changeThreshold(uint256 _threshold) public authorized {
        require(_threshold <= ownerCount, "GS201");
        require(_threshold >= 1, "GS202");
        threshold = _threshold;
        emit ChangedThreshold(_threshold);
    }

    function getThreshold() external view returns (uint256) {
        return threshold;
    }

    function isOwner(address owner) public view returns (bool) {
        return owner != SENTINEL && owners[owner] != address(0);
    }

    /// @notice In the order of the list: as given at setup, and the latest addition first.
    function getOwners() external view returns (address[] memory array) {
        array = new address[](ownerCount);
        address owner = owners[SENTINEL];
        for (uint256 i = 0; owner != SENTINEL; i++) {
            array[i] = owner;
            owner = owners[owner];
        }
    }
}
