// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Operation} from "../multisig/Executor.sol";
import {MultiSend} from "../multisig/MultiSend.sol";
import {Multisig} from "../multisig/Multisig.sol";
import {OwnerOnly, ZeroAddress} from "./Errors.sol";
import {MultisigMaker} from "./MultisigMaker.sol";
import {ServiceRegistry} from "./ServiceRegistry.sol";

// Not those of Errors.sol: the arguments differ.
error WrongThreshold(uint256 expected, uint256 provided);
error WrongServiceState(uint8 state, uint256 serviceId);
error DelegatecallOnly();
error ZeroNonceOnly();
error EmptyModulesOnly();
error RegistryOnly(address sender, address registry);
error IncorrectDataLength(uint256 expected, uint256 provided);
error WrongNumOwners(uint256 expected, uint256 provided);
error WrongOwner(address provided);

/// @title What of a multisig's storage enableModule() touches: see Multisig
abstract contract MultisigStorage {
    address private singleton;
    mapping(address => address) internal modules;
    uint256[3] private owners;
    uint256 internal nonce;
}

/// @title Lets a service keep its multisig from one deployment to the next
/// @notice In between, its owner may take the multisig over with recoverAccess(); the next deployment hands it to the
/// new instances by create().
contract RecoveryModule is MultisigStorage, MultisigMaker {
    /// Of abi.encode(serviceId).
    uint256 public constant DEFAULT_DATA_LENGTH = 32;
    /// While owners are exchanged.
    uint256 public constant RECOVER_THRESHOLD = 1;
    address private constant SENTINEL = address(1);

    address private immutable self = address(this);
    address public immutable multiSend;
    address public immutable serviceRegistry;

    event EnabledModule(address indexed module);
    event AccessRecovered(address indexed serviceOwner, uint256 indexed serviceId);
    event ServiceRedeployed(address indexed serviceOwner, uint256 indexed serviceId, address[] owners, uint256 threshold);

    constructor(address _multiSend, address _serviceRegistry) {
        if (_multiSend == address(0) || _serviceRegistry == address(0)) revert ZeroAddress();
        multiSend = _multiSend;
        serviceRegistry = _serviceRegistry;
    }

    /// @notice Run by a multisig in its own place while it is set up.
    function enableModule() external {
        if (address(this) == self) revert DelegatecallOnly();
        if (nonce > 0) revert ZeroNonceOnly();
        if (modules[SENTINEL] != SENTINEL) revert EmptyModulesOnly();
        modules[self] = SENTINEL;
        modules[SENTINEL] = self;
        emit EnabledModule(self);
    }

    /// @notice The owner of a service that is not running becomes the only owner of its multisig.
    function recoverAccess(uint256 serviceId) external {
        ServiceRegistry registry = ServiceRegistry(serviceRegistry);
        address serviceOwner = registry.ownerOf(serviceId);
        if (msg.sender != serviceOwner) revert OwnerOnly(msg.sender, serviceOwner);
        ServiceRegistry.Service memory service = registry.getService(serviceId);
        if (service.state != ServiceRegistry.ServiceState.PreRegistration) {
            revert WrongServiceState(uint8(service.state), serviceId);
        }
        if (service.multisig == address(0)) revert ZeroAddress();

        Multisig multisig = Multisig(payable(service.multisig));
        address[] memory owners = multisig.getOwners();
        uint256 last = owners.length - 1;
        bytes memory batch;
        for (uint256 i = 0; i < last; i++) {
            batch = and(batch, multisig, abi.encodeCall(multisig.removeOwner, (SENTINEL, owners[i], RECOVER_THRESHOLD)));
        }
        batch = and(batch, multisig, abi.encodeCall(multisig.swapOwner, (SENTINEL, owners[last], serviceOwner)));
        run(multisig, batch);
        // Not left to the caller: whoever estimates gas by trying finds that too little of it seems to do.
        if (!multisig.isOwner(serviceOwner)) revert WrongOwner(serviceOwner);
        emit AccessRecovered(serviceOwner, serviceId);
    }

    /// @notice Hands the multisig of a service that is deployed again to its new instances, if the owner of the
    /// service holds it alone. In any case, it has to be theirs afterwards.
    function create(address[] calldata multisigOwners, uint256 threshold, bytes calldata data)
        external
        returns (address multisig)
    {
        if (msg.sender != serviceRegistry) revert RegistryOnly(msg.sender, serviceRegistry);
        if (data.length != DEFAULT_DATA_LENGTH) revert IncorrectDataLength(DEFAULT_DATA_LENGTH, data.length);
        uint256 serviceId = abi.decode(data, (uint256));
        ServiceRegistry.Service memory service = ServiceRegistry(serviceRegistry).getService(serviceId);
        multisig = service.multisig;
        if (multisig == address(0)) revert ZeroAddress();
        address serviceOwner = ServiceRegistry(serviceRegistry).ownerOf(serviceId);
        checkRequest(serviceId, service.threshold, multisigOwners, threshold);
        handOver(Multisig(payable(multisig)), serviceOwner, multisigOwners, threshold);
        checkResult(Multisig(payable(multisig)), multisigOwners, threshold);
        emit ServiceRedeployed(serviceOwner, serviceId, multisigOwners, threshold);
    }

    /// @dev The id is given freely: only the service with these very instances may be meant.
    function checkRequest(uint256 serviceId, uint256 expected, address[] calldata owners, uint256 threshold) private view {
        if (threshold != expected) revert WrongThreshold(expected, threshold);
        (uint256 n, address[] memory instances) = ServiceRegistry(serviceRegistry).getAgentInstances(serviceId);
        if (owners.length != n) revert WrongNumOwners(n, owners.length);
        for (uint256 i = 0; i < n; i++) {
            if (owners[i] != instances[i]) revert WrongOwner(owners[i]);
        }
    }

    function handOver(Multisig multisig, address serviceOwner, address[] calldata owners, uint256 threshold) private {
        address[] memory now_ = multisig.getOwners();
        if (now_.length != 1 || now_[0] != serviceOwner) return;
        bytes memory batch;
        for (uint256 i = 0; i < owners.length; i++) {
            batch = and(batch, multisig, abi.encodeCall(multisig.addOwnerWithThreshold, (owners[i], RECOVER_THRESHOLD)));
        }
        // Who is added goes to the front, so the first one stands before the owner.
        batch = and(batch, multisig, abi.encodeCall(multisig.removeOwner, (owners[0], serviceOwner, threshold)));
        run(multisig, batch);
    }

    /// @dev In reverse order, as those who are added come first: that is what a multisig which its former owners
    /// prepared themselves has to look like as well.
    function checkResult(Multisig multisig, address[] calldata owners, uint256 threshold) private view {
        uint256 actual = multisig.getThreshold();
        if (threshold != actual) revert WrongThreshold(actual, threshold);
        address[] memory now_ = multisig.getOwners();
        if (owners.length != now_.length) revert WrongNumOwners(now_.length, owners.length);
        for (uint256 i = 0; i < owners.length; i++) {
            if (owners[i] != now_[owners.length - 1 - i]) revert WrongOwner(owners[i]);
        }
    }

    /// @dev One more call for MultiSend.
    function and(bytes memory batch, Multisig to, bytes memory call) private pure returns (bytes memory) {
        return abi.encodePacked(batch, Operation.Call, to, uint256(0), call.length, call);
    }

    /// @dev Whether that worked shows in what the multisig is afterwards.
    function run(Multisig multisig, bytes memory batch) private {
        multisig.execTransactionFromModule(multiSend, 0, abi.encodeCall(MultiSend.multiSend, (batch)), Operation.DelegateCall);
    }
}
