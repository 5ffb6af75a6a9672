package registry

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"go-acn/acn"
	"go-acn/agentrt/registry/pin"
)

// Publishers are quotas by address, as their file has them: a line each,
//
//	# address                                   bytes   packages
//	0x8ba1f109551bD432803012645Ac136ddd64DBA72  10GiB   500
//
// where a line of # and text is a comment, and sizes are numbers with KiB, MiB,
// GiB or TiB, or of bytes.
type Publishers map[acn.Address]pin.Quota

// MaxPublishers bounds the file of publishers, in bytes.
const MaxPublishers = 1 << 20

// ParsePublishers reads the file of publishers. The error joins everything that
// is wrong with it.
func ParsePublishers(text []byte) (Publishers, error) {
	if len(text) > MaxPublishers {
		return nil, fmt.Errorf("more than %d bytes", MaxPublishers)
	}
	publishers := make(Publishers)
	var problems []error
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if err := publishers.add(fields); err != nil {
			problems = append(problems, fmt.Errorf("line %d: %w", number, err))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return publishers, nil
}

func (p Publishers) add(fields []string) error {
	if len(fields) != 3 {
		return errors.New("want an address, a size and a number of packages")
	}
	addr, _, err := acn.ParseAddress(fields[0])
	if err != nil {
		return err
	}
	quota, err := ParseQuota(fields[1] + "/" + fields[2])
	if err != nil {
		return err
	}
	if _, twice := p[addr]; twice {
		return fmt.Errorf("%s is there twice", addr)
	}
	p[addr] = quota
	return nil
}

// ParseQuota reads a quota as size/packages, such as 100MiB/20.
func ParseQuota(text string) (pin.Quota, error) {
	size, number, ok := strings.Cut(text, "/")
	if !ok {
		return pin.Quota{}, errors.New("want a size and a number of packages, like 100MiB/20")
	}
	bytes, err := ParseSize(size)
	if err != nil {
		return pin.Quota{}, err
	}
	packages, err := strconv.ParseUint(number, 10, 31)
	if err != nil {
		return pin.Quota{}, errors.New("the number of packages is no number up to 2147483647")
	}
	return pin.Quota{Bytes: bytes, Packages: int(packages)}, nil
}

var units = map[string]int64{"": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}

// ParseSize reads a number of bytes, or one with KiB, MiB, GiB or TiB.
func ParseSize(text string) (int64, error) {
	digits := strings.TrimRight(text, "KMGTiB")
	unit, known := units[text[len(digits):]]
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || !known || n < 0 || n > math.MaxInt64/unit {
		return 0, errors.New("the size is no number with KiB, MiB, GiB or TiB, or of bytes")
	}
	return n * unit, nil
}
