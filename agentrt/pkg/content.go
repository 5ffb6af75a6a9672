package pkg

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	ipld "github.com/ipfs/go-ipld-format"
)

// MaxFile is the most bytes a file of a package may have, 45,613,056. Up to
// here a file has one level of links, and all tools agree on its CID; above,
// those in Python and those in Go differ.
const MaxFile = fanOut * chunkSize

// Limits bound what a package may be. A field that is zero has its default.
type Limits struct {
	Files int   // files and folders in all; default 10,000
	Depth int   // folders below the package's own; default 24
	Name  int   // bytes of one file or folder name; default 255
	File  int64 // bytes of one file; default and most MaxFile
	Total int64 // bytes of all files; default 256 MiB
}

// WithDefaults fills in what is zero.
func (l Limits) WithDefaults() Limits {
	orDefault(&l.Files, 10_000)
	orDefault(&l.Depth, 24)
	orDefault(&l.Name, 255)
	orDefault(&l.File, MaxFile)
	orDefault(&l.Total, 256<<20)
	l.File = min(l.File, MaxFile)
	return l
}

func orDefault[T int | int64](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}

// File is one file of a package.
type File struct {
	Path string `json:"path"` // slash separated, from the package's folder
	Size int64  `json:"size"` // bytes
	Hash Hash   `json:"hash"` // of the file on its own
}

// Content is what a package's folder holds, and its names.
type Content struct {
	Name   string // of the folder
	Hash   Hash   // of the package: a folder that holds nothing but this one
	Folder Hash   // of the folder itself
	Files  []File // in the order of their paths
	Size   int64  // bytes of all files
}

// A FileError says which file or folder of a package is no good.
type FileError struct {
	File string
	Err  error
}

func (e *FileError) Error() string { return e.File + ": " + e.Err.Error() }
func (e *FileError) Unwrap() error { return e.Err }

// Measure reads a package's folder, fsys, whose name is part of its hash. It
// leaves out what the tools that made existing packages leave out:
// __pycache__ folders and *.pyc files. It refuses symbolic links, devices,
// empty files, names that are no good everywhere, and what exceeds the limits;
// errors are *FileError. If sink is not nil it gets every block; if it is nil, a
// LeafFile is not read.
func Measure(fsys fs.FS, name string, limits Limits, sink Sink) (*Content, error) {
	m := &measurement{fsys: fsys, limits: limits.WithDefaults(), sink: sink, content: Content{Name: name}}
	if err := checkName(name, m.limits.Name); err != nil {
		return nil, &FileError{name, err}
	}
	inner, err := m.folder(".", 0)
	if err != nil {
		return nil, err
	}
	outer, err := newFolder()
	if err == nil {
		err = outer.add(name, inner)
	}
	if err != nil {
		return nil, &FileError{name, err}
	}
	if err := m.sink.put(outer.node); err != nil {
		return nil, &FileError{name, err}
	}
	slices.SortFunc(m.content.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	if m.content.Folder, err = fromCID(inner.Cid()); err != nil {
		return nil, &FileError{name, err}
	}
	m.content.Hash, err = fromCID(outer.node.Cid())
	return &m.content, err
}

type measurement struct {
	fsys    fs.FS
	limits  Limits
	sink    Sink
	content Content
	entries int // files and folders so far
}

func (m *measurement) folder(dir string, depth int) (ipld.Node, error) {
	if depth > m.limits.Depth {
		return nil, &FileError{dir, fmt.Errorf("folders are %d deep, limit %d", depth, m.limits.Depth)}
	}
	entries, err := fs.ReadDir(m.fsys, dir)
	if err != nil {
		return nil, &FileError{dir, err}
	}
	built, err := newFolder()
	if err != nil {
		return nil, &FileError{dir, err}
	}
	for _, entry := range entries {
		if leftOut(entry) {
			continue
		}
		name := path.Join(dir, entry.Name())
		if err := checkName(entry.Name(), m.limits.Name); err != nil {
			return nil, &FileError{name, err}
		}
		if m.entries++; m.entries > m.limits.Files {
			return nil, &FileError{name, fmt.Errorf("more than %d files and folders", m.limits.Files)}
		}
		var child ipld.Node
		switch mode := entry.Type(); {
		case mode.IsDir():
			child, err = m.folder(name, depth+1)
		case mode.IsRegular():
			child, err = m.file(name)
		default:
			err = &FileError{name, errors.New("a package holds files and folders, no symbolic links or devices")}
		}
		if err != nil {
			return nil, err
		}
		if err := built.add(entry.Name(), child); err != nil {
			return nil, &FileError{name, err}
		}
	}
	if err := m.sink.put(built.node); err != nil {
		return nil, &FileError{dir, err}
	}
	return built.node, nil
}

// leftOut tells what Python leaves behind.
func leftOut(entry fs.DirEntry) bool {
	if entry.IsDir() {
		return entry.Name() == "__pycache__"
	}
	return strings.HasSuffix(entry.Name(), ".pyc")
}

func (m *measurement) file(name string) (ipld.Node, error) {
	f, err := m.fsys.Open(name)
	if err != nil {
		return nil, &FileError{name, err}
	}
	defer f.Close()
	// One byte more than may be, so that a file which grows is found out.
	counted := &counter{r: io.LimitReader(f, min(m.limits.File, m.limits.Total-m.content.Size)+1)}
	var node ipld.Node
	if leaves, ok := f.(LeafFile); ok && m.sink == nil {
		node, err = nodeOfLeaves(leaves, counted)
	} else {
		node, err = fileNode(counted, m.sink)
	}
	if err == nil {
		err = m.checkSize(counted.n)
	}
	if err != nil {
		return nil, &FileError{name, err}
	}
	hash, err := fromCID(node.Cid())
	if err != nil {
		return nil, &FileError{name, err}
	}
	m.content.Size += counted.n
	m.content.Files = append(m.content.Files, File{name, counted.n, hash})
	return node, nil
}

func (m *measurement) checkSize(size int64) error {
	switch {
	case size == 0:
		return errors.New("the file is empty, which packages may not hold")
	case size > m.limits.File:
		return fmt.Errorf("more than %d bytes", m.limits.File)
	case size > m.limits.Total-m.content.Size:
		return fmt.Errorf("the package has more than %d bytes", m.limits.Total)
	}
	return nil
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// checkName refuses names that some file system, shell or archive would take
// for something else.
func checkName(name string, longest int) error {
	switch {
	case name == "" || name == "." || name == "..":
		return fmt.Errorf("%q is no name", name)
	case len(name) > longest:
		return fmt.Errorf("a name of %d bytes, limit %d", len(name), longest)
	case !utf8.ValidString(name):
		return errors.New("the name is not UTF-8")
	case strings.ContainsAny(name, `/\`):
		return errors.New("a name with a slash or backslash")
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }):
		return errors.New("a name with control characters")
	}
	return nil
}
