// Package proc reads what Linux tells about a process under /proc: the CPU
// time it has used and the memory it holds. The benchmark uses it for nodes it
// did not write, so nothing is asked of the process itself.
package proc

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of CPU times in /proc/PID/stat. USER_HZ is 100 on every
// architecture Go runs on, whatever the kernel's own HZ is.
const tick = time.Second / 100

// Usage is one look at a process.
type Usage struct {
	CPU     time.Duration // user and system time of all threads since it started
	RSS     uint64        // bytes resident now
	PeakRSS uint64        // most bytes ever resident
}

// ErrUnsupported means that this system has no /proc of the Linux kind.
var ErrUnsupported = errors.New("no Linux /proc file system here")

// Read looks at the process pid.
func Read(pid int) (Usage, error) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		return Usage{}, ErrUnsupported
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Usage{}, fmt.Errorf("reading process %d: %w", pid, err)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return Usage{}, fmt.Errorf("reading process %d: %w", pid, err)
	}
	usage, err := parse(stat, status)
	if err != nil {
		return Usage{}, fmt.Errorf("reading process %d: %w", pid, err)
	}
	return usage, nil
}

// Self looks at this process.
func Self() (Usage, error) { return Read(os.Getpid()) }

func parse(stat, status []byte) (Usage, error) {
	cpu, err := parseStat(stat)
	if err != nil {
		return Usage{}, err
	}
	usage := Usage{CPU: cpu}
	if usage.RSS, err = statusBytes(status, "VmRSS"); err != nil {
		return Usage{}, err
	}
	if usage.PeakRSS, err = statusBytes(status, "VmHWM"); err != nil {
		return Usage{}, err
	}
	return usage, nil
}

// parseStat adds utime and stime, fields 14 and 15. The command, field 2, is in
// parentheses and may itself hold spaces and parentheses, so fields are counted
// from its last closing one.
func parseStat(stat []byte) (time.Duration, error) {
	const afterCommand, utime, stime = 3, 14, 15
	end := bytes.LastIndexByte(stat, ')')
	if end < 0 {
		return 0, errors.New("stat has no command field")
	}
	fields := strings.Fields(string(stat[end+1:]))
	if len(fields) <= stime-afterCommand {
		return 0, fmt.Errorf("stat has %d fields after the command, want more than %d", len(fields), stime-afterCommand)
	}
	var total time.Duration
	for _, field := range []int{utime, stime} {
		ticks, err := strconv.ParseUint(fields[field-afterCommand], 10, 48)
		if err != nil {
			return 0, fmt.Errorf("stat field %d: %w", field, err)
		}
		total += time.Duration(ticks) * tick
	}
	return total, nil
}

// statusBytes reads a line like "VmRSS:     1768 kB". A process that has ended
// but was not waited for has none.
func statusBytes(status []byte, name string) (uint64, error) {
	for line := range strings.Lines(string(status)) {
		rest, ok := strings.CutPrefix(line, name+":")
		if !ok {
			continue
		}
		fields := strings.Fields(rest)
		if len(fields) != 2 || fields[1] != "kB" {
			return 0, fmt.Errorf("status line %s is %q, want a number of kB", name, strings.TrimSpace(rest))
		}
		kilobytes, err := strconv.ParseUint(fields[0], 10, 48)
		if err != nil {
			return 0, fmt.Errorf("status line %s: %w", name, err)
		}
		return kilobytes << 10, nil
	}
	return 0, fmt.Errorf("status has no %s: the process has ended", name)
}
