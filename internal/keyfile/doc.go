// Package keyfile keeps the secrets of nodes and wallets on disk, in two
// forms: plain, one line of 64 hex digits, which existing agents and nodes
// read; and encrypted, the Web3 Secret Storage format (version 3) of geth and
// eth_account, whose files can be imported and whose readers can open ours.
//
// Files are created whole or not at all, are never overwritten, belong to
// their owner only, and are refused when others may read them. The command
// line and the node's start call it; nothing here is concurrent. Secrets are
// not wiped from memory: Go's collector may have copied them already.
package keyfile
