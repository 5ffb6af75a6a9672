package pkg

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// IndexFile is where a tree of packages lists them.
const IndexFile = "packages.json"

// Limits of packages.json.
const (
	MaxIndex   = 4 << 20 // bytes
	MaxEntries = 10_000  // packages
)

// Index is the content of packages.json: which packages a tree has, with their
// hashes, in the order of the file.
type Index struct {
	Dev        []Ref // made here
	ThirdParty []Ref // of others; they need not be in the tree
}

// Find is the entry of a package, and whether there is one.
func (x *Index) Find(id ID) (Ref, bool) {
	for _, list := range [][]Ref{x.Dev, x.ThirdParty} {
		if i := slices.IndexFunc(list, func(r Ref) bool { return r.ID == id }); i >= 0 {
			return list[i], true
		}
	}
	return Ref{}, false
}

// ParseIndex reads packages.json.
func ParseIndex(raw []byte) (*Index, error) {
	if len(raw) > MaxIndex {
		return nil, fmt.Errorf("more than %d bytes", MaxIndex)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	x := &Index{}
	sections := map[string]*[]Ref{"dev": &x.Dev, "third_party": &x.ThirdParty}
	known := make(map[ID]bool)
	err := eachField(decoder, func(name string) error {
		section := sections[name]
		if section == nil {
			return fmt.Errorf("%q: want dev and third_party, once each", shorten(name))
		}
		delete(sections, name)
		return eachField(decoder, func(key string) error {
			ref, err := readEntry(decoder, key)
			switch {
			case err != nil:
				return err
			case known[ref.ID]:
				return fmt.Errorf("%s is there twice", ref.ID)
			case len(known) == MaxEntries:
				return fmt.Errorf("more than %d packages", MaxEntries)
			}
			known[ref.ID] = true
			*section = append(*section, ref)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the list")
	}
	return x, nil
}

// eachField walks a JSON object in its order. visit reads the value.
func eachField(decoder *json.Decoder, visit func(name string) error) error {
	if err := expect(decoder, '{'); err != nil {
		return err
	}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return fmt.Errorf("reading JSON: %w", err)
		}
		name, _ := token.(string) // between { and } nothing else comes first
		if err := visit(name); err != nil {
			return err
		}
	}
	return expect(decoder, '}')
}

func expect(decoder *json.Decoder, want json.Delim) error {
	token, err := decoder.Token()
	if err != nil {
		return fmt.Errorf("reading JSON: %w", err)
	}
	if token != want {
		return fmt.Errorf("byte %d: want %s", decoder.InputOffset(), want)
	}
	return nil
}

func readEntry(decoder *json.Decoder, key string) (Ref, error) {
	token, err := decoder.Token()
	if err != nil {
		return Ref{}, fmt.Errorf("reading JSON: %w", err)
	}
	text, ok := token.(string)
	if !ok {
		return Ref{}, fmt.Errorf("%s: want a CID", shorten(key))
	}
	id, err := ParseID(key)
	if err != nil {
		return Ref{}, err
	}
	hash, err := ParseHash(text)
	if err != nil {
		return Ref{}, fmt.Errorf("%s: %w", key, err)
	}
	return Ref{id, hash}, nil
}

// Text is packages.json as existing tools write it: indented by four spaces,
// without a line feed at the end.
func (x *Index) Text() []byte {
	var b bytes.Buffer
	b.WriteString("{\n")
	writeSection(&b, "dev", x.Dev)
	b.WriteString(",\n")
	writeSection(&b, "third_party", x.ThirdParty)
	b.WriteString("\n}")
	return b.Bytes()
}

// Ids and hashes need no escaping in JSON.
func writeSection(b *bytes.Buffer, name string, refs []Ref) {
	fmt.Fprintf(b, "    %q: {", name)
	for i, ref := range refs {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, "\n        %q: %q", ref.ID, ref.Hash)
	}
	if len(refs) > 0 {
		b.WriteString("\n    ")
	}
	b.WriteByte('}')
}
