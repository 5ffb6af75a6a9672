package dht

import (
	"context"
	"encoding/base32"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	"github.com/libp2p/go-libp2p/core/peer"
)

// offerStore is the datastore of provider records in our own DHT: which peers
// offer which content. The library bounds neither how many it keeps nor how
// many one peer makes, so beside the quota in all it bounds what each of them
// may have.
//
// The library buffers up to 320 records before it stores them, and gives them
// out meanwhile; the bounds apply when they are stored.
type offerStore struct {
	*quota
	shares *shares // guarded by the quota's lock, as it is its bounds
}

func newOfferStore(store datastore.Batching, self peer.ID, cfg Config) (*offerStore, error) {
	shares, err := newShares(self, cfg)
	if err != nil {
		return nil, err
	}
	q := newQuota(store, positionOf([]byte(self)), TableContent, cfg.MaxRecords, cfg.MaxRecordBytes, &cfg.Observer)
	q.bounds = shares
	return &offerStore{quota: q, shares: shares}, nil
}

// Query answers which peers offer one content from memory: without a cache,
// which could not be bounded, it is asked for every request.
func (s *offerStore) Query(ctx context.Context, q query.Query) (query.Results, error) {
	prefix := datastore.NewKey(q.Prefix)
	if len(prefix.Namespaces()) != 2 {
		return s.quota.Query(ctx, q)
	}
	s.mu.Lock()
	keys := make([]datastore.Key, 0, s.shares.mostPerKey)
	for name := range s.shares.keys[prefix.Name()] {
		keys = append(keys, prefix.ChildString(name))
	}
	s.mu.Unlock()
	entries := make([]query.Entry, 0, len(keys))
	for _, key := range keys {
		if value, err := s.Get(ctx, key); err == nil { // or it has just gone
			entries = append(entries, query.Entry{Key: key.String(), Value: value, Size: len(value)})
		}
	}
	return query.ResultsWithEntries(q, entries), nil
}

// shares is how many offers each peer has here, and which peers each content.
// It is plain data.
type shares struct {
	self                                 string // own offers count for nothing
	mostPerPeer, mostPerKey, mostPerSpot int
	peers                                map[string]int
	keys                                 map[string]map[string]string // peers by content, and where each is
	// spots is where peers are that announced something lately. It has a lock
	// of its own.
	spots *lru.Cache[string, string]
}

func newShares(self peer.ID, cfg Config) (*shares, error) {
	spots, err := lru.New[string, string](limiterPlaces)
	return &shares{
		self: peerName(self), mostPerPeer: cfg.MaxOffers, mostPerKey: cfg.MaxProviders, mostPerSpot: cfg.MaxProvidersPerPlace,
		peers: make(map[string]int), keys: make(map[string]map[string]string), spots: spots,
	}, err
}

// peerName is a peer in keys of the datastore.
func peerName(p peer.ID) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(p))
}

// seen notes where a peer is; offers of peers that were not seen since the
// node started count for no place.
func (s *shares) seen(p peer.ID, spot string) { s.spots.Add(peerName(p), spot) }

// split takes /providers/CONTENT/PEER apart.
func split(key datastore.Key) (content, who string) {
	content, who, _ = strings.Cut(strings.TrimPrefix(key.String(), "/providers/"), "/")
	return content, who
}

// admit implements bounds.
func (s *shares) admit(key datastore.Key) error {
	content, who := split(key)
	if who == s.self {
		return nil
	}
	if s.peers[who] >= s.mostPerPeer {
		return refuse(RefusedPeer, "a peer offers more than %d things here", s.mostPerPeer)
	}
	others := s.keys[content]
	if len(others) >= s.mostPerKey {
		return refuse(RefusedCrowded, "more than %d peers offer it", s.mostPerKey)
	}
	spot, known := s.spots.Get(who)
	if !known {
		return nil
	}
	same := 0
	for _, other := range others {
		if other == spot {
			same++
		}
	}
	if same >= s.mostPerSpot {
		return refuse(RefusedCrowded, "more than %d peers of one place offer it", s.mostPerSpot)
	}
	return nil
}

// added implements bounds.
func (s *shares) added(key datastore.Key) {
	content, who := split(key)
	if s.keys[content] == nil {
		s.keys[content] = make(map[string]string)
	}
	s.keys[content][who], _ = s.spots.Get(who)
	s.peers[who]++
}

// removed implements bounds.
func (s *shares) removed(key datastore.Key) {
	content, who := split(key)
	delete(s.keys[content], who)
	if len(s.keys[content]) == 0 {
		delete(s.keys, content)
	}
	if s.peers[who]--; s.peers[who] <= 0 {
		delete(s.peers, who)
	}
}

// noCache is a cache for the library that keeps nothing: its own holds whole
// sets of providers, to which anybody adds and which nothing bounds.
type noCache struct {
	*simplelru.LRU[any, any] // always empty
}

func newNoCache() (noCache, error) {
	empty, err := simplelru.NewLRU[any, any](1, nil)
	return noCache{empty}, err
}

// Add implements the cache.
func (noCache) Add(any, any) bool { return false }
