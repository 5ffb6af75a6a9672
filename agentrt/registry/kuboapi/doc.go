// Package kuboapi lets tools that speak to kubo's HTTP API (/api/v0) use a
// registry: add, get, cat, pin, repo/gc, id and version, byte for byte as kubo
// answers them, for packages and for the files that describe packages on
// chains. Everything else is refused with an error that says so, in kubo's
// form.
//
// Whoever reaches it acts as the node's operator: there are no accounts. So it
// is meant for this machine, and refuses what browsers send.
//
// cmd/acn serves Handler on a listener of its own. It keeps uploads in a folder
// until they are hashed, and has no other state.
package kuboapi
