// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "../multisig/ERC20.sol";
import {Owned} from "../registries/Owned.sol";

/// @title A token to try things with: money, bonds, and votes once delegated
/// @notice Its owner makes as much of it as it likes.
contract LabToken is ERC20, Owned {
    /// What somebody could vote with from a block on.
    struct Checkpoint {
        uint64 fromBlock;
        uint192 votes;
    }

    string public name;
    string public symbol;
    uint8 public constant decimals = 18;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    /// Who votes with somebody's tokens: nobody, unless told.
    mapping(address => address) public delegates;
    mapping(address => Checkpoint[]) private history;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event DelegateChanged(address indexed delegator, address indexed fromDelegate, address indexed toDelegate);
    event DelegateVotesChanged(address indexed delegate, uint256 previousVotes, uint256 newVotes);

    error InsufficientBalance(address account, uint256 balance, uint256 needed);
    error InsufficientAllowance(address spender, uint256 allowed, uint256 needed);
    error FutureLookup(uint256 timepoint, uint256 now_);

    constructor(string memory _name, string memory _symbol) {
        name = _name;
        symbol = _symbol;
        owner = msg.sender;
    }

    function mint(address to, uint256 amount) external onlyOwner {
        totalSupply += amount;
        balanceOf[to] += amount;
        emit Transfer(address(0), to, amount);
        shift(address(0), delegates[to], amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed < amount) revert InsufficientAllowance(msg.sender, allowed, amount);
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - amount;
        move(from, to, amount);
        return true;
    }

    function move(address from, address to, uint256 amount) private {
        if (balanceOf[from] < amount) revert InsufficientBalance(from, balanceOf[from], amount);
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
        shift(delegates[from], delegates[to], amount);
    }

    // --- votes

    function delegate(address to) external {
        address from = delegates[msg.sender];
        delegates[msg.sender] = to;
        emit DelegateChanged(msg.sender, from, to);
        shift(from, to, balanceOf[msg.sender]);
    }

    function getVotes(address account) public view returns (uint256) {
        uint256 n = history[account].length;
        return n == 0 ? 0 : history[account][n - 1].votes;
    }

    /// @notice The votes at the end of a block that is over.
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256) {
        if (timepoint >= block.number) revert FutureLookup(timepoint, block.number);
        Checkpoint[] storage list = history[account];
        for (uint256 i = list.length; i > 0; i--) {
            if (list[i - 1].fromBlock <= timepoint) return list[i - 1].votes;
        }
        return 0;
    }

    function shift(address from, address to, uint256 amount) private {
        if (from == to || amount == 0) return;
        if (from != address(0)) note(from, getVotes(from) - amount);
        if (to != address(0)) note(to, getVotes(to) + amount);
    }

    function note(address account, uint256 votes) private {
        emit DelegateVotesChanged(account, getVotes(account), votes);
        Checkpoint[] storage list = history[account];
        uint256 n = list.length;
        if (n > 0 && list[n - 1].fromBlock == block.number) list[n - 1].votes = uint192(votes);
        else list.push(Checkpoint(uint64(block.number), uint192(votes)));
    }
}
