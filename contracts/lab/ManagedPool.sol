// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Owned} from "../registries/Owned.sol";

/// @title The weights of a pool that a service manages, and who may put money in
/// @notice There is no money in it. Weights add up to 1e18 and move in a straight line while a change is under way.
/// The functions are those of a managed pool and of its controller, in one contract.
contract ManagedPool is Owned {
    uint256 private constant ONE = 1e18;

    /// The only one to change anything but the owner.
    address public manager;
    address[] private tokens;
    uint256 private startTime;
    uint256 private endTime;
    uint256[] private startWeights;
    uint256[] private endWeights;
    bool public getMustAllowlistLPs;
    mapping(address => bool) public isAddressOnAllowlist;

    event ManagerUpdated(address indexed manager);
    event GradualWeightUpdateScheduled(uint256 startTime, uint256 endTime, uint256[] startWeights, uint256[] endWeights);
    event MustAllowlistLPsSet(bool mustAllowlistLPs);
    event AllowlistAddressAdded(address indexed member);
    event AllowlistAddressRemoved(address indexed member);

    error ManagerOnly(address sender, address manager);
    error TokensMismatch();
    error WeightsMismatch(uint256 sum);
    error WrongTimes(uint256 startTime, uint256 endTime);
    error WrongMember(address member);

    constructor(address[] memory _tokens, uint256[] memory weights) {
        tokens = _tokens;
        owner = msg.sender;
        checkWeights(weights);
        startWeights = weights;
        endWeights = weights;
    }

    modifier onlyManager() {
        if (msg.sender != manager && msg.sender != owner) revert ManagerOnly(msg.sender, manager);
        _;
    }

    function changeManager(address newManager) external onlyOwner {
        manager = newManager;
        emit ManagerUpdated(newManager);
    }

    function getTokens() external view returns (address[] memory) {
        return tokens;
    }

    /// @notice Right now.
    function getNormalizedWeights() public view returns (uint256[] memory weights) {
        if (block.timestamp >= endTime) return endWeights;
        weights = startWeights;
        if (block.timestamp <= startTime) return weights;
        uint256 past = block.timestamp - startTime;
        uint256 span = endTime - startTime;
        for (uint256 i = 0; i < weights.length; i++) {
            weights[i] = (weights[i] * (span - past) + endWeights[i] * past) / span;
        }
    }

    /// @notice The latest change that was asked for.
    function getGradualWeightUpdateParams() external view returns (uint256, uint256, uint256[] memory) {
        return (startTime, endTime, endWeights);
    }

    /// @notice Moves the weights from what they are to `weights`. A start in the past is now.
    function updateWeightsGradually(uint256 start, uint256 end, address[] calldata _tokens, uint256[] calldata weights)
        external
        onlyManager
    {
        if (keccak256(abi.encode(_tokens)) != keccak256(abi.encode(tokens))) revert TokensMismatch();
        checkWeights(weights);
        if (start < block.timestamp) start = block.timestamp;
        if (end < start) revert WrongTimes(start, end);
        startWeights = getNormalizedWeights();
        (startTime, endTime, endWeights) = (start, end, weights);
        emit GradualWeightUpdateScheduled(start, end, startWeights, weights);
    }

    function checkWeights(uint256[] memory weights) private view {
        if (weights.length != tokens.length) revert TokensMismatch();
        uint256 sum = 0;
        for (uint256 i = 0; i < weights.length; i++) {
            sum += weights[i];
        }
        if (sum != ONE) revert WeightsMismatch(sum);
    }

    function setMustAllowlistLPs(bool mustAllowlistLPs) external onlyManager {
        getMustAllowlistLPs = mustAllowlistLPs;
        emit MustAllowlistLPsSet(mustAllowlistLPs);
    }

    function addAllowedAddress(address member) external onlyManager {
        if (isAddressOnAllowlist[member]) revert WrongMember(member);
        isAddressOnAllowlist[member] = true;
        emit AllowlistAddressAdded(member);
    }

    function removeAllowedAddress(address member) external onlyManager {
        if (!isAddressOnAllowlist[member]) revert WrongMember(member);
        isAddressOnAllowlist[member] = false;
        emit AllowlistAddressRemoved(member);
    }
}
