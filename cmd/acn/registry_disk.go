//go:build linux || darwin

package main

import "syscall"

// freeSpace asks how many bytes there are for the files in a folder.
func freeSpace(dir string) func() (int64, error) {
	return func() (int64, error) {
		var stat syscall.Statfs_t
		err := syscall.Statfs(dir, &stat)
		return int64(stat.Bavail) * int64(stat.Bsize), err
	}
}
