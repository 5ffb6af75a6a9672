package kuboapi

import (
	"io/fs"
	"path"

	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"

	"go-acn/agentrt/pkg"
)

// listing is what kubo says about each file and folder of a package: the CID
// and the size of everything below it, headers of nodes included.
type listing struct {
	content *pkg.Content
	nodes   map[pkg.Hash]node
}

type node struct {
	size   uint64
	inside []link // only of a folder
}

type link struct {
	name string
	hash pkg.Hash
}

// list hashes a package without storing it.
func list(folder fs.FS, name string, limits pkg.Limits) (*listing, error) {
	l := &listing{nodes: make(map[pkg.Hash]node)}
	content, err := pkg.Measure(folder, name, limits, func(b pkg.Block) error {
		n, err := describe(b)
		l.nodes[b.Hash] = n
		return err
	})
	l.content = content
	return l, err
}

func describe(b pkg.Block) (node, error) {
	decoded, err := merkledag.DecodeProtobuf(b.Data)
	if err != nil {
		return node{}, err
	}
	n := node{size: uint64(len(b.Data))}
	meta, err := unixfs.FSNodeFromBytes(decoded.Data())
	if err != nil {
		return node{}, err
	}
	for _, l := range decoded.Links() {
		n.size += l.Size
		if meta.Type() != unixfs.TDirectory {
			continue
		}
		h, err := pkg.ParseHash(l.Cid.String())
		if err != nil {
			return node{}, err
		}
		n.inside = append(n.inside, link{l.Name, h})
	}
	return n, nil
}

// walk visits the folders below one, those inside first, in the order of
// their names, and then itself.
func (l *listing) walk(name string, h pkg.Hash, visit func(name string, h pkg.Hash)) {
	files := make(map[string]bool, len(l.content.Files))
	for _, file := range l.content.Files {
		files[path.Join(l.content.Name, file.Path)] = true
	}
	var down func(name string, h pkg.Hash)
	down = func(name string, h pkg.Hash) {
		for _, child := range l.nodes[h].inside {
			if inside := path.Join(name, child.name); !files[inside] {
				down(inside, child.hash)
			}
		}
		visit(name, h)
	}
	down(name, h)
}
