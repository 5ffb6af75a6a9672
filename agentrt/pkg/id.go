package pkg

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// ID names a package without saying which content: kind, author, name and
// version. IDs are equal if their fields are.
type ID struct {
	Kind                  Kind
	Author, Name, Version string
}

// Ref is an ID and the hash of the content that is meant. The hash is zero if
// the text it comes from had none.
type Ref struct {
	ID
	Hash Hash
}

var (
	idName    = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]{0,127}$`)
	idVersion = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)((a|b|rc)\d+)?(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$`)
)

// longestID bounds the text of an ID or Ref; names take 2*128 of it.
const longestID = 512

func (id ID) check() error {
	switch {
	case !idName.MatchString(id.Author):
		return fmt.Errorf("author %q: want up to 128 letters, digits and underscores, no digit first", shorten(id.Author))
	case !idName.MatchString(id.Name):
		return fmt.Errorf("name %q: want up to 128 letters, digits and underscores, no digit first", shorten(id.Name))
	case !idVersion.MatchString(id.Version) || len(id.Version) > 64:
		return fmt.Errorf("version %q: want one like 0.1.0", shorten(id.Version))
	}
	return nil
}

// String is kind/author/name/version, as packages.json has it.
func (id ID) String() string {
	return string(id.Kind) + "/" + id.Author + "/" + id.Name + "/" + id.Version
}

// MarshalText is String.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// Public is author/name:version, as configurations have it.
func (id ID) Public() string { return id.Author + "/" + id.Name + ":" + id.Version }

// Folder is where a tree of packages has this one: author/kinds/name.
func (id ID) Folder() string { return path.Join(id.Author, id.Kind.Plural(), id.Name) }

// ParseID reads kind/author/name/version.
func ParseID(text string) (ID, error) {
	if len(text) > longestID {
		return ID{}, fmt.Errorf("a package id of %d characters", len(text))
	}
	parts := strings.Split(text, "/")
	if len(parts) != 4 {
		return ID{}, fmt.Errorf("%q is not of the form kind/author/name/version", shorten(text))
	}
	kind, err := ParseKind(parts[0])
	if err != nil {
		return ID{}, err
	}
	id := ID{kind, parts[1], parts[2], parts[3]}
	return id, id.check()
}

// Text is author/name:version:hash; the hash is left away if it is zero.
func (r Ref) Text() string {
	if r.Hash.IsZero() {
		return r.Public()
	}
	return r.Public() + ":" + r.Hash.String()
}

// ParseRef reads author/name:version or author/name:version:hash, the way
// configurations refer to packages of a kind.
func ParseRef(kind Kind, text string) (Ref, error) {
	if len(text) > longestID {
		return Ref{}, fmt.Errorf("a reference of %d characters", len(text))
	}
	author, rest, _ := strings.Cut(text, "/")
	parts := strings.Split(rest, ":")
	if len(parts) != 2 && len(parts) != 3 {
		return Ref{}, fmt.Errorf("%q is not of the form author/name:version:hash", shorten(text))
	}
	ref := Ref{ID: ID{kind, author, parts[0], parts[1]}}
	if err := ref.check(); err != nil {
		return Ref{}, fmt.Errorf("%q: %w", shorten(text), err)
	}
	if len(parts) == 3 {
		hash, err := ParseHash(parts[2])
		if err != nil {
			return Ref{}, err
		}
		if hash.IsZero() {
			return Ref{}, errors.New("a hash of nothing but zeros")
		}
		ref.Hash = hash
	}
	return ref, nil
}
