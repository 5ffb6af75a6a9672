// Package bindings encodes calls of contracts, and decodes what they return,
// log and refuse. It is generated from contracts/interfaces by
// internal/tools/gencontracts; who wants to talk about services and units
// rather than words of 32 bytes uses agentrt/chain/registries.
package bindings
