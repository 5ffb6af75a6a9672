// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

error ZeroOperatorAddress();
error IncorrectSignatureLength(bytes signature, uint256 provided, uint256 expected);
error WrongOperatorAddress(address provided, address expected);
error HashNotApproved(address operator, bytes32 msgHash, bytes signature);
error HashNotValidated(address operator, bytes32 msgHash, bytes signature);

/// @title A contract that signs for itself: EIP-1271
interface SignatureValidator {
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4 magic);
}

/// @title What operators sign off chain so that owners of services act for them: EIP-712
abstract contract OperatorSignatures {
    string public constant NAME = "OLAS Service Manager";
    string public constant VERSION = "1.2.0";

    bytes32 public constant DOMAIN_SEPARATOR_TYPE_HASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 public constant UNBOND_TYPE_HASH =
        keccak256("Unbond(address operator,address serviceOwner,uint256 serviceId,uint256 nonce)");
    bytes32 public constant REGISTER_AGENTS_TYPE_HASH = keccak256(
        "RegisterAgents(address operator,address serviceOwner,uint256 serviceId,bytes32 agentsData,uint256 nonce)"
    );
    bytes32 public constant nameHash = keccak256(bytes(NAME));
    bytes32 public constant versionHash = keccak256(bytes(VERSION));

    mapping(address operator => mapping(uint256 service => uint256)) private registerNonces;
    mapping(address operator => mapping(uint256 service => uint256)) private unbondNonces;
    mapping(address => mapping(bytes32 => bool)) public mapOperatorApprovedHashes;

    event OperatorHashApproved(address indexed operator, bytes32 hash);

    /// @notice An operator that cannot sign says yes on chain.
    function operatorApproveHash(bytes32 hash) external {
        mapOperatorApprovedHashes[msg.sender][hash] = true;
        emit OperatorHashApproved(msg.sender, hash);
    }

    function isOperatorHashApproved(address operator, bytes32 hash) external view returns (bool) {
        return mapOperatorApprovedHashes[operator][hash];
    }

    function getOperatorRegisterAgentsNonce(address operator, uint256 serviceId) external view returns (uint256 nonce) {
        return registerNonces[operator][serviceId];
    }

    function getOperatorUnbondNonce(address operator, uint256 serviceId) external view returns (uint256 nonce) {
        return unbondNonces[operator][serviceId];
    }

    function getDomainSeparator() public view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_SEPARATOR_TYPE_HASH, nameHash, versionHash, block.chainid, address(this)));
    }

    function getRegisterAgentsHash(
        address operator,
        address serviceOwner,
        uint256 serviceId,
        address[] memory agentInstances,
        uint32[] memory agentIds,
        uint256 nonce
    ) public view returns (bytes32) {
        bytes32 agents = keccak256(abi.encode(agentInstances, agentIds));
        return typed(keccak256(abi.encode(REGISTER_AGENTS_TYPE_HASH, operator, serviceOwner, serviceId, agents, nonce)));
    }

    function getUnbondHash(address operator, address serviceOwner, uint256 serviceId, uint256 nonce)
        public
        view
        returns (bytes32)
    {
        return typed(keccak256(abi.encode(UNBOND_TYPE_HASH, operator, serviceOwner, serviceId, nonce)));
    }

    function typed(bytes32 content) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", getDomainSeparator(), content));
    }

    /// @dev Each signature serves once: its nonce is used up.
    function useRegisterSignature(
        address operator,
        address serviceOwner,
        uint256 serviceId,
        address[] memory instances,
        uint32[] memory ids,
        bytes memory signature
    ) internal {
        uint256 nonce = registerNonces[operator][serviceId]++;
        verify(operator, getRegisterAgentsHash(operator, serviceOwner, serviceId, instances, ids, nonce), signature);
    }

    function useUnbondSignature(address operator, address serviceOwner, uint256 serviceId, bytes memory signature) internal {
        uint256 nonce = unbondNonces[operator][serviceId]++;
        verify(operator, getUnbondHash(operator, serviceOwner, serviceId, nonce), signature);
    }

    /// @dev r, s, v. With v 4 or 5, r is the operator: a contract that says yes itself, or one that approved before.
    function verify(address operator, bytes32 hash, bytes memory signature) private view {
        if (operator == address(0)) revert ZeroOperatorAddress();
        if (signature.length != 65) revert IncorrectSignatureLength(signature, signature.length, 65);
        bytes32 r;
        bytes32 s;
        assembly {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
        }
        uint8 v = uint8(signature[64]);
        if (v < 4 && operator.code.length == 0) v += 27;
        address signer = address(uint160(uint256(r)));
        if (v == 4) {
            bytes4 magic = SignatureValidator(signer).isValidSignature(hash, signature);
            if (magic != SignatureValidator.isValidSignature.selector) revert HashNotValidated(signer, hash, signature);
        } else if (v == 5) {
            if (!mapOperatorApprovedHashes[signer][hash]) revert HashNotApproved(signer, hash, signature);
        } else {
            signer = ecrecover(hash, v, r, s);
        }
        if (signer != operator) revert WrongOperatorAddress(signer, operator);
    }
}
