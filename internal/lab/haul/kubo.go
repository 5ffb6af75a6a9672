package haul

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	manet "github.com/multiformats/go-multiaddr/net"

	"github.com/multiformats/go-multiaddr"
)

// kubo is two kubo daemons that know each other and nobody else.
type kubo struct {
	program, profile string
	repos, apis      [2]string
	daemons          [2]*exec.Cmd
}

// kuboSettings leave a node that talks to those it is told to, over TCP, and
// keep all the rest as it is.
var kuboSettings = [][2]string{
	{"Bootstrap", `[]`},
	{"Addresses.Swarm", `["/ip4/127.0.0.1/tcp/0"]`},
	{"Addresses.API", `"/ip4/127.0.0.1/tcp/0"`},
	{"Addresses.Gateway", `[]`},
	{"Discovery.MDNS.Enabled", `false`},
	{"Routing.Type", `"none"`},
	{"AutoConf.Enabled", `false`},
	{"DNS.Resolvers", `{}`},
	{"Routing.DelegatedRouters", `[]`},
	{"Ipns.DelegatedPublishers", `[]`},
	{"AutoTLS.Enabled", `false`},
	{"Swarm.DisableNatPortMap", `true`},
	{"Swarm.RelayClient.Enabled", `false`},
}

func startKubo(ctx context.Context, program, profile, dir string) (*kubo, error) {
	k := &kubo{program: program, profile: profile}
	for i := range k.repos {
		k.repos[i] = filepath.Join(dir, fmt.Sprint("repo", i))
		if err := k.startDaemon(ctx, i); err != nil {
			k.stop()
			return nil, err
		}
	}
	id, err := k.run(ctx, 0, "id", "-f", "<addrs>")
	if err != nil {
		k.stop()
		return nil, err
	}
	addr, _, _ := strings.Cut(strings.TrimSpace(id), "\n")
	if _, err := k.run(ctx, 1, "swarm", "connect", addr); err != nil {
		k.stop()
		return nil, err
	}
	return k, nil
}

func (k *kubo) startDaemon(ctx context.Context, i int) error {
	args := []string{"init", "--empty-repo"}
	if k.profile != "" {
		args = append(args, "--profile", k.profile)
	}
	if err := os.MkdirAll(k.repos[i], 0o755); err != nil {
		return err
	}
	if _, err := k.run(ctx, i, args...); err != nil {
		return err
	}
	for _, setting := range kuboSettings {
		if _, err := k.run(ctx, i, "config", "--json", setting[0], setting[1]); err != nil {
			return err
		}
	}
	daemon := k.command(ctx, i, "daemon")
	out, err := daemon.StdoutPipe()
	if err != nil {
		return err
	}
	if err := daemon.Start(); err != nil {
		return err
	}
	k.daemons[i] = daemon
	if err := awaitReady(out); err != nil {
		return err
	}
	k.apis[i], err = apiOf(k.repos[i])
	return err
}

// awaitReady reads until the daemon says that it is up, and goes on reading, so
// that it never waits for us.
func awaitReady(out io.Reader) error {
	var said strings.Builder
	buffer := make([]byte, 4096)
	for !strings.Contains(said.String(), "Daemon is ready") {
		n, err := out.Read(buffer)
		said.Write(buffer[:n])
		if err != nil {
			return fmt.Errorf("the daemon ended: %s", said.String())
		}
	}
	return nil
}

// apiOf is where a daemon takes commands.
func apiOf(repo string) (string, error) {
	text, err := os.ReadFile(filepath.Join(repo, "api"))
	if err != nil {
		return "", err
	}
	addr, err := multiaddr.NewMultiaddr(strings.TrimSpace(string(text)))
	if err != nil {
		return "", err
	}
	_, host, err := manet.DialArgs(addr)
	return "http://" + host + "/api/v0/", err
}

func (k *kubo) command(ctx context.Context, i int, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, k.program, args...)
	cmd.Env = append(os.Environ(), "IPFS_PATH="+k.repos[i], "IPFS_TELEMETRY=off")
	return cmd
}

func (k *kubo) run(ctx context.Context, i int, args ...string) (string, error) {
	out, err := k.command(ctx, i, args...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, exit.Stderr)
		}
		return "", fmt.Errorf("ipfs %s: %w", strings.Join(args, " "), err)
	}
	return string(out), nil
}

func (k *kubo) name() string {
	if k.profile != "" {
		return "kubo, " + k.profile
	}
	return "kubo"
}

// offer adds with the settings that make the CIDs of packages.
func (k *kubo) offer(ctx context.Context, dir string) (string, error) {
	out, err := k.run(ctx, 0, "add", "-r", "-w", "-Q", "--progress=false", "--cid-version=0", "--raw-leaves=false", "--chunker=size-262144", dir)
	return strings.TrimSpace(out), err
}

// fetch pins, which gets all blocks and keeps them, through the API: starting
// the command line tool is not what is measured.
func (k *kubo) fetch(ctx context.Context, cid string) (time.Duration, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, k.apis[1]+"pin/add?arg="+url.QueryEscape(cid), nil)
	if err != nil {
		return 0, err
	}
	started := time.Now()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	took := time.Since(started)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d: %s", response.StatusCode, body)
	}
	return took, err
}

func (k *kubo) pids() (both [2]int) {
	for i, daemon := range k.daemons {
		both[i] = daemon.Process.Pid
	}
	return both
}

func (k *kubo) stop() {
	for _, daemon := range k.daemons {
		if daemon != nil {
			_ = daemon.Process.Kill()
			_ = daemon.Wait()
		}
	}
}
