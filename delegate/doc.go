// Package delegate connects light agents, which run no node of their own, to
// the network: the TLS service they register at (Server), the HTTPS mailbox
// for agents that are not always there (Mailbox), and the client side of the
// former (Client).
//
// Server and Mailbox are run by internal/node, which is their Router; Client
// is for agents, commands and load generators. docs/delegate-protocol.md
// describes what is spoken, for existing clients and for our own.
//
// Everything exported is safe for concurrent use. One goroutine per connection
// reads and owns it; a second one exists while there is something to write.
// The package knows nothing of routing, directories or storage: what it is
// handed for an agent that is not there any more is refused, not kept.
package delegate
