package proc

import (
	"os"
	"strings"
	"testing"
	"time"
)

const (
	plainStat  = "77 (node) S 1 77 77 0 -1 4194304 104 0 0 0 250 50 9 9 20 0 1 0 225936 3133440 415\n"
	oddStat    = "77 (a) b) (c) R 1 77 77 0 -1 4194304 104 0 0 0 1 2 9 9 20 0 1 0 225936 3133440 415\n"
	goodStatus = "Name:\tnode\nVmPeak:\t    2928 kB\nVmHWM:\t   1768 kB\nVmRSS:\t    1024 kB\n"
)

func TestParse(t *testing.T) {
	for name, test := range map[string]struct {
		stat, status string
		want         Usage
		wantErr      string
	}{
		"plain":             {stat: plainStat, status: goodStatus, want: Usage{CPU: 3 * time.Second, RSS: 1 << 20, PeakRSS: 1768 << 10}},
		"odd command":       {stat: oddStat, status: goodStatus, want: Usage{CPU: 30 * time.Millisecond, RSS: 1 << 20, PeakRSS: 1768 << 10}},
		"no command":        {stat: "77 node S", status: goodStatus, wantErr: "no command"},
		"one field short":   {stat: "77 (node) S 1 77 77 0 -1 4194304 104 0 0 0 250", status: goodStatus, wantErr: "want more than 12"},
		"just enough":       {stat: "77 (node) S 1 77 77 0 -1 4194304 104 0 0 0 250 50", status: goodStatus, want: Usage{CPU: 3 * time.Second, RSS: 1 << 20, PeakRSS: 1768 << 10}},
		"not a number":      {stat: strings.Replace(plainStat, "250", "x", 1), status: goodStatus, wantErr: "stat field 14"},
		"negative":          {stat: strings.Replace(plainStat, " 50 ", " -1 ", 1), status: goodStatus, wantErr: "stat field 15"},
		"ended process":     {stat: plainStat, status: "Name:\tnode\nState:\tZ (zombie)\n", wantErr: "has ended"},
		"peak missing":      {stat: plainStat, status: "VmRSS:\t1 kB\n", wantErr: "VmHWM"},
		"other unit":        {stat: plainStat, status: "VmRSS:\t1 MB\nVmHWM:\t1 kB\n", wantErr: "number of kB"},
		"memory not number": {stat: plainStat, status: "VmRSS:\tx kB\nVmHWM:\t1 kB\n", wantErr: "VmRSS"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parse([]byte(test.stat), []byte(test.status))
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) {
					t.Fatalf("error %v, want one about %q", err, test.wantErr)
				}
				return
			}
			if err != nil || got != test.want {
				t.Fatalf("got %+v, %v, want %+v", got, err, test.want)
			}
		})
	}
}

func TestSelf(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("no /proc here")
	}
	before, err := Self()
	if err != nil {
		t.Fatal(err)
	}
	ballast := make([]byte, 32<<20)
	for i := range ballast {
		ballast[i] = byte(i)
	}
	var after Usage
	for sum := byte(0); after.CPU <= before.CPU; sum += ballast[int(sum)] { // burns CPU until the clock shows it
		if after, err = Self(); err != nil {
			t.Fatal(err)
		}
	}
	if after.RSS < before.RSS+16<<20 || after.PeakRSS < after.RSS {
		t.Errorf("32 MiB more in use: resident %d before, %d after, peak %d", before.RSS, after.RSS, after.PeakRSS)
	}
	if _, err := Read(-1); err == nil {
		t.Error("process -1 was read")
	}
}

func TestColonValue(t *testing.T) {
	cpuinfo := []byte("processor\t: 0\nmodel name\t: A: fast one\nmodel name\t: second\n")
	if got := colonValue(cpuinfo, "model name"); got != "A: fast one" {
		t.Errorf("got %q", got)
	}
	if got := colonValue(cpuinfo, "flags"); got != "" {
		t.Errorf("got %q for a line that is not there", got)
	}
	if machine := Describe(); machine.Cores < 1 || machine.Go == "" || machine.CPU == "" {
		t.Errorf("machine %+v", machine)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(plainStat), []byte(goodStatus))
	f.Add([]byte(oddStat), []byte("VmRSS:"))
	f.Fuzz(func(t *testing.T, stat, status []byte) {
		usage, err := parse(stat, status)
		if err == nil && usage.CPU < 0 {
			t.Fatalf("negative CPU time from %q", stat)
		}
	})
}
