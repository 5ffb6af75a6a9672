//go:build race

package replica_test

// slower is how much longer than usual members may take to answer before they
// are taken for gone: the race detector is that slow beside other tests.
const slower = 3
