package demo

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/internal/node"
)

// running is one node of the demonstration.
type running struct {
	node.Info
	name  string
	up    time.Duration // it took to start
	stop  context.CancelFunc
	ended chan error // gets the result of the node once
}

// startNode runs a node as long as ctx, and waits until it serves.
func (s *stage) startNode(ctx context.Context, name string, entries []string) (*running, error) {
	identity, err := acn.NewIdentity()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	ready := make(chan node.Info, 1)
	n, err := node.New(node.Config{
		Identity: identity, DataDir: filepath.Join(s.dir, name), Listen: "127.0.0.1:0", Public: "127.0.0.1:0", EntryPeers: entries,
		DelegateListen: "127.0.0.1:0", NoQUIC: true, // loopback needs no second transport
		Ready: func(info node.Info) { ready <- info },
	}, node.Deps{})
	if err != nil {
		return nil, fmt.Errorf("node %s: %w", name, err)
	}
	limited, cancel := s.limit(ctx)
	defer cancel()
	life, stop := context.WithCancel(ctx)
	r := &running{name: name, stop: stop, ended: make(chan error, 1)}
	s.nodesRunning.Go(func() { r.ended <- n.Run(life) })
	select {
	case r.Info = <-ready:
		r.up = time.Since(began)
		return r, nil
	case err = <-r.ended:
	case <-limited.Done():
		err = context.Cause(limited)
	}
	stop()
	return nil, fmt.Errorf("node %s did not start: %w", name, err)
}

// entry is the address others enter through.
func (r *running) entry() string {
	for _, addr := range r.Addrs {
		if strings.Contains(addr.String(), "/tcp/") {
			return addr.String()
		}
	}
	return ""
}

func (r *running) target() delegate.Node {
	return delegate.Node{Address: r.Delegate, Key: r.NodeKey}
}
