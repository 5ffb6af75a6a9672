package proc

import (
	"os"
	"runtime"
	"strconv"
	"strings"
)

// Machine is what a reader of a benchmark needs to know about the computer.
type Machine struct {
	CPU    string  `json:"cpu"`
	Cores  int     `json:"cores"`
	Kernel string  `json:"kernel"`
	Memory uint64  `json:"memory_bytes"`
	Go     string  `json:"go"`
	Load   float64 `json:"load_average"` // of the last minute, when it was asked
}

// Describe looks at this machine. What cannot be found out is left empty: it
// is for people to read.
func Describe() Machine {
	machine := Machine{Cores: runtime.NumCPU(), Go: runtime.Version(), CPU: runtime.GOARCH}
	if cpuinfo, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if name := colonValue(cpuinfo, "model name"); name != "" {
			machine.CPU = name
		}
	}
	if release, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		machine.Kernel = strings.TrimSpace(string(release))
	}
	if meminfo, err := os.ReadFile("/proc/meminfo"); err == nil {
		machine.Memory, _ = statusBytes(meminfo, "MemTotal")
	}
	machine.Load = LoadAverage()
	return machine
}

// LoadAverage is how many processes wanted to run during the last minute, 0
// where that is not known.
func LoadAverage() float64 {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(raw), " ")
	load, _ := strconv.ParseFloat(first, 64)
	return load
}

// colonValue finds the first line "name<blanks>: value".
func colonValue(text []byte, name string) string {
	for line := range strings.Lines(string(text)) {
		key, value, ok := strings.Cut(line, ":")
		if ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
