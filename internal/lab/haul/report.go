package haul

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"go-acn/internal/screen"
)

// Write prints the tables in markdown, which reads well as it is.
func (r *Report) Write(w io.Writer) error {
	m := r.Machine
	_, err := fmt.Fprintf(w, `%s: %d cores (%s), %s, Linux %s, load average %.2f.
A package of %s in files of 40 kB to 5 MiB; %d packages, each fetched by all in turns, after one that is not counted. Times are medians [min..max].

| | time | MB/s | of the raw stream | CPU of both sides | peak memory, giver | peak memory, taker |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
`, r.Begun.Format("2006-01-02 15:04 UTC"), m.Cores, m.CPU, m.Go, m.Kernel, m.Load, screen.Bytes(int64(r.Size)), r.Runs)
	if err != nil {
		return err
	}
	raw := r.raw()
	for _, result := range r.Results {
		median := result.Median()
		if _, err := fmt.Fprintf(w, "| %s | %s [%s..%s] | %.0f | %.2f | %s | %s | %s |\n", result.Name,
			screen.Duration(median), screen.Duration(slices.Min(result.Took)), screen.Duration(slices.Max(result.Took)),
			float64(r.Size)/median.Seconds()/1e6, float64(raw)/float64(median), screen.Duration(result.CPU),
			screen.Bytes(int64(result.Peaks[0])), screen.Bytes(int64(result.Peaks[1]))); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Binaries)) {
		if _, err := fmt.Fprintf(w, "\nProgram %s: %s.", name, screen.Bytes(r.Binaries[name])); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(w)
	return err
}

func (r *Report) raw() time.Duration {
	for _, result := range r.Results {
		if result.Name == (&rawStream{}).name() {
			return result.Median()
		}
	}
	return 0
}
