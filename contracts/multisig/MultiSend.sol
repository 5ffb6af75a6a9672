// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Several calls of a multisig as one
contract MultiSend {
    address private immutable self = address(this);

    /// @notice Carries out all of them, or none.
    /// @param transactions One after the other: operation (1 byte), to (20), value (32), length (32), data.
    function multiSend(bytes calldata transactions) external payable {
        // Called plainly, it would act for itself, and whatever ether it holds would be anybody's.
        require(address(this) != self, "MultiSend should only be called via delegatecall");
        for (uint256 offset = 0; offset < transactions.length;) {
            uint256 length = uint256(bytes32(transactions[offset + 53:offset + 85]));
            one(
                uint8(transactions[offset]),
                address(bytes20(transactions[offset + 1:offset + 21])),
                uint256(bytes32(transactions[offset + 21:offset + 53])),
                transactions[offset + 85:offset + 85 + length]
            );
            offset += 85 + length;
        }
    }

    function one(uint8 operation, address to, uint256 value, bytes calldata data) private {
        require(operation <= 1);
        (bool done, bytes memory answer) = operation == 0 ? to.call{value: value}(data) : to.delegatecall(data);
        if (!done) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
    }
}
