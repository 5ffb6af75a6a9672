package bench

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/joho/godotenv"

	"go-acn/acn"
	"go-acn/internal/lab/load"
	"go-acn/internal/node"
)

// TestMain makes the test program a node when it is started by that name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) != "libp2p_node" {
		os.Exit(m.Run())
	}
	if err := runNode(os.Args[1]); err != nil {
		fmt.Println("LIBP2P_NODE_PANIC_ERROR : " + err.Error())
		os.Exit(2)
	}
}

// runNode is a real node configured by an environment file.
func runNode(file string) error {
	env, err := godotenv.Read(file)
	if err != nil {
		return err
	}
	identity, err := acn.ParseIdentity(env["AEA_P2P_ID"])
	if err != nil {
		return err
	}
	cfg := node.Config{
		Identity: identity, Listen: env["AEA_P2P_URI"], Public: env["AEA_P2P_URI_PUBLIC"],
		DelegateListen: env["AEA_P2P_DELEGATE_URI"], NoQUIC: true, Markers: os.Stdout,
	}
	if entry := env["AEA_P2P_ENTRY_URIS"]; entry != "" {
		cfg.EntryPeers = []string{entry}
	}
	n, err := node.New(cfg, node.Deps{})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	return n.Run(ctx)
}

// TestRunNodes measures real nodes, started twice over, as a comparison does.
func TestRunNodes(t *testing.T) {
	cells := []Cell{{false, 100, 2, 4}, {true, 10_000, 2, 4}}
	report, err := Run(t.Context(), Config{
		Sides: []Side{
			{Name: "one", Binary: os.Args[0], Modes: []load.Mode{load.Legacy, load.Pipelined}},
			{Name: "other", Binary: os.Args[0]},
		},
		Cells: cells, Runs: 1, Count: 200, Idle: 3, IdleSettle: time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	if !report.Clean() || report.Failed() || len(report.Rows) != 6 {
		t.Errorf("report %+v", report)
	}
	for _, row := range report.Rows {
		nodes := 1 // B has no part in local delivery
		if row.Cross {
			nodes = 2
		}
		if len(row.Runs) != 1 || len(row.Runs[0].Nodes) != nodes || row.Runs[0].Sent != 202 || row.Runs[0].PerSecond <= 0 {
			t.Errorf("row %+v", row)
		}
	}
	for _, idle := range report.Idle {
		if len(idle.Runs) != 1 || idle.Runs[0].Agents != 3 || idle.Runs[0].RSSBefore < 1<<20 {
			t.Errorf("idle %+v", idle)
		}
	}
}
