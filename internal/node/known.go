package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
)

// knownPeers is the file of peers that were good before a restart, so that a
// node finds the network again when its entry peers are gone. libp2p's own
// persistent peerstore is deprecated.
type knownPeers struct {
	path string
	host host.Host
	log  *slog.Logger
}

const (
	knownMost   = 256
	knownPeriod = 5 * time.Minute
	knownTTL    = 24 * time.Hour
)

// load puts the peers of the file into the peerstore and returns them.
func (k *knownPeers) load() []peer.AddrInfo {
	raw, err := os.ReadFile(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var peers []peer.AddrInfo
	if err == nil {
		err = json.Unmarshal(raw, &peers)
	}
	if err != nil {
		k.log.Warn("known peers are lost", "file", k.path, "err", err)
		return nil
	}
	peers = peers[:min(len(peers), knownMost)]
	for _, p := range peers {
		k.host.Peerstore().AddAddrs(p.ID, p.Addrs, knownTTL)
	}
	return peers
}

// Run writes the file now and then, and once at the end.
func (k *knownPeers) Run(ctx context.Context) error {
	tick := time.NewTicker(knownPeriod)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			k.save()
			return nil
		case <-tick.C:
			k.save()
		}
	}
}

func (k *knownPeers) save() {
	if err := k.write(k.current()); err != nil {
		k.log.Warn("known peers are not saved", "file", k.path, "err", err)
	}
}

// current are the peers we are connected to with an address others could dial.
func (k *knownPeers) current() []peer.AddrInfo {
	var peers []peer.AddrInfo
	for _, id := range k.host.Network().Peers() {
		if k.host.Network().Connectedness(id) != network.Connected || len(peers) == knownMost {
			continue
		}
		if addrs := k.host.Peerstore().Addrs(id); len(addrs) > 0 {
			peers = append(peers, peer.AddrInfo{ID: id, Addrs: addrs[:min(len(addrs), 8)]})
		}
	}
	slices.SortFunc(peers, func(a, b peer.AddrInfo) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) })
	return peers
}

// write keeps the old file when there is nobody to remember.
func (k *knownPeers) write(peers []peer.AddrInfo) error {
	if len(peers) == 0 {
		return nil
	}
	raw, err := json.MarshalIndent(peers, "", " ")
	if err != nil {
		return err
	}
	return writeFile(k.path, raw)
}

// writeFile replaces a file as a whole, readable by its owner only.
func writeFile(path string, content []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(content)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}
