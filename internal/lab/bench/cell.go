package bench

import (
	"fmt"
	"strings"
)

// Cell is one kind of load.
type Cell struct {
	Cross  bool `json:"cross"` // from node A to node B; otherwise both agents are at A
	Size   int  `json:"size"`  // bytes of a message
	Pairs  int  `json:"pairs"`
	Window int  `json:"window"` // undelivered envelopes of a pair
}

// Path is how the envelopes of a cell travel.
func (c Cell) Path() string {
	if c.Cross {
		return "A→B"
	}
	return "A→A"
}

func (c Cell) String() string {
	return fmt.Sprintf("%s %s B, %d × %d", c.Path(), count(int64(c.Size)), c.Pairs, c.Window)
}

// Grids are named sets of cells.
var grids = map[string]func() []Cell{
	"full":  full,
	"quick": func() []Cell { return []Cell{{false, 100, 16, 32}, {true, 100, 1, 1}, {true, 100, 16, 32}} },
}

// full is every combination of path, size, pairs and window that operators of
// the existing network have measured.
func full() []Cell {
	var cells []Cell
	for _, size := range []int{100, 10_000} {
		for _, cross := range []bool{false, true} {
			for _, pairs := range []int{1, 16} {
				for _, window := range []int{1, 32} {
					cells = append(cells, Cell{Cross: cross, Size: size, Pairs: pairs, Window: window})
				}
			}
		}
	}
	return cells
}

// Cells is the grid of that name.
func Cells(name string) ([]Cell, error) {
	grid, ok := grids[strings.ToLower(name)]
	if !ok {
		return nil, fmt.Errorf("cells %q are neither full nor quick", name)
	}
	return grid(), nil
}
