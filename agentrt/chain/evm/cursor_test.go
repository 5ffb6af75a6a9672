package evm

import (
	"errors"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"
)

func mark(number uint64, hash byte) Mark { return Mark{number, common.Hash{hash}} }

func TestCursorRanges(t *testing.T) {
	c, err := NewCursor(10, 4)
	if err != nil {
		t.Fatal(err)
	}
	expect := func(last, from, to uint64, want bool) {
		t.Helper()
		if a, b, ok := c.Range(last); a != from || b != to || ok != want {
			t.Errorf("up to %d: %d to %d, %t; want %d to %d, %t", last, a, b, ok, from, to, want)
		}
	}
	read := func(number uint64) {
		t.Helper()
		if err := c.Read(mark(number, 1)); err != nil {
			t.Error(err)
		}
	}
	expect(9, 0, 0, false)
	expect(10, 10, 10, true)
	expect(100, 10, 13, true)
	read(13)
	expect(13, 0, 0, false)
	expect(15, 14, 15, true)
	for _, span := range []uint64{2, 1} {
		if !c.Shorten() {
			t.Error("cannot be shorter")
		}
		expect(100, 14, 13+span, true)
	}
	if c.Shorten() {
		t.Error("shorter than one block")
	}
	read(14)
	expect(100, 15, 16, true)
	read(16)
	read(20)
	expect(1<<63, 21, 24, true) // never more than at first
	if c.Read(mark(20, 1)) == nil {
		t.Error("read twice")
	}
	if _, err := NewCursor(0, 0); err == nil {
		t.Error("ranges of nothing")
	}
}

func TestCursorGoesBack(t *testing.T) {
	all := []Mark{mark(5, 5), mark(6, 6), mark(9, 9)}
	for name, c := range map[string]struct {
		head  uint64
		has   []byte // hashes that the chain has
		next  uint64 // afterwards
		found bool
		lost  bool
	}{
		"nothing new":        {9, []byte{5, 6, 9}, 10, true, false},
		"one lost":           {9, []byte{5, 6}, 7, true, true},
		"two lost":           {12, []byte{5}, 6, true, true},
		"all lost":           {9, nil, 2, false, true},
		"a node behind":      {6, []byte{5, 6}, 10, true, false},
		"behind everything":  {4, nil, 10, false, false},
		"behind and another": {6, []byte{5}, 6, true, true},
	} {
		cursor := &Cursor{from: 2, marks: slices.Clone(all), span: 1, limit: 1}
		shared, found, lost, err := cursor.Shared(c.head, func(m Mark) (bool, error) { return slices.Contains(c.has, m.Hash[0]), nil })
		if err != nil || found != c.found || lost != c.lost {
			t.Errorf("%s: found %t, lost %t, %v", name, found, lost, err)
		}
		if lost {
			cursor.Back(shared, found)
		}
		if got := cursor.Next(); got != c.next {
			t.Errorf("%s: next is %d, want %d", name, got, c.next)
		}
	}
	trouble := errors.New("trouble")
	if _, _, _, err := (&Cursor{marks: all}).Shared(9, func(Mark) (bool, error) { return false, trouble }); !errors.Is(err, trouble) {
		t.Error(err)
	}
}

// A cursor remembers so many blocks and no more, and is stored whole.
func TestCursorIsStored(t *testing.T) {
	c, _ := NewCursor(0, 1)
	for n := range uint64(maxMarks + 1) {
		if err := c.Read(mark(n, 1)); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.marks) != maxMarks || c.marks[0].Number != 1 {
		t.Errorf("%d marks from %d on", len(c.marks), c.marks[0].Number)
	}
	text, err := c.encode(common.Hash{7})
	if err != nil || len(text) > maxCursor {
		t.Fatalf("%d bytes, %v", len(text), err)
	}
	marks, err := parseMarks(text, common.Hash{7})
	if diff := cmp.Diff(c.marks, marks); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if _, err := parseMarks(text, common.Hash{8}); !errors.Is(err, errOtherFilter) {
		t.Error(err)
	}
	c.marks = append(c.marks, mark(maxMarks+1, 1))
	long, _ := c.encode(common.Hash{7})
	for name, text := range map[string]string{
		"too many": string(long), "nothing": "", "another version": `{"version":2}`, "in no order": `{"version":1,"marks":[{"number":2},{"number":2}]}`,
		"too long": `{"version":1,"more":"` + string(make([]byte, maxCursor)) + `"}`,
	} {
		if _, err := parseMarks([]byte(text), common.Hash{}); err == nil || errors.Is(err, errOtherFilter) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseMarks(f *testing.F) {
	f.Add([]byte(`{"version":1,"filter":"0x0000000000000000000000000000000000000000000000000000000000000000","marks":[{"number":1,"hash":"0x0700000000000000000000000000000000000000000000000000000000000000"},{"number":3,"hash":"0x0000000000000000000000000000000000000000000000000000000000000000"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		marks, err := parseMarks(text, common.Hash{})
		if err != nil {
			return
		}
		written, err := (&Cursor{marks: marks}).encode(common.Hash{})
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseMarks(written, common.Hash{})
		if err != nil || !slices.Equal(again, marks) {
			t.Errorf("%s is read as %v, %v", written, again, err)
		}
	})
}
