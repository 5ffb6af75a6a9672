package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/hashicorp/golang-lru/v2"
	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"

	"google.golang.org/protobuf/encoding/protowire"

	"go-acn/agentrt/pkg"
)

// dagNode is one decoded block.
type dagNode struct {
	folder   bool
	size     int64  // of the file
	data     []byte // of a leaf
	children []child
}

type child struct {
	name  string // empty in files
	hash  pkg.Hash
	total int64 // bytes of all blocks from here down, as the parent says
}

// decode reads a block. It checks what reading on relies on; whether the DAG
// is built as packages are shows when its files are hashed.
func decode(raw []byte) (*dagNode, error) {
	if data, ok := leaf(raw); ok {
		return &dagNode{data: data, size: int64(len(data))}, nil
	}
	node, err := merkledag.DecodeProtobuf(raw)
	if err != nil {
		return nil, fmt.Errorf("reading a node: %w", err)
	}
	meta, err := unixfs.FSNodeFromBytes(node.Data())
	if err != nil {
		return nil, fmt.Errorf("reading a node: %w", err)
	}
	n := &dagNode{data: meta.Data(), size: int64(min(meta.FileSize(), pkg.MaxFile+1))}
	switch meta.Type() {
	case unixfs.TDirectory:
		n.folder = true
	case unixfs.TFile:
	default:
		return nil, errors.New("a node is neither a file nor a folder")
	}
	for i, link := range node.Links() {
		hash, err := pkg.ParseHash(link.Cid.String())
		if err != nil {
			return nil, err
		}
		if n.folder && i > 0 && link.Name <= n.children[i-1].name {
			return nil, fmt.Errorf("names %q and %q are out of order", n.children[i-1].name, link.Name)
		}
		n.children = append(n.children, child{link.Name, hash, int64(min(link.Size, maxTotal))})
	}
	return n, nil
}

// leaf gives the data of a leaf as packages have them, without copying it:
//
//	0a N      data of dag-pb, to the end
//	   08 02     a file
//	   12 n      its bytes
//	   18 n      how many they are
//
// Anything else is left to decode.
func leaf(raw []byte) (data []byte, ok bool) {
	inner, rest, ok := lengthDelimited(raw, 0x0a)
	if !ok || len(rest) > 0 || len(inner) < 2 || inner[0] != 0x08 || inner[1] != 0x02 {
		return nil, false
	}
	data, rest, ok = lengthDelimited(inner[2:], 0x12)
	if !ok || len(data) == 0 || len(rest) == 0 || rest[0] != 0x18 {
		return nil, false
	}
	size, n := protowire.ConsumeVarint(rest[1:])
	return data, n == len(rest)-1 && size == uint64(len(data))
}

// lengthDelimited reads a field of bytes with a tag of one byte.
func lengthDelimited(raw []byte, tag byte) (value, rest []byte, ok bool) {
	if len(raw) == 0 || raw[0] != tag {
		return nil, nil, false
	}
	value, n := protowire.ConsumeBytes(raw[1:])
	if n < 0 {
		return nil, nil, false
	}
	return value, raw[1+n:], true
}

// links are the children in a block. A leaf, which most blocks are, is not read
// any further: whether it is one of a package shows when its file is hashed.
func links(raw []byte) ([]child, error) {
	const linksField = 2 // of dag-pb; the other is the data
	for rest := raw; len(rest) > 0; {
		field, _, n := protowire.ConsumeField(rest)
		if n < 0 || field == linksField {
			node, err := decode(raw)
			if err != nil {
				return nil, err
			}
			return node.children, nil
		}
		rest = rest[n:]
	}
	return nil, nil
}

// maxTotal is far above what a package may have.
const maxTotal = 1 << 40

// recentNodes is how many decoded nodes a view keeps: enough for the way from
// the top of the deepest tree down to a file.
const recentNodes = 32

// view reads files and folders out of blocks.
type view struct {
	block  func(pkg.Hash) ([]byte, error) // verified
	recent *lru.Cache[pkg.Hash, *dagNode]
	root   pkg.Hash
}

func newView(block func(pkg.Hash) ([]byte, error)) (*view, error) {
	recent, err := lru.New[pkg.Hash, *dagNode](recentNodes)
	return &view{block: block, recent: recent}, err
}

func (v *view) node(h pkg.Hash) (*dagNode, error) {
	if n, ok := v.recent.Get(h); ok {
		return n, nil
	}
	raw, err := v.block(h)
	if err != nil {
		return nil, err
	}
	n, err := decode(raw)
	if err == nil {
		v.recent.Add(h, n)
	}
	return n, err
}

