// Package store keeps packages as the blocks of their DAGs, and takes them in
// and hands them out as folders or as CAR files.
//
// Every block is verified when it comes in and again when it is read. A
// package is listed once all of it is there and hashing its files gives its
// hash, so a DAG that is built another way than packages are, or holds more
// than packages may, is never one. Blocks are found by their hash alone,
// whatever version of CID asks for them.
//
// The registry and the command line call it, from any goroutine. Who may put
// packages in and how long they stay is their business; so is fetching from
// other nodes.
package store
