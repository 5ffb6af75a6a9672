// Package load drives pairs of agents through nodes of the network and
// accounts for every envelope: what arrived, how late, what was lost, doubled,
// out of order or damaged. Agents are delegate clients over real TLS sockets,
// so any node will do, ours or another implementation's.
//
// Run is one measurement and blocks; cmd/acnlab and package bench call it. The
// accounting (tally, credits, stamp) is plain data without clock or sockets.
package load
