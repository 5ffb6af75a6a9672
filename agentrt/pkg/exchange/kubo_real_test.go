package exchange

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// kubo is a node of IPFS that knows nobody and listens on this machine only.
type kubo struct {
	program string
	env     []string
	info    peer.AddrInfo
}

// startKubo skips the test where ACN_TEST_KUBO names no program.
func startKubo(t *testing.T) *kubo {
	t.Helper()
	k := &kubo{program: os.Getenv("ACN_TEST_KUBO")}
	if k.program == "" {
		t.Skip("ACN_TEST_KUBO names no program")
	}
	dir := t.TempDir()
	k.env = append(os.Environ(), "IPFS_PATH="+filepath.Join(dir, "repo"), "HOME="+dir, "IPFS_TELEMETRY=off")
	k.do(t, "init", "--empty-repo")
	for name, value := range map[string]string{
		"Addresses.Swarm": `["/ip4/127.0.0.1/tcp/0"]`, "Addresses.API": `"/ip4/127.0.0.1/tcp/0"`, "Addresses.Gateway": `[]`, "Bootstrap": `[]`,
		"AutoConf.Enabled": `false`, "AutoTLS.Enabled": `false`, "Discovery.MDNS.Enabled": `false`, "Routing.Type": `"none"`, "DNS.Resolvers": `{}`,
		"Routing.DelegatedRouters": `[]`, "Ipns.DelegatedPublishers": `[]`,
		"Swarm.DisableNatPortMap": `true`, "Swarm.RelayClient.Enabled": `false`, "Plugins.Plugins.telemetry": `{"Disabled": true}`,
	} {
		k.do(t, "config", "--json", name, value)
	}
	daemon := k.command(t, "daemon")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	daemon.Stderr = t.Output()
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	lines := bufio.NewScanner(out)
	for !strings.Contains(lines.Text(), "Daemon is ready") {
		if !lines.Scan() {
			t.Fatal("kubo has ended")
		}
	}
	var id struct {
		ID        string
		Addresses []string
	}
	if err := json.Unmarshal([]byte(k.do(t, "id")), &id); err != nil {
		t.Fatal(err)
	}
	peers, err := ParsePeers(id.Addresses)
	if err != nil || len(peers) != 1 {
		t.Fatalf("%v: %v", id.Addresses, err)
	}
	k.info = peers[0]
	return k
}

func (k *kubo) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), k.program, args...)
	cmd.Env = k.env
	return cmd
}

// do gives what a command prints.
func (k *kubo) do(t *testing.T, args ...string) string {
	t.Helper()
	cmd := k.command(t, args...)
	cmd.Stderr = t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}

// TestRealKuboFetches: a node of IPFS gets a package from ours by bitswap.
func TestRealKuboFetches(t *testing.T) {
	k := startKubo(t)
	from := start(t, Config{})
	entry := put(t, from.store, 16<<20)
	k.do(t, "swarm", "connect", fmt.Sprintf("%s/p2p/%s", from.host.Addrs()[0], from.host.ID()))
	got := filepath.Join(t.TempDir(), "got")
	k.do(t, "get", entry.Hash.String(), "--output", got)
	content, err := pkg.Measure(os.DirFS(filepath.Join(got, "parcel")), "parcel", pkg.Limits{}, nil)
	if err != nil || content.Hash != entry.Hash {
		t.Errorf("%+v, %v", content, err)
	}
	wantBlocks, wantBytes := ideal(t, from.store, entry.Hash)
	if sum := from.sum(Bitswap, true); sum.Blocks < wantBlocks || sum.Bytes < wantBytes || from.fault(k.info.ID) != "" {
		t.Errorf("%+v, %q; want %d blocks, %d bytes", sum, from.fault(k.info.ID), wantBlocks, wantBytes)
	}
}

// TestRealKuboServes: ours gets a package from a node of IPFS, which gives the
// same folder the same CID, and gets no byte twice.
func TestRealKuboServes(t *testing.T) {
	k := startKubo(t)
	dir := filepath.Join(t.TempDir(), "parcel")
	if err := os.CopyFS(dir, folder(16<<20)); err != nil {
		t.Fatal(err)
	}
	cid := k.do(t, "add", "--recursive", "--wrap-with-directory", "--quieter", "--cid-version=0", "--raw-leaves=false", "--chunker=size-262144", dir)
	want, err := pkg.ParseHash(cid)
	if err != nil {
		t.Fatal(err)
	}
	to := start(t, Config{})
	entry, err := to.Fetch(t.Context(), want, []peer.AddrInfo{k.info}, store.Watch{})
	if err != nil || entry.Name != "parcel" || to.fault(k.info.ID) != "" {
		t.Fatalf("%+v, %v, %q", entry, err, to.fault(k.info.ID))
	}
	blocks, bytes := ideal(t, to.store, want)
	if sum := to.sum(Bitswap, false); sum.Blocks != blocks || sum.Bytes != bytes || sum.Useless != 0 {
		t.Errorf("%+v; want %d blocks, %d bytes", sum, blocks, bytes)
	}
}
