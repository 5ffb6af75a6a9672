package node

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
)

// maxRelayClients bounds the table: each registration costs its sender only a
// fresh key.
const maxRelayClients = 16384

// relayClients are the agents that registered this node as their relay. They
// survive a restart in the file format of the existing network: framed
// AgentRecords, appended.
type relayClients struct {
	path string // empty: in memory only

	mu     sync.RWMutex
	byAddr map[acn.Address]*acn.Record
	byPeer map[peer.ID]int // agents of a peer
}

func newRelayClients(path string) *relayClients {
	return &relayClients{path: path, byAddr: make(map[acn.Address]*acn.Record), byPeer: make(map[peer.ID]int)}
}

// load reads the file, stops at a truncated tail, drops what does not verify,
// and rewrites the file when it held more than it needs. It returns the
// records, and an error for what was left out.
func (c *relayClients) load() ([]*acn.Record, error) {
	if c.path == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading relay clients: %w", err)
	}
	read, err := c.parse(raw)
	var records []*acn.Record
	for _, record := range c.byAddr {
		records = append(records, record)
	}
	if err != nil || read != len(records) {
		err = errors.Join(err, c.rewrite())
	}
	return records, err
}

func (c *relayClients) parse(raw []byte) (read int, err error) {
	var errs []error
	for reader := bytes.NewReader(raw); ; read++ {
		body, err := acn.ReadFrame(reader, nil, acn.MaxRecord)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("relay clients from entry %d on are lost: %w", read+1, err))
			break
		}
		record, err := acn.ParseRecord(body, acn.Expect{})
		if err != nil {
			errs = append(errs, fmt.Errorf("relay client %d: %w", read+1, err))
			continue
		}
		c.set(record)
	}
	return read, errors.Join(errs...)
}

func (c *relayClients) set(record *acn.Record) {
	if old := c.byAddr[record.Address]; old != nil {
		c.forgetPeer(old)
	}
	c.byAddr[record.Address] = record
	c.byPeer[recordPeer(record)]++
}

func (c *relayClients) forgetPeer(record *acn.Record) {
	id := recordPeer(record)
	if c.byPeer[id]--; c.byPeer[id] <= 0 {
		delete(c.byPeer, id)
	}
}

func (c *relayClients) rewrite() error {
	var raw []byte
	for _, record := range c.byAddr {
		raw = acn.AppendFrame(raw, record.Bytes())
	}
	return writeFile(c.path, raw)
}

// add registers a client, and appends to the file what is new.
func (c *relayClients) add(record *acn.Record) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.byAddr[record.Address]
	if old != nil && bytes.Equal(old.Bytes(), record.Bytes()) {
		return nil
	}
	if old == nil && len(c.byAddr) >= maxRelayClients {
		return acn.Fail(acn.StatusNotReady, "%d relay clients are registered, the limit", maxRelayClients)
	}
	c.set(record)
	if c.path == "" {
		return nil
	}
	file, err := os.OpenFile(c.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("saving relay client: %w", err)
	}
	_, err = file.Write(acn.AppendFrame(nil, record.Bytes()))
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("saving relay client: %w", err)
	}
	return nil
}

func (c *relayClients) record(addr acn.Address) *acn.Record {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.byAddr[addr]
}

func (c *relayClients) registered(id peer.ID) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.byPeer[id] > 0
}

// recordPeer is the libp2p id of the node a record names.
func recordPeer(record *acn.Record) peer.ID {
	id, err := peer.Decode(record.Node.PeerID())
	if err != nil {
		return "" // a checked node key always has one
	}
	return id
}

// all are the records of every client.
func (c *relayClients) all() []*acn.Record {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Collect(maps.Values(c.byAddr))
}
