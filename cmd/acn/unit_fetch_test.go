package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// shelf is a source that gives the same block whatever it is asked for.
type shelf struct {
	name  string
	block []byte
}

func (s shelf) String() string { return s.name }

func (s shelf) Block(context.Context, pkg.Hash) ([]byte, error) {
	if s.block == nil {
		return nil, store.ErrNotFound
	}
	return s.block, nil
}

// Metadata are what their hash says, or nothing: who gives something else is
// named, and the next one asked.
func TestMetadataAreVerified(t *testing.T) {
	right, err := pkg.FileBlock([]byte(`{"name": "x"}`))
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := pkg.FileBlock([]byte(`{"name": "y"}`))
	if err != nil {
		t.Fatal(err)
	}
	empty, liar, honest := shelf{"empty", nil}, shelf{"liar", wrong.Data}, shelf{"honest", right.Data}
	for _, c := range []struct {
		sources []store.Source
		found   bool
		named   string
	}{
		{[]store.Source{honest}, true, ""},
		{[]store.Source{empty, honest}, true, ""},
		{[]store.Source{liar, honest}, true, "liar gave wrong bytes"},
		{[]store.Source{liar, empty}, false, "liar gave wrong bytes"},
		{nil, false, ""},
	} {
		var errs bytes.Buffer
		console := &console{err: &errs}
		files := &sought{console, &fetching{asJSON: true}, nil, knownFiles{}, c.sources, new(int)}
		for range 2 { // the second time it is known, or still not
			text, err := files.File(t.Context(), right.Hash)
			if c.found != (string(text) == `{"name": "x"}`) || !c.found && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%v: %q, %v", c.sources, text, err)
			}
		}
		if (c.named == "") != (errs.Len() == 0) || !strings.HasPrefix(errs.String(), c.named) {
			t.Errorf("%v: %s", c.sources, errs.String())
		}
	}
}
