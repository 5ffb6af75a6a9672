// Package plan decides who holds which package, without goroutine, clock or
// I/O: what happened goes in as method calls with the time, what to do comes
// out of Step as data.
//
// Every registry node runs a Machine of its own over what it knows. There is no
// leader and nothing is voted on: nodes that know the same decide the same,
// and while they know different things no copy is given up that others have not
// just proved to hold and promised to keep.
//
// Package replica drives it under a lock. Packages are looked at in the order
// of their hashes, so the same calls give the same actions.
package plan
