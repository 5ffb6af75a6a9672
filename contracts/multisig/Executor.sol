// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// How something is carried out: called, or run in the place of the caller.
enum Operation {
    Call,
    DelegateCall
}

/// @title What a multisig is made of at the bottom: the proxy's slot, and carrying things out
abstract contract Executor {
    /// Slot 0 belongs to the proxy.
    address private singleton;

    /// The head and end of the linked lists of owners and modules.
    address internal constant SENTINEL = address(1);

    /// @dev Only the multisig itself may change what it is.
    modifier authorized() {
        require(msg.sender == address(this), "GS031");
        _;
    }

    function execute(address to, uint256 value, bytes memory data, Operation operation, uint256 limit)
        internal
        returns (bool success)
    {
        // In assembly, as what comes back is not to be copied: a stranger decides how long it is.
        if (operation == Operation.DelegateCall) {
            assembly {
                success := delegatecall(limit, to, add(data, 32), mload(data), 0, 0)
            }
        } else {
            assembly {
                success := call(limit, to, value, add(data, 32), mload(data), 0, 0)
            }
        }
    }
}
