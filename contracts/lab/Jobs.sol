// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Keep3r} from "./Keep3r.sol";

/// @title Work for keepers
abstract contract Job {
    Keep3r public immutable keep3r;
    /// How often it was worked.
    uint256 public count;

    event Work(address indexed keeper, uint256 count);

    error NotWorkable();
    error KeeperOnly(address sender);

    constructor(address _keep3r) {
        keep3r = Keep3r(_keep3r);
    }

    /// @notice Whether there is something to do now.
    function workable() public view virtual returns (bool);

    function work() external {
        if (!keep3r.isKeeper(msg.sender)) revert KeeperOnly(msg.sender);
        if (!workable()) revert NotWorkable();
        done();
        count++;
        keep3r.worked(msg.sender);
        emit Work(msg.sender, count);
    }

    function done() internal virtual;
}

/// @title Has to be worked every so often
contract IntervalJob is Job {
    /// Seconds.
    uint256 public immutable interval;
    uint256 public last;

    constructor(address _keep3r, uint256 _interval) Job(_keep3r) {
        interval = _interval;
    }

    function workable() public view override returns (bool) {
        return block.timestamp >= last + interval;
    }

    function done() internal override {
        last = block.timestamp;
    }
}

/// @title Has to be worked when enough was asked for; anybody may ask
contract DemandJob is Job {
    uint256 public immutable batch;
    uint256 public pending;

    event Request(address indexed sender, uint256 pending);

    constructor(address _keep3r, uint256 _batch) Job(_keep3r) {
        batch = _batch;
    }

    function request() external {
        pending++;
        emit Request(msg.sender, pending);
    }

    function workable() public view override returns (bool) {
        return pending >= batch;
    }

    function done() internal override {
        pending = 0;
    }
}
