package dht

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/ipfs/go-cid"
	kadpb "github.com/libp2p/go-libp2p-kad-dht/pb"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
)

const (
	// MaxFound is how many providers of one content a search gives.
	MaxFound = 20
	// MaxFoundAddrs is how many addresses of each: it is dialled at all of them,
	// and may have named others'.
	MaxFoundAddrs = 16
	// foundPatience is how long a search waits for more providers once it has
	// found one.
	foundPatience = 300 * time.Millisecond
)

var errUnreachable = errors.New("this node has no address to be reached at yet")

// contentKey is the key of content in the DHT: its digest as the multihash of
// sha2-256, whatever version of CID names it.
func contentKey(content [sha256.Size]byte) []byte {
	return append([]byte{0x12, sha256.Size}, content[:]...)
}

func isContentKey(key []byte) bool {
	return len(key) == 2+sha256.Size && key[0] == 0x12 && key[1] == sha256.Size
}

// Provide announces in our own DHT, once, that this node has the content with
// the given sha2-256 digest, and gives how many peers it was sent to; they do
// not acknowledge it. They forget it after 26 h, so whoever has the content
// calls it again every few hours, and after a restart. How many calls there are
// at a time is up to the caller.
func (d *Directory) Provide(ctx context.Context, content [sha256.Size]byte) (sent int, err error) {
	t, err := d.whenReady(ctx)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, d.cfg.PublishTimeout)
	defer cancel()
	key := contentKey(content)
	if !d.cfg.Client {
		if err := t.own.ProviderStore().AddProvider(ctx, key, peer.AddrInfo{ID: d.host.ID()}); err != nil {
			return 0, err
		}
	}
	self := peer.AddrInfo{ID: d.host.ID(), Addrs: t.own.FilteredAddrs()}
	if len(self.Addrs) == 0 {
		return 0, errUnreachable
	}
	peers := t.own.closestOr(ctx, string(key), func(near []peer.ID) { t.own.provide(ctx, key, self, near) })
	return t.own.provide(ctx, key, self, peers), nil
}

// Providers searches our own DHT for peers that say they have the content with
// the given sha2-256 digest, at most MaxFound, in no order. None is no error:
// nobody has it, or nobody was found in time.
func (d *Directory) Providers(ctx context.Context, content [sha256.Size]byte) ([]peer.AddrInfo, error) {
	t, err := d.whenReady(ctx)
	if err != nil {
		return nil, err
	}
	search, cancel := context.WithTimeout(ctx, d.cfg.LookupTimeout)
	defer cancel()
	stream := t.own.FindProvidersAsync(search, cid.NewCidV1(cid.DagProtobuf, contentKey(content)), MaxFound+1)
	found := make(map[peer.ID]peer.AddrInfo)
	var enough <-chan time.Time
	for len(found) < MaxFound {
		select {
		case info, ok := <-stream:
			if !ok {
				return d.dialable(found), ctx.Err()
			}
			if info.ID == d.host.ID() {
				continue
			}
			found[info.ID] = info // a second time only with addresses
			if enough == nil {
				enough = time.After(foundPatience)
			}
		case <-enough:
			return d.dialable(found), nil
		case <-search.Done():
			return d.dialable(found), ctx.Err()
		}
	}
	return d.dialable(found), nil
}

// dialable leaves out, on a public network, addresses of private ones, and what
// is too many.
func (d *Directory) dialable(found map[peer.ID]peer.AddrInfo) []peer.AddrInfo {
	infos := make([]peer.AddrInfo, 0, len(found))
	for _, info := range found {
		if d.cfg.Public {
			info.Addrs = publicOnly(info.Addrs)
		}
		info.Addrs = info.Addrs[:min(len(info.Addrs), MaxFoundAddrs)]
		infos = append(infos, info)
	}
	return infos
}

// whenReady waits until the DHTs run.
func (d *Directory) whenReady(ctx context.Context) (*tables, error) {
	select {
	case <-d.ready:
	case <-d.stopped:
		return nil, errStopped
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case <-d.stopped:
		return nil, errStopped
	default:
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tables, nil
}

// ownRequest is the hook of our own DHT: content is what it takes offers of.
func (d *Directory) ownRequest(ctx context.Context, stream network.Stream, request *kadpb.Message) {
	d.limiter.request(ctx, stream, request)
	if request.GetType() != kadpb.Message_ADD_PROVIDER {
		return
	}
	if !isContentKey(request.GetKey()) {
		request.ProviderPeers = nil
		d.cfg.Observer.refused(refuse(RefusedKey, "offer of something that has no sha2-256 digest"))
		return
	}
	if len(request.GetProviderPeers()) == 0 { // nothing will be stored whose place counts
		return
	}
	d.offers.shares.seen(stream.Conn().RemotePeer(), Origin(stream.Conn()))
}
