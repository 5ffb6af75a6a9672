// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Owners} from "./Owners.sol";
import {Operation} from "./Executor.sol";
import {Modules} from "./Modules.sol";
import {ContractSigner} from "./ContractSigner.sol";
import {ERC20} from "./ERC20.sol";

/// @title A multisig for the development chain
/// @notice Behaves as a Safe 1.3.0 does towards whoever calls it: the same functions, EIP-712 hashes, events,
/// refusals (GS...) and places in storage. What a service needs of a Safe is here; what it does not is left out:
/// guards, and calls that only simulate.
/// @dev Deployed once; every multisig is a proxy in front of it. Storage, in the order of inheritance: 0 singleton,
/// 1 modules, 2 to 4 owners, 5 nonce, 6 unused, 7 signedMessages, 8 approvedHashes. A module that initialises itself
/// in delegatecall relies on that, as on a Safe.
contract Multisig is Modules, Owners {
    string public constant VERSION = "1.3.0";

    bytes32 private constant DOMAIN_TYPE = keccak256("EIP712Domain(uint256 chainId,address verifyingContract)");
    bytes32 private constant TX_TYPE = keccak256(
        "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)"
    );
    /// Where the address of the fallback handler lies.
    bytes32 private constant HANDLER_SLOT = keccak256("fallback_manager.handler.address");

    uint256 public nonce;
    bytes32 private unused;
    mapping(bytes32 => uint256) public signedMessages;
    mapping(address => mapping(bytes32 => uint256)) public approvedHashes;

    event SafeSetup(address indexed initiator, address[] owners, uint256 threshold, address initializer, address fallbackHandler);
    event SafeReceived(address indexed sender, uint256 value);
    event ApproveHash(bytes32 indexed approvedHash, address indexed owner);
    event ChangedFallbackHandler(address handler);
    /// The hash is in the data, not a topic: that is the layout of 1.3.0.
    event ExecutionSuccess(bytes32 txHash, uint256 payment);
    event ExecutionFailure(bytes32 txHash, uint256 payment);

    /// What is carried out, and who pays whom for it.
    struct Transaction {
        address to;
        uint256 value;
        bytes data;
        Operation operation;
        uint256 safeTxGas;
        uint256 baseGas;
        uint256 gasPrice;
        address gasToken;
        address payable refundReceiver;
    }

    /// @dev Nobody is to set up what stands behind the proxies.
    constructor() {
        threshold = 1;
    }

    receive() external payable {
        emit SafeReceived(msg.sender, msg.value);
    }

    /// @dev What is not a function here goes to the handler, followed by the sender, as a handler expects.
    fallback(bytes calldata input) external returns (bytes memory) {
        bytes32 slot = HANDLER_SLOT;
        address handler;
        assembly {
            handler := sload(slot)
        }
        if (handler == address(0)) return "";
        (bool done, bytes memory answer) = handler.call(abi.encodePacked(input, msg.sender));
        if (!done) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
        return answer;
    }

    /// @notice Makes a multisig of a new proxy.
    /// @param to Called by delegatecall with `data` if not zero: the way to enable a module from the start.
    /// @param payment Paid to `paymentReceiver` (or the sender of the transaction) for creating it.
    function setup(
        address[] calldata _owners,
        uint256 _threshold,
        address to,
        bytes calldata data,
        address fallbackHandler,
        address paymentToken,
        uint256 payment,
        address payable paymentReceiver
    ) external {
        setupOwners(_owners, _threshold);
        if (fallbackHandler != address(0)) storeHandler(fallbackHandler);
        setupModules(to, data);
        if (payment > 0) pay(payment, paymentToken, paymentReceiver);
        emit SafeSetup(msg.sender, _owners, _threshold, to, fallbackHandler);
    }

    /// @notice Carries out a transaction that enough owners signed. Whoever sends it, it happens once: its hash holds
    /// the nonce.
    /// @dev safeTxGas = 0 and gasPrice = 0: a failing call fails everything (GS013), and the nonce stays free.
    /// Otherwise the nonce is used up and ExecutionFailure says what happened.
    function execTransaction(
        address to,
        uint256 value,
        bytes calldata data,
        Operation operation,
        uint256 safeTxGas,
        uint256 baseGas,
        uint256 gasPrice,
        address gasToken,
        address payable refundReceiver,
        bytes calldata signatures
    ) external payable returns (bool success) {
        Transaction memory t =
            Transaction(to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver);
        bytes memory signed = encode(t, nonce++);
        bytes32 hash = keccak256(signed);
        checkNSignatures(hash, signed, signatures, approvals());
        return carryOut(t, hash);
    }

    function carryOut(Transaction memory t, bytes32 hash) private returns (bool success) {
        // A call gets 63/64 of what is left, and what follows it must not run dry either.
        uint256 needed = t.safeTxGas * 64 / 63;
        if (needed < t.safeTxGas + 2500) needed = t.safeTxGas + 2500;
        require(gasleft() >= needed + 500, "GS010");

        uint256 before = gasleft();
        success = execute(t.to, t.value, t.data, t.operation, t.gasPrice == 0 ? gasleft() - 2500 : t.safeTxGas);
        uint256 used = before - gasleft();
        require(success || t.safeTxGas != 0 || t.gasPrice != 0, "GS013");

        uint256 payment = 0;
        if (t.gasPrice > 0) payment = refund(t, used);
        if (success) emit ExecutionSuccess(hash, payment);
        else emit ExecutionFailure(hash, payment);
    }

    /// @dev Ether is refunded at no more than what the sender paid; tokens at the price that was signed.
    function refund(Transaction memory t, uint256 used) private returns (uint256 payment) {
        uint256 price = t.gasPrice;
        if (t.gasToken == address(0) && tx.gasprice < price) price = tx.gasprice;
        payment = (used + t.baseGas) * price;
        pay(payment, t.gasToken, t.refundReceiver);
    }

    function pay(uint256 amount, address token, address payable receiver) private {
        if (receiver == address(0)) receiver = payable(tx.origin);
        if (token == address(0)) {
            // No more gas than the transfer comes with: the receiver is not to do anything with it.
            (bool sent,) = receiver.call{value: amount, gas: 0}("");
            require(sent, "GS011");
            return;
        }
        (bool done, bytes memory answer) = token.call(abi.encodeCall(ERC20.transfer, (receiver, amount)));
        require(done && (answer.length == 0 ? token.code.length > 0 : abi.decode(answer, (bool))), "GS012");
    }

    /// @notice Fails unless these are signatures of `dataHash` by as many owners as it takes.
    function checkSignatures(bytes32 dataHash, bytes calldata data, bytes calldata signatures) external view {
        checkNSignatures(dataHash, data, signatures, approvals());
    }

    function approvals() private view returns (uint256) {
        require(threshold > 0, "GS001");
        return threshold;
    }

    /// @notice Signatures are 65 bytes r, s, v each, in ascending order of their owners; those of contracts are
    /// followed by what they point to.
    function checkNSignatures(bytes32 dataHash, bytes memory data, bytes calldata signatures, uint256 required) public view {
        require(signatures.length >= required * 65, "GS020");
        address last = address(0);
        for (uint256 i = 0; i < required; i++) {
            address owner = signer(dataHash, data, signatures, i, required);
            // Ascending order rules out duplicates, and what recovers to nobody.
            require(owner > last && isOwner(owner), "GS026");
            last = owner;
        }
    }

    /// @dev v tells the kind: 0 a contract, 1 a hash approved on chain or by sending, above 30 signed as a personal
    /// message, else the plain hash.
    function signer(bytes32 hash, bytes memory data, bytes calldata signatures, uint256 i, uint256 required)
        private
        view
        returns (address owner)
    {
        bytes32 r = bytes32(signatures[i * 65:i * 65 + 32]);
        bytes32 s = bytes32(signatures[i * 65 + 32:i * 65 + 64]);
        uint8 v = uint8(signatures[i * 65 + 64]);
        if (v > 30) return ecrecover(keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash)), v - 4, r, s);
        if (v > 1) return ecrecover(hash, v, r, s);
        owner = address(uint160(uint256(r)));
        if (v == 1) {
            require(msg.sender == owner || approvedHashes[owner][hash] != 0, "GS025");
        } else {
            checkContract(owner, data, signatures, uint256(s), required);
        }
    }

    /// @dev `offset` is where the length of the contract's signature stands, behind the fixed part.
    function checkContract(address owner, bytes memory data, bytes calldata signatures, uint256 offset, uint256 required) private view {
        require(offset >= required * 65, "GS021");
        require(offset <= type(uint256).max - 32 && offset + 32 <= signatures.length, "GS022");
        uint256 length = uint256(bytes32(signatures[offset:offset + 32]));
        require(length <= signatures.length - offset - 32, "GS023");
        bytes4 answer = ContractSigner(owner).isValidSignature(data, signatures[offset + 32:offset + 32 + length]);
        require(answer == ContractSigner.isValidSignature.selector, "GS024");
    }

    /// @notice An owner says yes on chain instead of signing.
    function approveHash(bytes32 hashToApprove) external {
        require(isOwner(msg.sender), "GS030");
        approvedHashes[msg.sender][hashToApprove] = 1;
        emit ApproveHash(hashToApprove, msg.sender);
    }

    /// @notice Who answers calls that are no functions here; nobody if zero.
    function setFallbackHandler(address handler) external authorized {
        storeHandler(handler);
        emit ChangedFallbackHandler(handler);
    }

    function storeHandler(address handler) private {
        bytes32 slot = HANDLER_SLOT;
        assembly {
            sstore(slot, handler)
        }
    }

    function getChainId() external view returns (uint256) {
        return block.chainid;
    }

    function domainSeparator() public view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPE, block.chainid, this));
    }

    function encode(Transaction memory t, uint256 _nonce) private view returns (bytes memory) {
        bytes32 content = keccak256(
            abi.encode(
                TX_TYPE, t.to, t.value, keccak256(t.data), t.operation, t.safeTxGas, t.baseGas, t.gasPrice, t.gasToken,
                t.refundReceiver, _nonce
            )
        );
        return abi.encodePacked(hex"1901", domainSeparator(), content);
    }

    /// @notice The bytes whose hash is signed.
    function encodeTransactionData(
        address to,
        uint256 value,
        bytes calldata data,
        Operation operation,
        uint256 safeTxGas,
        uint256 baseGas,
        uint256 gasPrice,
        address gasToken,
        address refundReceiver,
        uint256 _nonce
    ) public view returns (bytes memory) {
        return encode(
            Transaction(to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, payable(refundReceiver)), _nonce
        );
    }

    /// @notice What owners sign.
    function getTransactionHash(
        address to,
        uint256 value,
        bytes calldata data,
        Operation operation,
        uint256 safeTxGas,
        uint256 baseGas,
        uint256 gasPrice,
        address gasToken,
        address refundReceiver,
        uint256 _nonce
    ) external view returns (bytes32) {
        return keccak256(
            encode(
                Transaction(to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, payable(refundReceiver)), _nonce
            )
        );
    }
}
