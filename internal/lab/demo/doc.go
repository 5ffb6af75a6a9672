// Package demo is the network in one process, for people: three real nodes on
// loopback, agents of several ledgers as real TLS clients, mail between them by
// wallet address, a node that is stopped, and what becomes of the mail.
//
// Run does it all and checks it all; cmd/acnlab prints it. Nothing is left
// behind and nothing outside this machine is contacted.
package demo
