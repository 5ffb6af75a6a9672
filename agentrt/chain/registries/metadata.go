package registries

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/pkg"
)

// MaxMetadata is how big a file of metadata may be, in bytes.
const MaxMetadata = 64 << 10

// longestDescription is how much of a description is kept, in bytes.
const longestDescription = 2000

// Metadata is what the file says whose hash is on the chain. Texts are cut, and
// cleaned of control characters: strangers wrote them.
type Metadata struct {
	Name        string
	ID          pkg.ID // of the package; zero if the name is none
	Description string
	Code        pkg.Hash // of the package
	Image       string   // a link
	Version     string
}

// field is one of a JSON object, in its order.
type field struct {
	name  string
	value json.RawMessage
}

// ParseMetadata reads such a file. Anybody may mint anything, and several tools
// do: fields that are not used are passed over, but those that are have to be
// there once, spelled exactly, and be what they should.
func ParseMetadata(text []byte) (Metadata, error) {
	m, err := parseMetadata(text)
	if err != nil {
		return Metadata{}, fmt.Errorf("metadata: %w", err)
	}
	return m, nil
}

func parseMetadata(text []byte) (Metadata, error) {
	if len(text) > MaxMetadata {
		return Metadata{}, fmt.Errorf("%d bytes, at most %d", len(text), MaxMetadata)
	}
	if !utf8.Valid(text) {
		return Metadata{}, errors.New("not UTF-8")
	}
	fields, err := object(text)
	if err != nil {
		return Metadata{}, err
	}
	var m Metadata
	var code string
	var attributes []json.RawMessage
	for name, into := range map[string]any{"name": &m.Name, "description": &m.Description, "code_uri": &code, "image": &m.Image, "attributes": &attributes} {
		if err := fields.take(name, into); err != nil {
			return Metadata{}, err
		}
	}
	if m.Name == "" || code == "" {
		return Metadata{}, errors.New("no name, or no code_uri")
	}
	cid, ok := strings.CutPrefix(code, "ipfs://")
	if !ok {
		return Metadata{}, errors.New("code_uri does not begin with ipfs://")
	}
	if m.Code, err = pkg.ParseHash(cid); err != nil {
		return Metadata{}, fmt.Errorf("code_uri: %w", err)
	}
	if m.Code.IsZero() {
		return Metadata{}, errors.New("code_uri: a hash of nothing but zeros")
	}
	if id, err := pkg.ParseID(m.Name); err == nil {
		m.ID = id
	}
	m.Name, m.Image, m.Version = clean(m.Name), clean(m.Image), clean(version(attributes))
	m.Description = evm.Clean(m.Description, longestDescription)
	return m, nil
}

type fieldList []field

// take decodes a field, if it is there.
func (l fieldList) take(name string, into any) error {
	found := false
	for _, f := range l {
		switch {
		case f.name != name && strings.EqualFold(f.name, name):
			return fmt.Errorf("a field %q beside %s", f.name, name)
		case f.name != name:
			continue
		case found:
			return fmt.Errorf("two fields %s", name)
		}
		found = true
		if err := json.Unmarshal(f.value, into); err != nil || bytes.Equal(f.value, []byte("null")) {
			return fmt.Errorf("field %s is of a wrong kind", name)
		}
	}
	return nil
}

// object takes a JSON object apart, and nothing after it.
func object(text []byte) (fieldList, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, errors.New("not a JSON object")
	}
	var fields fieldList
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, errors.New("not a JSON object")
		}
		f := field{}
		f.name, _ = name.(string) // keys are nothing else
		if err := decoder.Decode(&f.value); err != nil {
			return nil, fmt.Errorf("not a JSON object: %w", err)
		}
		fields = append(fields, f)
	}
	if _, err := decoder.Token(); err != nil || decoder.More() {
		return nil, errors.New("not one JSON object")
	}
	return fields, nil
}

// version is the attribute of that name, if there is one text for it.
func version(attributes []json.RawMessage) string {
	for _, raw := range attributes {
		var attribute struct {
			Type  string `json:"trait_type"`
			Value any    `json:"value"`
		}
		if json.Unmarshal(raw, &attribute) == nil && attribute.Type == "version" {
			text, _ := attribute.Value.(string)
			return text
		}
	}
	return ""
}

// Files gets files by their hashes, from wherever; they are checked here.
type Files interface {
	File(ctx context.Context, h pkg.Hash) ([]byte, error)
}

// Describe gets the metadata of a hash on the chain.
func Describe(ctx context.Context, files Files, h pkg.Hash) (Metadata, error) {
	text, err := files.File(ctx, h)
	if err != nil {
		return Metadata{}, fmt.Errorf("getting metadata %s: %w", h, err)
	}
	if len(text) > MaxMetadata {
		return Metadata{}, fmt.Errorf("metadata %s: %d bytes, at most %d", h, len(text), MaxMetadata)
	}
	if got, err := pkg.HashFile(bytes.NewReader(text)); err != nil || got != h {
		return Metadata{}, fmt.Errorf("getting metadata %s: what came is something else", h)
	}
	return ParseMetadata(text)
}
