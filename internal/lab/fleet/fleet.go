// Package fleet runs nodes as processes of their own: a bootstrap node and
// nodes that enter through it, on free loopback ports, configured by an
// environment file. Any program that is started as `libp2p_node ENV_FILE` will
// do, ours or another implementation's.
//
// Run holds the whole life of a fleet; the benchmark calls it.
package fleet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"go-acn/acn"
)

// Config of a fleet.
type Config struct {
	// Binary to run.
	Binary string
	// Names of the nodes; the others enter through the first. Default boot, A
	// and B.
	Names []string
	// StartTimeout bounds the start of each node. Default 30 s.
	StartTimeout time.Duration
	// StopTimeout is what a node gets between SIGTERM and SIGKILL. Default 10 s.
	StopTimeout time.Duration
}

// Node is one running process.
type Node struct {
	Name     string
	Key      acn.NodeKey
	Pid      int
	Delegate string // host:port of its delegate service
}

func (c Config) withDefaults() (Config, error) {
	if len(c.Names) == 0 {
		c.Names = []string{"boot", "A", "B"}
	}
	if c.StartTimeout <= 0 {
		c.StartTimeout = 30 * time.Second
	}
	if c.StopTimeout <= 0 {
		c.StopTimeout = 10 * time.Second
	}
	path, err := exec.LookPath(c.Binary)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return c, fmt.Errorf("node program %q: %w", c.Binary, err)
	}
	c.Binary = path
	return c, nil
}

// Run starts the nodes one after another, calls use while they run, and stops
// them. A node that ends early ends the context of use and is the error.
func Run(ctx context.Context, cfg Config, use func(ctx context.Context, nodes []Node) error) error {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "acn-fleet-")
	if err != nil {
		return fmt.Errorf("making a directory for nodes: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it is the system's temporary directory

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	processes, ctx := errgroup.WithContext(ctx)
	processes.Go(func() error {
		defer stop()
		nodes, err := cfg.start(ctx, dir, processes)
		if err != nil {
			return err
		}
		return use(ctx, nodes)
	})
	return processes.Wait()
}

// start starts the nodes in group and waits until they serve.
func (c Config) start(ctx context.Context, dir string, group *errgroup.Group) ([]Node, error) {
	ports, err := freePorts(2 * len(c.Names))
	if err != nil {
		return nil, err
	}
	var nodes []Node
	entry := ""
	for i, name := range c.Names {
		plan, err := newEnv(filepath.Join(dir, name), ports[2*i], ports[2*i+1], entry)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			entry = plan.entryAddress()
		}
		pid, err := c.launch(ctx, name, plan, group)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, Node{Name: name, Key: plan.identity.NodeKey(), Pid: pid, Delegate: plan.delegate()})
	}
	return nodes, nil
}

// launch starts one process and waits until it serves.
func (c Config) launch(ctx context.Context, name string, plan env, group *errgroup.Group) (pid int, err error) {
	if err := plan.write(); err != nil {
		return 0, err
	}
	// Programs that have several names look at the one they are called by.
	program := filepath.Join(plan.dir, "libp2p_node")
	if err := os.Symlink(c.Binary, program); err != nil {
		return 0, fmt.Errorf("preparing node %s: %w", name, err)
	}
	log, err := os.Create(plan.log())
	if err != nil {
		return 0, fmt.Errorf("preparing node %s: %w", name, err)
	}
	defer log.Close() //nolint:errcheck // the process has its own descriptor
	cmd := exec.CommandContext(ctx, program, plan.file())
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.Env = plan.dir, log, log, cleanEnvironment()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = c.StopTimeout
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("starting node %s: %w", name, err)
	}
	ended := make(chan struct{})
	group.Go(func() error {
		defer close(ended)
		err := cmd.Wait()
		if ctx.Err() != nil {
			return nil // it was told to
		}
		return fmt.Errorf("node %s ended by itself: %w", name, errors.Join(err, plan.complaint()))
	})
	return cmd.Process.Pid, plan.serving(ctx, name, c.StartTimeout, ended)
}
