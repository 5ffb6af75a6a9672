// Package dht is the directory: it announces which node a wallet address is
// reached at, and finds that node for others.
//
// Two distributed hash tables run side by side on one host. Our own,
// /acn/kad/1.0.0, holds signed records: wallet, node, addresses and an order
// between statements, checked by every holder (record.go, validator.go). The
// one of the existing network, /ipfs/kad/1.0.0, holds provider records, which
// name a peer to ask over /aea-address. Locate searches both, Announce feeds
// both.
//
// internal/node is the caller. A Directory does nothing before Run, and all
// its goroutines end with Run; its other methods may be called from any
// goroutine at any time. What is to be published when (schedule), what is
// known (cache, floors) and which statement wins (record order) are plain data
// with the time as a parameter; the loops in announce.go and lookup.go drive
// them.
//
// It leaves out: answering /aea-address and searching on behalf of others
// (package relay and the node), opening connections to entry peers, and
// delivery.
package dht
