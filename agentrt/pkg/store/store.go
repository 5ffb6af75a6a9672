package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/ipfs/boxo/blockstore"
	blocks "github.com/ipfs/go-block-format"
	"github.com/ipfs/go-cid"
	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	ipld "github.com/ipfs/go-ipld-format"

	"go-acn/agentrt/pkg"
	"go-acn/internal/disk"
)

var (
	// ErrNotFound means that the store has no such package, or block of one.
	ErrNotFound = errors.New("not here")
	// ErrCorrupt means that the bytes of a block are not those its hash names,
	// or cannot be read from the disk any more.
	ErrCorrupt = errors.New("a block does not match its hash")
)

// Store is a set of packages in a datastore.
type Store struct {
	limits  pkg.Limits
	data    datastore.Batching
	blocks  blockstore.Blockstore
	adding  additions
	sweeper chan struct{} // held by who sweeps
	gate    Gate          // may be nil
	held    holds
	given   *lru.Cache[pkg.Hash, struct{}] // blocks verified for Block
}

// mostGiven bounds Store.given; 16,384 leaves are 4 GiB.
const mostGiven = 16384

// New uses a datastore, under the keys /blocks, /accepted, /packages and
// /files. Limits bound each package that is put in.
func New(data datastore.Batching, limits pkg.Limits) *Store {
	given, _ := lru.New[pkg.Hash, struct{}](mostGiven) // fails for sizes below 1 alone
	// What is put in replaces what is there, which may be damaged.
	blocks := blockstore.NewBlockstore(data, blockstore.WriteThrough(true))
	return &Store{limits: limits.WithDefaults(), data: data, blocks: blocks, sweeper: make(chan struct{}, 1), given: given}
}

// Entry is a package that the store holds.
type Entry struct {
	Hash pkg.Hash `json:"hash"`
	Name string   `json:"name"` // of its folder
	Size int64    `json:"size"` // bytes of its files
}

// acceptedKey marks a block that is part of a package which was listed.
func acceptedKey(h pkg.Hash) datastore.Key { return datastore.NewKey("/accepted/" + h.String()) }

func entryKey(h pkg.Hash) datastore.Key { return datastore.NewKey("/packages/" + h.String()) }

// Add puts in a package's folder.
func (s *Store) Add(ctx context.Context, fsys fs.FS, name string) (Entry, error) {
	adding := s.adding.begin()
	defer adding.end()
	seen := make(map[pkg.Hash]bool)
	content, err := pkg.Measure(fsys, name, s.limits, func(b pkg.Block) error {
		seen[b.Hash] = true
		return s.put(ctx, adding, b)
	})
	if err != nil {
		return Entry{}, err
	}
	return s.list(ctx, content, maps.Keys(seen))
}

// list makes a package that is complete known, and its blocks readable for
// others. They are on disk first.
func (s *Store) list(ctx context.Context, content *pkg.Content, all iter.Seq[pkg.Hash]) (Entry, error) {
	entry := Entry{content.Hash, content.Name, content.Size}
	if err := s.pass(ctx, entry); err != nil {
		return Entry{}, err
	}
	if err := s.write(ctx, entryKey(entry.Hash), entry, all); err != nil {
		return Entry{}, fmt.Errorf("storing %s: %w", entry.Hash, err)
	}
	return entry, nil
}

func (s *Store) write(ctx context.Context, key datastore.Key, entry Entry, all iter.Seq[pkg.Hash]) error {
	root := datastore.NewKey("/")
	if err := s.data.Sync(ctx, root); err != nil {
		return err
	}
	text, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	batch, err := s.data.Batch(ctx) // all of it or nothing
	if err != nil {
		return err
	}
	for h := range all {
		if err := batch.Put(ctx, acceptedKey(h), nil); err != nil {
			return err
		}
		s.given.Add(h, struct{}{}) // was hashed on its way in
	}
	if err := batch.Put(ctx, key, text); err != nil {
		return err
	}
	if err := batch.Commit(ctx); err != nil {
		return err
	}
	return s.data.Sync(ctx, root)
}

// put stores a block after a look whether it is what it says.
func (s *Store) put(ctx context.Context, adding *addition, b pkg.Block) error {
	if sha256.Sum256(b.Data) != b.Hash {
		return fmt.Errorf("%s: %w", b.Hash, ErrCorrupt)
	}
	return s.save(ctx, adding, b)
}

// save stores a block that has been verified.
func (s *Store) save(ctx context.Context, adding *addition, b pkg.Block) error {
	adding.touch(b.Hash)
	block, err := blocks.NewBlockWithCid(b.Data, v0(b.Hash))
	if err != nil {
		return err
	}
	return s.blocks.Put(ctx, block)
}