// unwrap is the one folder inside a package's outer one, and its name.
func (v *view) unwrap(h pkg.Hash) (*view, string, error) {
	outer, err := v.node(h)
	if err != nil {
		return nil, "", err
	}
	if !outer.folder || len(outer.children) != 1 {
		return nil, "", fmt.Errorf("%s is no package: want a folder that holds one folder", h)
	}
	inner, err := v.node(outer.children[0].hash)
	if err != nil {
		return nil, "", err
	}
	if !inner.folder {
		return nil, "", fmt.Errorf("%s is no package: it holds a file", h)
	}
	v.root = outer.children[0].hash
	return v, outer.children[0].name, nil
}

// Open implements fs.FS.
func (v *view) Open(name string) (fs.File, error) {
	f, err := v.open(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return f, nil
}

func (v *view) open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	hash := v.root
	n, err := v.node(hash)
	for _, part := range strings.Split(name, "/") {
		if err != nil {
			return nil, err
		}
		if name == "." {
			break
		}
		var ok bool
		if hash, ok = n.find(part); !ok {
			return nil, fs.ErrNotExist
		}
		n, err = v.node(hash)
	}
	if err != nil {
		return nil, err
	}
	return &file{view: v, info: info{path.Base(name), n, hash}}, nil
}

func (n *dagNode) find(name string) (pkg.Hash, bool) {
	if !n.folder {
		return pkg.Hash{}, false
	}
	for _, c := range n.children { // in order, but short
		if c.name == name {
			return c.hash, true
		}
	}
	return pkg.Hash{}, false
}

// info describes a file or folder. There are no times and no owners in a DAG
// of a package.
type info struct {
	name string
	node *dagNode
	hash pkg.Hash
}

// Name, Size, ModTime, IsDir, Sys, Mode, Type and Info implement fs.FileInfo
// and fs.DirEntry.
func (i info) Name() string               { return i.name }
func (i info) Size() int64                { return i.node.size }
func (i info) ModTime() time.Time         { return time.Time{} }
func (i info) IsDir() bool                { return i.node.folder }
func (i info) Sys() any                   { return nil }
func (i info) Type() fs.FileMode          { return i.Mode().Type() }
func (i info) Info() (fs.FileInfo, error) { return i, nil }
func (i info) Mode() fs.FileMode {
	if i.node.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

// file is an open file or folder.
type file struct {
	view  *view
	info  info
	next  int // child to read
	chunk bytes.Reader
	begun bool
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

// Read gives the bytes of the leaves one after the other. Files of packages
// have one level of links.
func (f *file) Read(p []byte) (int, error) {
	n := f.info.node
	if n.folder {
		return 0, errors.New("it is a folder")
	}
	if !f.begun {
		f.begun = true
		f.chunk.Reset(n.data)
	}
	for f.chunk.Len() == 0 {
		if f.next == len(n.children) {
			return 0, io.EOF
		}
		leaf, err := f.view.node(n.children[f.next].hash)
		if err != nil {
			return 0, err
		}
		if f.next++; leaf.folder || len(leaf.children) > 0 || len(leaf.data) == 0 {
			return 0, errors.New("the file is not built as those of packages are")
		}
		f.chunk.Reset(leaf.data)
	}
	return f.chunk.Read(p)
}

// Leaf implements pkg.LeafFile.
func (f *file) Leaf() (pkg.Leaf, error) {
	children := f.info.node.children
	switch {
	case f.info.node.folder:
		return pkg.Leaf{}, errors.New("it is a folder")
	case len(children) == 0 && f.next == 0:
		f.next++
		return f.leaf(f.info.hash)
	case f.next < len(children):
		f.next++
		return f.leaf(children[f.next-1].hash)
	}
	return pkg.Leaf{}, io.EOF
}

func (f *file) leaf(h pkg.Hash) (pkg.Leaf, error) {
	raw, err := f.view.block(h)
	if err != nil {
		return pkg.Leaf{}, err
	}
	if data, ok := leaf(raw); ok {
		return pkg.Leaf{Hash: h, Size: len(data), Block: len(raw)}, nil
	}
	if n, err := decode(raw); err == nil && len(n.data) == 0 && len(n.children) == 0 {
		return pkg.Leaf{}, io.EOF // an empty file
	}
	return pkg.Leaf{}, errors.New("the file is not built as those of packages are")
}

// ReadDir implements fs.ReadDirFile.
func (f *file) ReadDir(n int) ([]fs.DirEntry, error) {
	children := f.info.node.children
	if !f.info.node.folder {
		return nil, errors.New("it is no folder")
	}
	rest := children[min(f.next, len(children)):]
	if n > 0 && len(rest) > n {
		rest = rest[:n]
	}
	entries := make([]fs.DirEntry, 0, len(rest))
	for _, c := range rest {
		node, err := f.view.node(c.hash)
		if err != nil {
			return entries, err
		}
		entries = append(entries, info{c.name, &dagNode{folder: node.folder, size: node.size}, c.hash})
		f.next++
	}
	if n > 0 && len(entries) == 0 {
		return nil, io.EOF
	}
	return entries, nil
}
