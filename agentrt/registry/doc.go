// Package registry keeps packages for publishers: it takes pushes, verifies
// what they bring, pins it for as long as the publisher wants, serves it, and
// forgets it afterwards.
//
// A package comes in from a publisher with a signed pin (Push), from the
// operator of the node (AddFolder, AddMetadata), or from other nodes (Take).
// Whichever way, it is listed, and so given to anybody, only after the gate has
// found nothing wrong with it. Pins are a set that nodes reconcile (Pins,
// package pin); what nobody pins and nothing pinned needs is collected.
//
// cmd/acn runs one on a node: New, Open, then Run beside whatever serves
// Handler. Package kuboapi is a second way in, for tools that speak to kubo.
// All methods may be called from several goroutines once Open has returned.
package registry
