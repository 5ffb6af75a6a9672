// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What every multisig is on chain: an address and the storage behind it, with the code of another
contract MultisigProxy {
    /// Slot 0, which the code behind the proxy leaves alone.
    address private singleton;

    constructor(address _singleton) {
        require(_singleton != address(0), "Invalid singleton address provided");
        singleton = _singleton;
    }

    /// @dev masterCopy() is answered here: only the proxy knows.
    fallback() external payable {
        address code = singleton;
        if (msg.sig == bytes4(keccak256("masterCopy()"))) {
            assembly {
                mstore(0, code)
                return(0, 32)
            }
        }
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), code, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(done) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }
}
