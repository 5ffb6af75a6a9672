// Package pkg is the package model of services and agents: a package is a
// folder with one configuration file, named by the CID of its content, and
// refers to others by theirs. It hashes folders bit for bit as existing
// registries and tools do, reads configurations and packages.json, and checks
// and locks whole trees of packages.
//
// The command line and the registry call it. Everything here works on an
// fs.FS and returns what is to be written as data; nothing touches the network
// or keeps state, so all of it may be used from several goroutines at once.
// What a wasm package may do is in package capability.
package pkg
