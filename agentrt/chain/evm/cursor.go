package evm

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// Mark is a block that a follower has come to.
type Mark struct {
	Number uint64      `json:"number"`
	Hash   common.Hash `json:"hash"`
}

// maxMarks is how many are remembered: as many blocks as a reorganisation may
// undo without everything being read again.
const maxMarks = 256

// Cursor is how far a follower has come, and on which chain. It is a state
// machine without clock or network: whoever follows asks it for a range, reads
// that, and says how it went.
type Cursor struct {
	from  uint64 // the first block of all
	marks []Mark // ascending; ends of ranges that were read
	span  uint64 // blocks to read at once
	limit uint64 // of span
}

// NewCursor begins at a block, with ranges of up to limit blocks.
func NewCursor(from, limit uint64) (*Cursor, error) {
	if limit == 0 {
		return nil, errors.New("cursor: ranges of no blocks")
	}
	return &Cursor{from: from, span: limit, limit: limit}, nil
}

// Next is the first block that was not read.
func (c *Cursor) Next() uint64 {
	if newest, ok := c.Newest(); ok {
		return newest.Number + 1
	}
	return c.from
}

// Newest is the last block that was read, if there is one.
func (c *Cursor) Newest() (Mark, bool) {
	if len(c.marks) == 0 {
		return Mark{}, false
	}
	return c.marks[len(c.marks)-1], true
}

// Range is what to read next, if blocks up to last are to be read.
func (c *Cursor) Range(last uint64) (from, to uint64, ok bool) {
	from = c.Next()
	if from > last {
		return 0, 0, false
	}
	return from, from + min(last-from, c.span-1), true
}

// Read notes that everything up to a block was read, and that ranges may be
// longer again.
func (c *Cursor) Read(end Mark) error {
	if end.Number < c.Next() {
		return fmt.Errorf("cursor: block %d is read again", end.Number)
	}
	c.marks = append(c.marks, end)
	if excess := len(c.marks) - maxMarks; excess > 0 {
		c.marks = slices.Delete(c.marks, 0, excess)
	}
	c.span = min(c.span*2, c.limit)
	return nil
}

// Shorten notes that a node would not read a range. It says whether a shorter
// one is worth trying.
func (c *Cursor) Shorten() bool {
	if c.span == 1 {
		return false
	}
	c.span /= 2
	return true
}

// Shared is the newest mark of those up to head for which is says that the
// chain still has it. Lost says that one it has not is above that: then
// everything after it is void. No mark and lost: so is everything.
func (c *Cursor) Shared(head uint64, is func(Mark) (bool, error)) (shared Mark, found, lost bool, err error) {
	for _, mark := range slices.Backward(c.marks) {
		if mark.Number > head {
			continue // a node that is behind; it will come
		}
		same, err := is(mark)
		if err != nil {
			return Mark{}, false, false, err
		}
		if same {
			return mark, true, lost, nil
		}
		lost = true
	}
	return Mark{}, false, lost, nil
}

// Back forgets what was read after a mark, or all if there is none, and gives
// the first block that is void.
func (c *Cursor) Back(to Mark, found bool) uint64 {
	keep := 0
	if found {
		keep = slices.Index(c.marks, to) + 1
	}
	c.marks = c.marks[:keep]
	return c.Next()
}

// cursorFile is a cursor as it is stored.
type cursorFile struct {
	Version int         `json:"version"`
	Filter  common.Hash `json:"filter"` // what is followed
	Marks   []Mark      `json:"marks"`
}

// cursorVersion is that of the format.
const cursorVersion = 1

// maxCursor is more than the longest cursor takes.
const maxCursor = 64 << 10

func (c *Cursor) encode(filter common.Hash) ([]byte, error) {
	return json.Marshal(cursorFile{cursorVersion, filter, c.marks})
}

// errOtherFilter says that a stored cursor belongs to something else.
var errOtherFilter = errors.New("the cursor is of another filter")

// parseMarks reads what encode wrote for a filter.
func parseMarks(text []byte, filter common.Hash) ([]Mark, error) {
	if len(text) > maxCursor {
		return nil, fmt.Errorf("a cursor of %d bytes", len(text))
	}
	var file cursorFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("reading a cursor: %w", err)
	}
	switch {
	case file.Version != cursorVersion:
		return nil, fmt.Errorf("a cursor of version %d", file.Version)
	case len(file.Marks) > maxMarks:
		return nil, fmt.Errorf("a cursor with %d marks", len(file.Marks))
	case !ascend(file.Marks):
		return nil, errors.New("a cursor whose marks do not go up")
	case file.Filter != filter:
		return nil, errOtherFilter
	}
	return file.Marks, nil
}

func ascend(marks []Mark) bool {
	for i := range marks[min(1, len(marks)):] {
		if marks[i].Number >= marks[i+1].Number {
			return false
		}
	}
	return true
}