// v0 is the CID under which links name a block.
func v0(h pkg.Hash) cid.Cid { return cid.NewCidV0(append([]byte{0x12, sha256.Size}, h[:]...)) }

// block reads a block and verifies it.
func (s *Store) block(ctx context.Context, h pkg.Hash) ([]byte, error) {
	data, err := s.load(ctx, h)
	if err == nil && sha256.Sum256(data) != h {
		return nil, fmt.Errorf("block %s: %w", h, ErrCorrupt)
	}
	return data, err
}

// load reads a block.
func (s *Store) load(ctx context.Context, h pkg.Hash) ([]byte, error) {
	block, err := s.blocks.Get(ctx, v0(h))
	switch {
	case ipld.IsNotFound(err):
		err = fs.ErrNotExist
	case errors.Is(err, disk.ErrDamaged):
		err = fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err != nil {
		return nil, fmt.Errorf("block %s: %w", h, err)
	}
	return block.RawData(), nil
}

// Block is a block for others: one of a package that is here, or was until the
// next Collect. Blocks of packages that are on their way, or were refused, are
// not given away. It is verified the first time since the process started, when
// it came in or here; whoever gets it verifies it anyway, and the datastore has
// checksums of its own. With it a Store is a Source.
func (s *Store) Block(ctx context.Context, h pkg.Hash) ([]byte, error) {
	if err := s.accepted(ctx, h); err != nil {
		return nil, fmt.Errorf("block %s: %w", h, err)
	}
	if s.given.Contains(h) {
		return s.load(ctx, h)
	}
	data, err := s.block(ctx, h)
	if err == nil {
		s.given.Add(h, struct{}{})
	}
	return data, err
}

func (s *Store) accepted(ctx context.Context, h pkg.Hash) error {
	switch accepted, err := s.data.Has(ctx, acceptedKey(h)); {
	case errors.Is(err, disk.ErrDamaged):
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case err == nil && !accepted:
		return ErrNotFound
	default:
		return err
	}
}

// BlockSize is how many bytes a block has that Block gives.
func (s *Store) BlockSize(ctx context.Context, h pkg.Hash) (int, error) {
	err := s.accepted(ctx, h)
	size := 0
	if err == nil {
		size, err = s.blocks.GetSize(ctx, v0(h))
	}
	if err != nil {
		return 0, fmt.Errorf("block %s: %w", h, err)
	}
	return size, nil
}

func (s *Store) String() string { return "store" }

// Open is the folder of a package, and what is known about it. The folder is
// read through ctx.
func (s *Store) Open(ctx context.Context, h pkg.Hash) (fs.FS, Entry, error) {
	text, err := s.data.Get(ctx, entryKey(h))
	if errors.Is(err, datastore.ErrNotFound) {
		return nil, Entry{}, fmt.Errorf("%s: %w", h, ErrNotFound)
	}
	var entry Entry
	if err == nil {
		err = json.Unmarshal(text, &entry)
	}
	if err != nil {
		return nil, Entry{}, fmt.Errorf("reading %s: %w", h, err)
	}
	folder, _, err := s.view(ctx, h)
	return folder, entry, err
}

func (s *Store) view(ctx context.Context, h pkg.Hash) (fs.FS, string, error) {
	v, err := newView(func(h pkg.Hash) ([]byte, error) { return s.block(ctx, h) })
	if err != nil {
		return nil, "", err
	}
	return v.unwrap(h)
}

// Packages lists what the store holds, in the order of hashes.
func (s *Store) Packages(ctx context.Context) ([]Entry, error) {
	return s.entries(ctx, "/packages")
}

func (s *Store) entries(ctx context.Context, prefix string) ([]Entry, error) {
	results, err := s.data.Query(ctx, query.Query{Prefix: prefix, Orders: []query.Order{query.OrderByKey{}}})
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", prefix, err)
	}
	rows, err := results.Rest()
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", prefix, err)
	}
	entries := make([]Entry, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal(row.Value, &entries[i]); err != nil {
			return nil, fmt.Errorf("listing %s: %s: %w", prefix, row.Key, err)
		}
	}
	return entries, nil
}

// walk visits the blocks of a DAG once, parents first, but those that are in
// seen, to which it adds them.
func (s *Store) walk(ctx context.Context, h pkg.Hash, seen map[pkg.Hash]bool, visit func(pkg.Block) error) error {
	if seen[h] {
		return nil
	}
	seen[h] = true
	data, err := s.block(ctx, h)
	if err != nil {
		return err
	}
	if err := visit(pkg.Block{Hash: h, Data: data}); err != nil {
		return err
	}
	n, err := decode(data)
	if err != nil {
		return err
	}
	for _, child := range n.children {
		if err := s.walk(ctx, child.hash, seen, visit); err != nil {
			return err
		}
	}
	return nil
}
