// Package relay carries envelopes and questions between nodes.
//
// Towards nodes of this project it keeps one long-lived stream per peer and
// direction, the link (docs/link-protocol.md); towards nodes of the existing
// network it speaks their four stream protocols, one exchange a stream. Which
// one a peer gets is found out when it is dialled. Both keep the order of the
// envelopes to each destination, report every outcome exactly once, and bound
// what a peer can make this node hold.
//
// Internal/node calls it: Service.Send and the questions from any goroutine,
// Service.Run once. What arrives goes to the Local the node provides. The
// rules of queues, windows, slots and acknowledgements are in state machines
// without goroutine, clock or I/O (backlog, lanes, linkSender, linkReceiver);
// outlet.go, linkout.go and linkin.go drive them.
//
// It does not decide where an envelope goes, does not retry one and does not
// store any: those are the router's and the outbox's business.
package relay
