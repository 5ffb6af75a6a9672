//go:build !linux && !darwin

package main

// freeSpace is not known here.
func freeSpace(string) func() (int64, error) { return nil }
