// Package acn is the vocabulary of the agent communication network: addresses
// and ledgers, node and wallet keys, the agent record (proof of
// representation), messages, status codes, frames, limits and protocol ids.
//
// It is a leaf: every other package imports it and it imports none of them.
// Everything here is a value or a pure function, safe for concurrent use
// unless a type says otherwise; nothing reads a clock or opens a connection.
// Envelopes are next door in package envelope.
package acn
