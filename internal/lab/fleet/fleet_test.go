package fleet

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"go-acn/acn"
)

// TestMain makes the test program a node when it is started by that name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "libp2p_node" {
		os.Exit(pretend(os.Args[1]))
	}
	os.Exit(m.Run())
}

// pretend is a node as far as a fleet can tell. Its behaviour is the content
// of the file FAKE_NODE names.
func pretend(file string) int {
	raw, _ := os.ReadFile(file)
	env := parseEnv(string(raw))
	behaviour, _ := os.ReadFile(os.Getenv("FAKE_NODE"))
	if string(behaviour) == "panic" {
		fmt.Println(panicMarker + "uri already taken")
		return 2
	}
	listener, err := net.Listen("tcp", env["AEA_P2P_DELEGATE_URI"])
	if err != nil {
		return 1
	}
	defer listener.Close()
	go func() {
		for {
			if conn, err := listener.Accept(); err == nil {
				conn.Close()
			}
		}
	}()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	if string(behaviour) != "mute" {
		fmt.Println("MULTIADDRS_LIST_START\n\nMULTIADDRS_LIST_END")
	}
	// What it was given, for the test to look at.
	_ = os.WriteFile(os.Getenv("FAKE_NODE")+"."+filepath.Base(filepath.Dir(file)), append(raw, strings.Join(os.Environ(), "\n")...), 0o600)
	<-stop
	return 0
}

func parseEnv(text string) map[string]string {
	env := make(map[string]string)
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), "=")
		env[name] = value
	}
	return env
}

func fake(t *testing.T, behaviour string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "behaviour")
	if err := os.WriteFile(file, []byte(behaviour), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FAKE_NODE", file)
	t.Setenv("AEA_P2P_MAILBOX_URI", "must not reach the node")
	return file
}

func TestRun(t *testing.T) {
	file := fake(t, "good")
	var seen []Node
	err := Run(t.Context(), Config{Binary: os.Args[0]}, func(_ context.Context, nodes []Node) error {
		seen = nodes
		for _, node := range nodes {
			if err := syscall.Kill(node.Pid, 0); err != nil {
				t.Errorf("node %s: %v", node.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	entry := ""
	for i, node := range seen {
		names = append(names, node.Name)
		if err := syscall.Kill(node.Pid, 0); err == nil {
			t.Errorf("node %s still runs", node.Name)
		}
		raw, err := os.ReadFile(file + "." + node.Name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), "must not reach") {
			t.Errorf("node %s got our environment", node.Name)
		}
		env := parseEnv(string(raw))
		identity, err := acn.ParseIdentity(env["AEA_P2P_ID"])
		if err != nil || identity.NodeKey() != node.Key {
			t.Errorf("node %s has key %v, %v, want %s", node.Name, identity, err, node.Key)
		}
		if env["AEA_P2P_DELEGATE_URI"] != node.Delegate || env["AEA_P2P_ENTRY_URIS"] != entry {
			t.Errorf("node %s got %v", node.Name, env)
		}
		if i == 0 {
			_, port, _ := net.SplitHostPort(env["AEA_P2P_URI"])
			entry = "/dns4/127.0.0.1/tcp/" + port + "/p2p/" + node.Key.PeerID()
		}
	}
	if diff := cmp.Diff([]string{"boot", "A", "B"}, names); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
}

func TestRunFails(t *testing.T) {
	use := func(context.Context, []Node) error { return nil }
	wanted := errors.New("the benchmark failed")
	for name, test := range map[string]struct {
		behaviour string
		change    func(*Config)
		use       func(context.Context, []Node) error
		want      string
	}{
		"no program":      {"good", func(c *Config) { c.Binary = "/nonexistent/node" }, use, "node program"},
		"panics":          {"panic", nil, use, "uri already taken"},
		"never ready":     {"mute", func(c *Config) { c.StartTimeout = 300 * time.Millisecond }, use, "did not start within 300ms"},
		"use fails":       {"good", nil, func(context.Context, []Node) error { return wanted }, wanted.Error()},
		"not executable":  {"good", func(c *Config) { c.Binary = "/proc/self/stat" }, use, "node program"},
		"dies during use": {"good", nil, killFirst, "node A ended by itself"},
	} {
		t.Run(name, func(t *testing.T) {
			fake(t, test.behaviour)
			cfg := Config{Binary: os.Args[0], Names: []string{"A"}}
			if test.change != nil {
				test.change(&cfg)
			}
			err := Run(t.Context(), cfg, test.use)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one about %q", err, test.want)
			}
		})
	}
}

func killFirst(ctx context.Context, nodes []Node) error {
	if err := syscall.Kill(nodes[0].Pid, syscall.SIGKILL); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func TestFreePorts(t *testing.T) {
	ports, err := freePorts(20)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ports)
	if len(slices.Compact(ports)) != 20 {
		t.Errorf("ports %v are not all different", ports)
	}
}
