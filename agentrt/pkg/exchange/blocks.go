package exchange

import (
	"context"
	"errors"

	"github.com/ipfs/boxo/bitswap/message"
	"github.com/ipfs/boxo/blockstore"
	blocks "github.com/ipfs/go-block-format"
	"github.com/ipfs/go-cid"
	ipld "github.com/ipfs/go-ipld-format"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

type bitswapMessage = message.BitSwapMessage

// accepted is what bitswap serves from: the accepted blocks of a store, by
// whatever version of CID. Nothing is put in through it.
type accepted struct{ store *store.Store }

var _ blockstore.Blockstore = accepted{}

var errReadOnly = errors.New("blocks are not put in this way")

func hashOf(c cid.Cid) (pkg.Hash, bool) {
	multihash := c.Hash()
	var h pkg.Hash
	if len(multihash) != 2+len(h) || multihash[0] != 0x12 || multihash[1] != byte(len(h)) {
		return h, false
	}
	copy(h[:], multihash[2:])
	return h, true
}

// Get implements blockstore.Blockstore.
func (a accepted) Get(ctx context.Context, c cid.Cid) (blocks.Block, error) {
	data, err := a.data(ctx, c)
	if err != nil {
		return nil, err
	}
	return blocks.NewBlockWithCid(data, c)
}

func (a accepted) data(ctx context.Context, c cid.Cid) ([]byte, error) {
	h, ok := hashOf(c)
	if !ok {
		return nil, ipld.ErrNotFound{Cid: c}
	}
	data, err := a.store.Block(ctx, h)
	if err != nil { // a block that is damaged is none
		return nil, ipld.ErrNotFound{Cid: c}
	}
	return data, nil
}

// GetSize implements blockstore.Blockstore.
func (a accepted) GetSize(ctx context.Context, c cid.Cid) (int, error) {
	h, ok := hashOf(c)
	if !ok {
		return 0, ipld.ErrNotFound{Cid: c}
	}
	size, err := a.store.BlockSize(ctx, h)
	if err != nil {
		return 0, ipld.ErrNotFound{Cid: c}
	}
	return size, nil
}

// Has implements blockstore.Blockstore.
func (a accepted) Has(ctx context.Context, c cid.Cid) (bool, error) {
	_, err := a.GetSize(ctx, c)
	return err == nil, nil
}

// Put implements blockstore.Blockstore.
func (accepted) Put(context.Context, blocks.Block) error { return errReadOnly }

// PutMany implements blockstore.Blockstore.
func (accepted) PutMany(context.Context, []blocks.Block) error { return errReadOnly }

// DeleteBlock implements blockstore.Blockstore.
func (accepted) DeleteBlock(context.Context, cid.Cid) error { return errReadOnly }

// AllKeysChan implements blockstore.Blockstore.
func (accepted) AllKeysChan(context.Context) (<-chan cid.Cid, error) { return nil, errReadOnly }

// sent counts the blocks that bitswap sends.
type sent struct{ observer *Observer }

// MessageReceived implements tracer.Tracer.
func (*sent) MessageReceived(peer.ID, bitswapMessage) {}

// MessageSent implements tracer.Tracer.
func (s *sent) MessageSent(p peer.ID, m bitswapMessage) {
	t := Traffic{Peer: p, Way: Bitswap, Out: true}
	for _, b := range m.Blocks() {
		t.Blocks++
		t.Bytes += int64(len(b.RawData()))
	}
	s.observer.moved(t)
}
