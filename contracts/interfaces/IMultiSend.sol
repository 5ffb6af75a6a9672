// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Several calls as one; a Safe runs it as its own code
interface IMultiSend {
    function multiSend(bytes memory transactions) external payable;
}
