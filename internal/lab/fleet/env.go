package fleet

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"go-acn/acn"
)

const loopback = "127.0.0.1"

// Lines a node prints for whoever started it.
const (
	readyMarker = "MULTIADDRS_LIST_END"
	panicMarker = "LIBP2P_NODE_PANIC_ERROR : "
)

// env is the configuration of one node.
type env struct {
	dir                    string
	identity               *acn.Identity
	peerPort, delegatePort int
	entry                  string // multiaddr, empty for the first node
}

func newEnv(dir string, peerPort, delegatePort int, entry string) (env, error) {
	identity, err := acn.NewIdentity()
	if err != nil {
		return env{}, err
	}
	return env{dir: dir, identity: identity, peerPort: peerPort, delegatePort: delegatePort, entry: entry}, nil
}

func (e env) file() string     { return filepath.Join(e.dir, "env") }
func (e env) log() string      { return filepath.Join(e.dir, "log") }
func (e env) delegate() string { return net.JoinHostPort(loopback, strconv.Itoa(e.delegatePort)) }

func (e env) entryAddress() string {
	return fmt.Sprintf("/dns4/%s/tcp/%d/p2p/%s", loopback, e.peerPort, e.identity.NodeKey().PeerID())
}

// write makes the node's directory and its environment file. Services nobody
// measures stay off.
func (e env) write() error {
	peer := net.JoinHostPort(loopback, strconv.Itoa(e.peerPort))
	var text bytes.Buffer
	for _, line := range [][2]string{
		{"AEA_P2P_ID", hex.EncodeToString(e.identity.Secret())},
		{"AEA_P2P_URI", peer},
		{"AEA_P2P_URI_PUBLIC", peer},
		{"AEA_P2P_DELEGATE_URI", e.delegate()},
		{"AEA_P2P_MAILBOX_URI", ""},
		{"AEA_P2P_URI_MONITORING", ""},
		{"AEA_P2P_ENTRY_URIS", e.entry},
		{"AEA_AGENT_ADDR", ""},
		{"AEA_TO_NODE", ""},
		{"NODE_TO_AEA", ""},
		{"AEA_P2P_CFG_STORAGE_PATH", filepath.Join(e.dir, "records")},
	} {
		fmt.Fprintf(&text, "%s=%s\n", line[0], line[1])
	}
	err := os.MkdirAll(e.dir, 0o700)
	if err == nil {
		err = os.WriteFile(e.file(), text.Bytes(), 0o600)
	}
	if err != nil {
		return fmt.Errorf("preparing node: %w", err)
	}
	return nil
}

// cleanEnvironment is ours without settings of a node: variables that the file
// leaves out would be taken from there.
func cleanEnvironment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "AEA_") && !strings.HasPrefix(name, "ACN_") && name != "NODE_TO_AEA" {
			kept = append(kept, variable)
		}
	}
	return kept
}

// serving waits until the node has printed its addresses and its delegate port
// answers. The log is a file, as a node may write a lot and must not wait for
// us, so it is looked at from time to time.
func (e env) serving(ctx context.Context, name string, patience time.Duration, ended <-chan struct{}) error {
	late := time.NewTimer(patience)
	defer late.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ended:
			return fmt.Errorf("node %s did not start: %w", name, errors.Join(errEnded, e.complaint()))
		case <-late.C:
			return fmt.Errorf("node %s did not start within %s: %w", name, patience, errors.Join(errMute, e.complaint()))
		case <-tick.C:
			if e.ready(ctx) {
				return nil
			}
		}
	}
}

var (
	errEnded = errors.New("it has ended")
	errMute  = errors.New("no " + readyMarker + " in its log, or its delegate port does not answer")
)

func (e env) ready(ctx context.Context) bool {
	log, err := os.ReadFile(e.log())
	if err != nil || !bytes.Contains(log, []byte("\n"+readyMarker)) {
		return false
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", e.delegate())
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

// complaint is what the node says went wrong, nil if it says nothing.
func (e env) complaint() error {
	log, err := os.Open(e.log())
	if err != nil {
		return nil
	}
	defer log.Close() //nolint:errcheck // only read
	const mostLine = 1 << 20
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, mostLine)
	for lines.Scan() {
		if _, text, ok := strings.Cut(lines.Text(), panicMarker); ok {
			return errors.New(text)
		}
	}
	return nil
}

// freePorts finds ports nothing listens on. They are free for the moment only;
// on loopback nobody else is likely to take them.
func freePorts(count int) ([]int, error) {
	var ports []int
	for range count {
		listener, err := net.Listen("tcp", net.JoinHostPort(loopback, "0"))
		if err != nil {
			return nil, fmt.Errorf("looking for free ports: %w", err)
		}
		defer listener.Close() //nolint:errcheck // nothing was accepted; all at once, so that ports differ
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}
