// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LabToken} from "./LabToken.sol";

/// @title Proposals, and votes on them with delegated tokens
/// @notice Functions, events, states and kinds of votes are numbered as in OpenZeppelin's Governor. What passed can
/// be executed at once; there is no queue.
contract Governor {
    enum ProposalState {
        Pending,
        Active,
        Canceled,
        Defeated,
        Succeeded,
        Queued,
        Expired,
        Executed
    }

    enum VoteType {
        Against,
        For,
        Abstain
    }

    struct Proposal {
        address proposer;
        uint256 snapshot;
        uint256 deadline;
        bool executed;
        uint256[3] votes;
    }

    LabToken public immutable token;
    /// In blocks.
    uint256 public immutable votingDelay;
    uint256 public immutable votingPeriod;
    /// Votes for and abstentions it takes.
    uint256 public immutable quorumVotes;

    mapping(uint256 => Proposal) private proposals;
    mapping(uint256 => mapping(address => bool)) public hasVoted;

    event ProposalCreated(
        uint256 proposalId,
        address proposer,
        address[] targets,
        uint256[] values,
        string[] signatures,
        bytes[] calldatas,
        uint256 voteStart,
        uint256 voteEnd,
        string description
    );
    event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason);
    event ProposalExecuted(uint256 proposalId);

    error GovernorInvalidProposalLength(uint256 targets, uint256 calldatas, uint256 values);
    error GovernorNonexistentProposal(uint256 proposalId);
    error GovernorUnexpectedProposalState(uint256 proposalId, ProposalState current, bytes32 expectedStates);
    error GovernorAlreadyCastVote(address voter);
    error GovernorInvalidVoteType();

    constructor(LabToken _token, uint256 _votingDelay, uint256 _votingPeriod, uint256 _quorumVotes) {
        token = _token;
        votingDelay = _votingDelay;
        votingPeriod = _votingPeriod;
        quorumVotes = _quorumVotes;
    }

    receive() external payable {}

    function hashProposal(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public pure returns (uint256) {
        return uint256(keccak256(abi.encode(targets, values, calldatas, descriptionHash)));
    }

    /// @notice Anybody may propose.
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) external returns (uint256 proposalId) {
        if (targets.length == 0 || targets.length != values.length || targets.length != calldatas.length) {
            revert GovernorInvalidProposalLength(targets.length, calldatas.length, values.length);
        }
        proposalId = hashProposal(targets, values, calldatas, keccak256(bytes(description)));
        Proposal storage p = proposals[proposalId];
        if (p.proposer != address(0)) revert GovernorUnexpectedProposalState(proposalId, state(proposalId), 0);
        p.proposer = msg.sender;
        p.snapshot = block.number + votingDelay;
        p.deadline = p.snapshot + votingPeriod;
        emit ProposalCreated(
            proposalId, msg.sender, targets, values, new string[](targets.length), calldatas, p.snapshot, p.deadline, description
        );
    }

    function castVote(uint256 proposalId, uint8 support) external returns (uint256 weight) {
        return vote(proposalId, support, "");
    }

    function castVoteWithReason(uint256 proposalId, uint8 support, string calldata reason)
        external
        returns (uint256 weight)
    {
        return vote(proposalId, support, reason);
    }

    function vote(uint256 proposalId, uint8 support, string memory reason) private returns (uint256 weight) {
        expect(proposalId, ProposalState.Active);
        if (support > uint8(VoteType.Abstain)) revert GovernorInvalidVoteType();
        if (hasVoted[proposalId][msg.sender]) revert GovernorAlreadyCastVote(msg.sender);
        hasVoted[proposalId][msg.sender] = true;
        weight = token.getPastVotes(msg.sender, proposals[proposalId].snapshot);
        proposals[proposalId].votes[support] += weight;
        emit VoteCast(msg.sender, proposalId, support, weight, reason);
    }

    function execute(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) external payable returns (uint256 proposalId) {
        proposalId = hashProposal(targets, values, calldatas, descriptionHash);
        expect(proposalId, ProposalState.Succeeded);
        proposals[proposalId].executed = true;
        emit ProposalExecuted(proposalId);
        for (uint256 i = 0; i < targets.length; i++) {
            (bool done, bytes memory answer) = targets[i].call{value: values[i]}(calldatas[i]);
            if (!done) {
                assembly {
                    revert(add(answer, 32), mload(answer))
                }
            }
        }
    }

    function expect(uint256 proposalId, ProposalState wanted) private view {
        ProposalState now_ = state(proposalId);
        if (now_ != wanted) {
            revert GovernorUnexpectedProposalState(proposalId, now_, bytes32(uint256(1) << uint8(wanted)));
        }
    }

    function state(uint256 proposalId) public view returns (ProposalState) {
        Proposal storage p = proposals[proposalId];
        if (p.proposer == address(0)) revert GovernorNonexistentProposal(proposalId);
        if (p.executed) return ProposalState.Executed;
        if (block.number <= p.snapshot) return ProposalState.Pending;
        if (block.number <= p.deadline) return ProposalState.Active;
        uint256[3] storage v = p.votes;
        bool quorate = v[uint256(VoteType.For)] + v[uint256(VoteType.Abstain)] >= quorumVotes;
        bool won = v[uint256(VoteType.For)] > v[uint256(VoteType.Against)];
        return quorate && won ? ProposalState.Succeeded : ProposalState.Defeated;
    }

    function proposalSnapshot(uint256 proposalId) external view returns (uint256) {
        return proposals[proposalId].snapshot;
    }

    function proposalDeadline(uint256 proposalId) external view returns (uint256) {
        return proposals[proposalId].deadline;
    }

    function proposalProposer(uint256 proposalId) external view returns (address) {
        return proposals[proposalId].proposer;
    }

    function proposalVotes(uint256 proposalId)
        external
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
    {
        uint256[3] storage v = proposals[proposalId].votes;
        return (v[0], v[1], v[2]);
    }

    function quorum(uint256) external view returns (uint256) {
        return quorumVotes;
    }
}
