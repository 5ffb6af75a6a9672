// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Owned} from "../registries/Owned.sol";

/// @title A price that a service reports, to be read as the feeds of oracles are
contract PriceFeed is Owned {
    struct Round {
        int256 answer;
        uint256 updatedAt;
    }

    uint8 public immutable decimals;
    uint256 public constant version = 1;
    string public description;
    /// The only one to report; zero: nobody.
    address public transmitter;
    uint80 public latestRound;
    mapping(uint80 => Round) private rounds;

    event TransmitterUpdated(address indexed transmitter);
    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    error TransmitterOnly(address sender, address transmitter);
    error WrongRound(uint80 provided, uint80 expected);
    error NoDataPresent();

    constructor(uint8 _decimals, string memory _description) {
        decimals = _decimals;
        description = _description;
        owner = msg.sender;
    }

    function changeTransmitter(address newTransmitter) external onlyOwner {
        transmitter = newTransmitter;
        emit TransmitterUpdated(newTransmitter);
    }

    /// @notice Reports the price of a round, which has to be the next one: nothing is reported twice.
    function transmit(uint80 roundId, int256 answer) external {
        if (msg.sender != transmitter) revert TransmitterOnly(msg.sender, transmitter);
        if (roundId != latestRound + 1) revert WrongRound(roundId, latestRound + 1);
        latestRound = roundId;
        rounds[roundId] = Round(answer, block.timestamp);
        emit AnswerUpdated(answer, roundId, block.timestamp);
    }

    function latestAnswer() external view returns (int256) {
        return rounds[latestRound].answer;
    }

    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return getRoundData(latestRound);
    }

    function getRoundData(uint80 _roundId)
        public
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        Round memory r = rounds[_roundId];
        if (r.updatedAt == 0) revert NoDataPresent();
        return (_roundId, r.answer, r.updatedAt, r.updatedAt, _roundId);
    }
}
