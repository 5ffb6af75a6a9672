package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica"
)

// registryProcess is a node with a registry, in a process of its own.
type registryProcess struct {
	t      *testing.T
	dir    string
	secret string
	listen string
	addr   string // multiaddr
	others []string
	url    string // of the API
	cmd    *exec.Cmd
}

// freePort is a port that was free just now. Members have to know each other's
// before they start.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func newRegistryProcess(t *testing.T) *registryProcess {
	t.Helper()
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	return &registryProcess{
		t: t, dir: t.TempDir(), secret: hex.EncodeToString(identity.Secret()), listen: "127.0.0.1:" + port,
		addr: fmt.Sprintf("/ip4/127.0.0.1/tcp/%s/p2p/%s", port, identity.NodeKey().PeerID()),
	}
}

func (p *registryProcess) start() {
	p.t.Helper()
	p.cmd = exec.Command("acn", "node", "--json", "--data-dir", filepath.Join(p.dir, "data"), "--listen", p.listen, "--quic=false",
		"--delegate-listen", "off", "--admin-listen", "off", "--registry", "--registry-listen", "127.0.0.1:0", "--registry-kubo-listen", "off",
		"--registry-quota", "1GiB/100", "--registry-reserve", "1MiB", "--registry-member", strings.Join(p.others, ","))
	p.cmd.Env = append(os.Environ(), "HOME="+p.dir, "ACN_NODE_KEY="+p.secret)
	p.cmd.Stderr = p.t.Output()
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(p.kill)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var line struct{ Registry string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Registry != "" {
			p.url = "http://" + line.Registry
			return
		}
	}
	p.t.Fatal("the registry did not say where it listens")
}

// kill is SIGKILL.
func (p *registryProcess) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// has tells whether a registry says that it holds a package, and as many others
// as it takes for so many copies.
func (p *registryProcess) has(ctx context.Context, h pkg.Hash, copies int) bool {
	status, err := replica.StatusOf(ctx, http.DefaultClient, p.url)
	if err != nil {
		return false
	}
	for _, row := range status.Packages {
		if row.Package == h {
			return row.Here && len(row.Holders) >= copies
		}
	}
	return false
}

// waitFor waits until registries hold a package, and know it of each other.
func waitFor(t *testing.T, h pkg.Hash, registries ...*registryProcess) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for i, p := range registries {
		for !p.has(ctx, h, len(registries)) {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				t.Fatalf("registry %d does not hold %s after a minute", i, h)
			}
		}
	}
}

// run runs a command that has to succeed.
func run(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "acn", args...)
	cmd.Stdout, cmd.Stderr = &out, io.MultiWriter(&out, t.Output())
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	if err := cmd.Run(); err != nil {
		t.Fatalf("acn %s: %v", strings.Join(args, " "), err)
	}
	return out.String()
}

// writeContract makes the folder of a good package.
func writeContract(t *testing.T, dir, name string) string {
	t.Helper()
	code := bytes.Repeat([]byte("# code of "+name+"\n"), 20_000)
	h, err := pkg.HashFile(bytes.NewReader(code))
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("name: %s\nauthor: acme\nversion: 0.1.0\ntype: contract\ndescription: x\nlicense: x\naea_version: x\nfingerprint:\n  contract.py: %s\n"+
		"fingerprint_ignore_patterns: []\ndependencies: {}\nclass_name: x\ncontract_interface_paths: {}\ncontracts: []\n", name, h)
	folder := filepath.Join(dir, name)
	for file, data := range map[string][]byte{"contract.yaml": []byte(text), "contract.py": code} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, file), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestRegistriesKeepCopies: three processes keep what one of them was given, and
// killing any, at once after it has acknowledged a push or in the middle of
// another, loses nothing.
func TestRegistriesKeepCopies(t *testing.T) {
	all := []*registryProcess{newRegistryProcess(t), newRegistryProcess(t), newRegistryProcess(t)}
	for i, p := range all {
		for j, other := range all {
			if i != j {
				p.others = append(p.others, other.addr)
			}
		}
		p.start()
	}
	dir := t.TempDir()
	key := filepath.Join(dir, "publisher.key")
	if err := os.WriteFile(key, []byte(strings.Repeat("07", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	push := func(name string, to *registryProcess, flags ...string) pkg.Hash {
		t.Helper()
		folder := writeContract(t, dir, name)
		run(t, append([]string{"package", "push", folder, "--registry", to.url, "--key", key, "--ledger", "ethereum"}, flags...)...)
		content, err := hashPath(folder)
		if err != nil {
			t.Fatal(err)
		}
		return content.Hash
	}
	fetch := func(h pkg.Hash, from *registryProcess) {
		t.Helper()
		run(t, "package", "fetch", h.String(), "--gateway", from.url, "--to", t.TempDir())
	}

	first := push("first", all[0])
	waitFor(t, first, all...)
	for _, p := range all {
		fetch(first, p)
	}
	out := run(t, "registry", "status", all[1].url, "--all")
	if !strings.Contains(out, "3 copies wanted of each package; 0 packages have fewer") || strings.Count(out, "  live  ") != 2 || !strings.Contains(out, first.String()+"  3 of 3") {
		t.Errorf("status:\n%s", out)
	}
	var status replica.Status
	if err := json.Unmarshal([]byte(run(t, "registry", "status", all[2].url, "--json")), &status); err != nil || len(status.Members) != 3 || len(status.Packages) != 1 {
		t.Errorf("%+v, %v", status, err)
	}

	all[0].kill()
	second := push("second", all[1])
	waitFor(t, second, all[1:]...)
	for _, p := range all[1:] {
		fetch(first, p)
		fetch(second, p)
	}
	third := push("third", all[1], "--copies", "2")
	all[1].kill() // it has said yes, as another has the package too
	fetch(third, all[2])
	all[0].start()
	all[1].start()
	for _, h := range []pkg.Hash{first, second, third} {
		waitFor(t, h, all...)
	}
	all[2].kill()
	for _, h := range []pkg.Hash{first, second, third} {
		fetch(h, all[0])
		fetch(h, all[1])
	}
}
