// Package replica keeps copies of what registries were given on as many nodes
// as it takes for one of them to die. Its nodes tell each other over libp2p
// which pins they know and which packages they hold (docs/replication.md);
// what follows from that, package plan decides on each node by itself.
//
// Cmd/acn runs one Service beside the registry of a node and passes on to it
// what the exchange sees: New, then Run; Changed whenever something was pushed,
// Wrong when somebody gave wrong bytes. All methods may be called from any
// goroutine.
//
// It does not move packages or judge them: Packages does, with the exchange and
// the gate of the registry.
package replica
