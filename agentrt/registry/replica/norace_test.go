//go:build !race

package replica_test

const slower = 1
