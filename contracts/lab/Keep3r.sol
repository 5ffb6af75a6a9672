// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LabToken} from "./LabToken.sol";
import {Owned} from "../registries/Owned.sol";

/// @title Keepers, who bond tokens to work, and the jobs they work
/// @notice A bond counts once it was activated, which takes a while; what is unbonded can be withdrawn after the same
/// time. Work is paid as a larger bond.
contract Keep3r is Owned {
    address public immutable token;
    /// Seconds between bonding and activating, and between unbonding and withdrawing.
    uint256 public immutable bondTime;
    /// For each piece of work, in `token`.
    uint256 public immutable reward;

    mapping(address keeper => mapping(address bonding => uint256)) public bonds;
    mapping(address keeper => mapping(address bonding => uint256)) public pendingBonds;
    mapping(address keeper => mapping(address bonding => uint256)) public pendingUnbonds;
    mapping(address keeper => mapping(address bonding => uint256)) public canActivateAfter;
    mapping(address keeper => mapping(address bonding => uint256)) public canWithdrawAfter;
    mapping(address keeper => bool) public blacklist;
    mapping(address job => bool) public isJob;
    address[] private keeperList;
    address[] private jobList;
    mapping(address => bool) private listed;

    event Bonding(address indexed keeper, address indexed bonding, uint256 amount);
    event Activation(address indexed keeper, address indexed bond, uint256 amount);
    event Unbonding(address indexed keeper, address indexed bond, uint256 amount);
    event Withdrawal(address indexed keeper, address indexed bond, uint256 amount);
    event JobAddition(address indexed job, address indexed adder);
    event KeeperWork(address indexed bonding, address indexed job, address indexed keeper, uint256 payment);
    event KeeperRevoke(address indexed keeper);

    error TokenUnallowed(address bonding);
    error BondsUnexistent();
    error BondsLocked(uint256 until);
    error UnbondsUnexistent();
    error UnbondsLocked(uint256 until);
    error Blacklisted(address keeper);
    error JobUnapproved(address job);
    error JobAlreadyAdded(address job);
    error InsufficientBond(uint256 bonded, uint256 needed);

    constructor(address _token, uint256 _bondTime, uint256 _reward) {
        token = _token;
        bondTime = _bondTime;
        reward = _reward;
        owner = msg.sender;
    }

    modifier known(address bonding) {
        if (bonding != token) revert TokenUnallowed(bonding);
        _;
    }

    /// @notice Takes `amount` from the keeper, who has to have approved it.
    function bond(address bonding, uint256 amount) external known(bonding) {
        if (blacklist[msg.sender]) revert Blacklisted(msg.sender);
        pendingBonds[msg.sender][bonding] += amount;
        canActivateAfter[msg.sender][bonding] = block.timestamp + bondTime;
        LabToken(bonding).transferFrom(msg.sender, address(this), amount);
        emit Bonding(msg.sender, bonding, amount);
    }

    function activate(address bonding) external {
        if (blacklist[msg.sender]) revert Blacklisted(msg.sender);
        uint256 amount = pendingBonds[msg.sender][bonding];
        if (canActivateAfter[msg.sender][bonding] == 0) revert BondsUnexistent();
        if (block.timestamp < canActivateAfter[msg.sender][bonding]) revert BondsLocked(canActivateAfter[msg.sender][bonding]);
        if (!listed[msg.sender]) keeperList.push(msg.sender);
        listed[msg.sender] = true;
        delete pendingBonds[msg.sender][bonding];
        delete canActivateAfter[msg.sender][bonding];
        bonds[msg.sender][bonding] += amount;
        emit Activation(msg.sender, bonding, amount);
    }

    function unbond(address bonding, uint256 amount) external {
        if (bonds[msg.sender][bonding] < amount) revert InsufficientBond(bonds[msg.sender][bonding], amount);
        bonds[msg.sender][bonding] -= amount;
        pendingUnbonds[msg.sender][bonding] += amount;
        canWithdrawAfter[msg.sender][bonding] = block.timestamp + bondTime;
        emit Unbonding(msg.sender, bonding, amount);
    }

    function withdraw(address bonding) external {
        uint256 amount = pendingUnbonds[msg.sender][bonding];
        if (amount == 0) revert UnbondsUnexistent();
        if (block.timestamp < canWithdrawAfter[msg.sender][bonding]) revert UnbondsLocked(canWithdrawAfter[msg.sender][bonding]);
        if (blacklist[msg.sender]) revert Blacklisted(msg.sender);
        delete pendingUnbonds[msg.sender][bonding];
        delete canWithdrawAfter[msg.sender][bonding];
        LabToken(bonding).transfer(msg.sender, amount);
        emit Withdrawal(msg.sender, bonding, amount);
    }

    function addJob(address job) external onlyOwner {
        if (isJob[job]) revert JobAlreadyAdded(job);
        isJob[job] = true;
        jobList.push(job);
        emit JobAddition(job, msg.sender);
    }

    /// @notice A keeper that cheated may not work any more, nor get its bond back.
    function revoke(address keeper) external onlyOwner {
        blacklist[keeper] = true;
        emit KeeperRevoke(keeper);
    }

    function isKeeper(address keeper) public view returns (bool) {
        return !blacklist[keeper] && bonds[keeper][token] > 0;
    }

    /// @notice Called by a job: the keeper did its work. Pays while there is something to pay from.
    function worked(address keeper) external {
        if (!isJob[msg.sender]) revert JobUnapproved(msg.sender);
        uint256 paid = reward;
        if (LabToken(token).balanceOf(owner) < paid || LabToken(token).allowance(owner, address(this)) < paid) paid = 0;
        if (paid > 0) LabToken(token).transferFrom(owner, address(this), paid);
        bonds[keeper][token] += paid;
        emit KeeperWork(token, msg.sender, keeper, paid);
    }

    function keepers() external view returns (address[] memory) {
        return keeperList;
    }

    function jobs() external view returns (address[] memory) {
        return jobList;
    }

    // --- the names of version 1

    function getJobs() external view returns (address[] memory) {
        return jobList;
    }

    function bondings(address keeper, address bonding) external view returns (uint256) {
        return canActivateAfter[keeper][bonding];
    }
}
