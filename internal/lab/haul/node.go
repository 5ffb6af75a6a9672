package haul

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/pkg/store"
	"go-acn/internal/node"
)

// rawProtocol is a stream that is nothing but bytes.
const rawProtocol = "/acn-lab/raw"

// answer is a line of a measured node.
type answer struct {
	Addrs []string      `json:"addrs,omitempty"` // once, when it is up
	Hash  string        `json:"hash,omitempty"`
	Took  time.Duration `json:"took_ns,omitempty"`
	Error string        `json:"error,omitempty"`
}

// RunNode is a process under measurement: a node on loopback with a store on
// disk and an exchange, as a registry has them. It obeys lines of in:
//
//	add DIR          put in a package
//	fetch CID ADDR   fetch one from the node at a multiaddr
//	raw SIZE ADDR    read so many bytes from one stream of that node
//
// and answers each with a line of JSON. It ends with in.
func RunNode(ctx context.Context, dataDir string, in io.Reader, out io.Writer) error {
	identity, err := acn.NewIdentity()
	if err != nil {
		return err
	}
	infos := make(chan node.Info, 1)
	m := &measured{in: in, out: json.NewEncoder(out), infos: infos}
	n, err := node.New(node.Config{
		Identity: identity, DataDir: dataDir, Listen: "127.0.0.1:0", Public: "127.0.0.1:0", NoQUIC: true,
		Ready: func(info node.Info) { infos <- info },
	}, node.Deps{Services: []node.Service{m}})
	if err != nil {
		return err
	}
	if err := n.Run(ctx); !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// measured is the service of a node under measurement.
type measured struct {
	in    io.Reader
	out   *json.Encoder
	infos chan node.Info

	on       node.Platform
	store    *store.Store
	exchange *exchange.Exchange
}

// Run implements node.Service.
func (m *measured) Run(ctx context.Context, on node.Platform) error {
	m.on, m.store = on, store.New(on.Store, pkg.Limits{})
	var err error
	if m.exchange, err = exchange.New(exchange.Config{}, on.Host, m.store); err != nil {
		return err
	}
	on.Host.SetStreamHandler(rawProtocol, sendRaw)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return m.exchange.Run(ctx) })
	group.Go(func() error { return m.obey(ctx) })
	return group.Wait()
}

func (m *measured) obey(ctx context.Context) error {
	<-m.exchange.Ready()
	up := answer{}
	for _, addr := range (<-m.infos).Addrs {
		up.Addrs = append(up.Addrs, addr.String())
	}
	if err := m.out.Encode(up); err != nil {
		return err
	}
	lines := bufio.NewScanner(m.in)
	for lines.Scan() {
		a, err := m.do(ctx, strings.Fields(lines.Text()))
		if err != nil {
			a.Error = err.Error()
		}
		if err := m.out.Encode(a); err != nil {
			return err
		}
	}
	return io.EOF
}

func (m *measured) do(ctx context.Context, words []string) (answer, error) {
	switch {
	case len(words) == 2 && words[0] == "add":
		return m.add(ctx, words[1])
	case len(words) == 3 && words[0] == "fetch":
		return m.fetch(ctx, words[1], words[2])
	case len(words) == 3 && words[0] == "raw":
		return m.raw(ctx, words[1], words[2])
	}
	return answer{}, fmt.Errorf("no command: %q", words)
}

func (m *measured) add(ctx context.Context, dir string) (answer, error) {
	if err := m.forget(ctx); err != nil {
		return answer{}, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return answer{}, err
	}
	defer root.Close()
	entry, err := m.store.Add(ctx, root.FS(), filepath.Base(dir))
	return answer{Hash: entry.Hash.V0()}, err
}

func (m *measured) fetch(ctx context.Context, cid, addr string) (answer, error) {
	h, err := pkg.ParseHash(cid)
	if err != nil {
		return answer{}, err
	}
	peers, err := exchange.ParsePeers([]string{addr})
	if err != nil {
		return answer{}, err
	}
	if err := m.forget(ctx); err != nil {
		return answer{}, err
	}
	started := time.Now()
	_, err = m.exchange.Fetch(ctx, h, peers, store.Watch{})
	return answer{Took: time.Since(started)}, err
}

// forget drops the package before: a store in memory would grow, and what the
// system takes to give out memory would be measured.
func (m *measured) forget(ctx context.Context) error {
	entries, err := m.store.Packages(ctx)
	for i := 0; err == nil && i < len(entries); i++ {
		err = m.store.Remove(ctx, entries[i].Hash)
	}
	if err == nil {
		_, err = m.store.Collect(ctx)
	}
	return err
}

func (m *measured) raw(ctx context.Context, size, addr string) (answer, error) {
	var want int64
	if _, err := fmt.Sscan(size, &want); err != nil {
		return answer{}, err
	}
	peers, err := exchange.ParsePeers([]string{addr})
	if err != nil {
		return answer{}, err
	}
	if err := m.on.Host.Connect(ctx, peers[0]); err != nil {
		return answer{}, err
	}
	started := time.Now()
	s, err := m.on.Host.NewStream(ctx, peers[0].ID, rawProtocol)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = s.Reset() }()
	if _, err := fmt.Fprintln(s, want); err != nil {
		return answer{}, err
	}
	got, err := io.Copy(io.Discard, struct{ io.Reader }{s})
	if err == nil && got != want {
		err = fmt.Errorf("%d bytes came, want %d", got, want)
	}
	return answer{Took: time.Since(started)}, err
}

// sendRaw writes as many bytes as it is asked for, 64 KiB at a time.
func sendRaw(s network.Stream) {
	var size int64
	if _, err := fmt.Fscanln(s, &size); err != nil {
		_ = s.Reset()
		return
	}
	for buffer := make([]byte, 64<<10); size > 0; {
		n, err := s.Write(buffer[:min(size, int64(len(buffer)))])
		if err != nil {
			_ = s.Reset()
			return
		}
		size -= int64(n)
	}
	_ = s.Close()
}
