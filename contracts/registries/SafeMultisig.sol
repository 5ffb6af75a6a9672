// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MultisigFactory} from "../multisig/Factory.sol";
import {Multisig} from "../multisig/Multisig.sol";
import {ZeroAddress} from "./Errors.sol";
import {MultisigMaker} from "./MultisigMaker.sol";
import {IncorrectDataLength, RecoveryModule} from "./RecoveryModule.sol";

/// @title Makes a new multisig, without modules unless told so
contract GnosisSafeMultisig is MultisigMaker {
    /// Of everything before the payload.
    uint256 public constant DEFAULT_DATA_LENGTH = 144;
    address payable public immutable gnosisSafe;
    address public immutable gnosisSafeProxyFactory;

    constructor(address payable _gnosisSafe, address _gnosisSafeProxyFactory) {
        gnosisSafe = _gnosisSafe;
        gnosisSafeProxyFactory = _gnosisSafeProxyFactory;
    }

    /// @notice data is empty, which works once for the same owners, or
    /// ```
    /// 0    20                40             60                80        112          144
    /// +----+-----------------+--------------+-----------------+---------+------------+---------+
    /// | to | fallbackHandler | paymentToken | paymentReceiver | payment | salt nonce | payload |
    /// +----+-----------------+--------------+-----------------+---------+------------+---------+
    /// ```
    function create(address[] calldata owners, uint256 threshold, bytes calldata data) external returns (address multisig) {
        if (data.length == 0) return make(owners, threshold, new bytes(DEFAULT_DATA_LENGTH), "");
        if (data.length < DEFAULT_DATA_LENGTH) revert IncorrectDataLength(DEFAULT_DATA_LENGTH, data.length);
        return make(owners, threshold, data[:DEFAULT_DATA_LENGTH], data[DEFAULT_DATA_LENGTH:]);
    }

    function make(address[] calldata owners, uint256 threshold, bytes memory head, bytes memory payload)
        private
        returns (address multisig)
    {
        bytes memory initializer = abi.encodeCall(
            Multisig.setup,
            (
                owners,
                threshold,
                address(bytes20(word(head, 0))),
                payload,
                address(bytes20(word(head, 20))),
                address(bytes20(word(head, 40))),
                uint256(word(head, 80)),
                payable(address(bytes20(word(head, 60))))
            )
        );
        return MultisigFactory(gnosisSafeProxyFactory).createProxyWithNonce(gnosisSafe, initializer, uint256(word(head, 112)));
    }

    function word(bytes memory head, uint256 offset) private pure returns (bytes32 w) {
        assembly {
            w := mload(add(add(head, 32), offset))
        }
    }
}

/// @title Makes a new multisig that its service's owner can recover
contract SafeMultisigWithRecoveryModule is MultisigMaker {
    /// Of abi.encode(fallbackHandler, salt nonce).
    uint256 public constant DEFAULT_DATA_LENGTH = 64;
    address payable public immutable safe;
    address public immutable safeProxyFactory;
    address public immutable recoveryModule;

    constructor(address payable _safe, address _safeProxyFactory, address _recoveryModule) {
        if (_safe == address(0) || _safeProxyFactory == address(0) || _recoveryModule == address(0)) revert ZeroAddress();
        safe = _safe;
        safeProxyFactory = _safeProxyFactory;
        recoveryModule = _recoveryModule;
    }

    /// @notice data is empty or abi.encode(fallbackHandler, salt nonce).
    function create(address[] calldata owners, uint256 threshold, bytes calldata data) external returns (address multisig) {
        address handler = address(0);
        uint256 salt = 0;
        if (data.length > 0) {
            if (data.length != DEFAULT_DATA_LENGTH) revert IncorrectDataLength(DEFAULT_DATA_LENGTH, data.length);
            (handler, salt) = abi.decode(data, (address, uint256));
        }
        bytes memory enable = abi.encodeCall(RecoveryModule.enableModule, ());
        bytes memory initializer = abi.encodeCall(
            Multisig.setup, (owners, threshold, recoveryModule, enable, handler, address(0), 0, payable(address(0)))
        );
        return MultisigFactory(safeProxyFactory).createProxyWithNonce(safe, initializer, salt);
    }
}
