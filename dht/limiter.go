package dht

import (
	"context"
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"
	kadpb "github.com/libp2p/go-libp2p-kad-dht/pb"
	"github.com/libp2p/go-libp2p/core/network"
	manet "github.com/multiformats/go-multiaddr/net"
	"golang.org/x/time/rate"
)

// limiterPlaces is how many sources of puts are told apart at a time; a source
// that is forgotten starts with a full burst.
const limiterPlaces = 4096

// limiter bounds how fast one place on the network may make us store things.
// A place is an IPv4 address or an IPv6 /56: peer ids cost nothing. It is safe
// for concurrent use.
type limiter struct {
	perSecond rate.Limit
	burst     int
	observer  *Observer
	places    *lru.Cache[string, *rate.Limiter]
}

func newLimiter(perSecond float64, burst int, observer *Observer) (*limiter, error) {
	places, err := lru.New[string, *rate.Limiter](limiterPlaces)
	if err != nil {
		return nil, err
	}
	return &limiter{perSecond: rate.Limit(perSecond), burst: burst, observer: observer, places: places}, nil
}

// request is the DHT's hook for incoming requests. It has no other way to
// refuse one than to take out what was to be stored; the DHT then closes the
// stream.
func (l *limiter) request(_ context.Context, stream network.Stream, request *kadpb.Message) {
	switch request.GetType() {
	case kadpb.Message_PUT_VALUE, kadpb.Message_ADD_PROVIDER:
	default:
		return
	}
	if l.allow(Origin(stream.Conn())) {
		return
	}
	request.Record, request.ProviderPeers = nil, nil
	l.observer.refused(refuse(RefusedRate, "too many puts"))
}

func (l *limiter) allow(from string) bool {
	bucket, ok := l.places.Get(from)
	if !ok {
		bucket = rate.NewLimiter(l.perSecond, l.burst)
		l.places.Add(from, bucket)
	}
	return bucket.Allow()
}

// Origin is the place a connection comes from; behind a relay that is the
// peer itself.
func Origin(conn network.Conn) string {
	addr := conn.RemoteMultiaddr()
	ip, err := manet.ToIP(addr)
	switch {
	case err != nil || isCircuit(addr):
		return "peer " + conn.RemotePeer().String()
	case ip.To4() != nil:
		return ip.To4().String()
	}
	return fmt.Sprintf("%x/56", []byte(ip[:7]))
}
