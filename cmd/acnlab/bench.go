package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"go-acn/internal/lab/bench"
	"go-acn/internal/lab/load"
	"go-acn/internal/screen"
)

// benchFlags are those of acnlab bench and bench compare.
type benchFlags struct {
	from, to []string
	start    string
	pids     []int
	modes    []string
	cells    string
	cell     bench.Cell
	cfg      bench.Config

	ours, reference string

	json, markdown string
}

func newBench() *cobra.Command {
	flags := &benchFlags{}
	cmd := &cobra.Command{
		Use:   "bench (--start PROGRAM | --from NODE [--to NODE])",
		Short: "Send envelopes between agents as fast as a node takes them, and count",
		Long: `Pairs of agents, real delegate clients over TLS, send each other envelopes
through nodes that run already or that are started for the purpose. Reported
are throughput, latency, what was lost, doubled, damaged or out of order, and
what the nodes used.

A NODE is HOST:PORT@NODEPUBLICKEY, the address of its delegate service and its
public key. A PROGRAM is one that runs a node when called as
"libp2p_node ENV_FILE"; a bootstrap node, A and B are started on loopback.`,
		Example: `  acnlab bench --start ./libp2p_node --pairs 16 --window 32 --mode pipelined
  acnlab bench --start ./libp2p_node --cells full --json result.json
  acnlab bench --from 127.0.0.1:11000@02197b... --to 127.0.0.1:11001@0287ee... --pid 4711 --pid 4712
  acnlab bench --from 127.0.0.1:11000@02197b... --pid 4711 --idle 200`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := flags.single(); err != nil {
				return misuse(cmd, err)
			}
			return flags.run(cmd)
		},
	}
	set := cmd.Flags()
	set.StringVar(&flags.start, "start", "", "start nodes of this program")
	set.StringArrayVar(&flags.from, "from", nil, "node of sending agents (repeatable)")
	set.StringArrayVar(&flags.to, "to", nil, "node of receiving agents (repeatable; default: the same, or node B with --start)")
	set.IntSliceVar(&flags.pids, "pid", nil, "process of a node, to see what it uses (repeatable)")
	set.StringSliceVar(&flags.modes, "mode", []string{string(load.Legacy)}, "how agents talk: legacy, pipelined, or both")
	set.IntVar(&flags.cell.Pairs, "pairs", 1, "pairs of agents")
	set.IntVar(&flags.cell.Size, "size", 100, "bytes of a message")
	set.IntVar(&flags.cell.Window, "window", 1, "undelivered envelopes a pair may have in flight")
	set.Int64Var(&flags.cfg.Count, "count", 0, "end after so many envelopes, not after a time")
	flags.common(cmd)
	cmd.AddCommand(newCompare(), newBenchFetch())
	return cmd
}

func newCompare() *cobra.Command {
	flags := &benchFlags{}
	cmd := &cobra.Command{
		Use:   "compare --ours PROGRAM --reference PROGRAM",
		Short: "Measure two implementations side by side in one run",
		Long: `Starts a bootstrap node, A and B of both programs, fresh for each repetition,
and measures each cell for one and the other in turns. Ours is measured with
agents of both kinds, the reference with those of the existing network.`,
		Example: `  acnlab bench compare --ours ./libp2p_node --reference /path/to/libp2p_node --markdown docs/benchmarks.md`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := flags.compare(); err != nil {
				return misuse(cmd, err)
			}
			return flags.run(cmd)
		},
	}
	set := cmd.Flags()
	set.StringVar(&flags.ours, "ours", "", "our program")
	set.StringVar(&flags.reference, "reference", "", "the program to compare with")
	flags.common(cmd)
	for flag, value := range map[string]string{"cells": "full", "idle": "200"} {
		set.Lookup(flag).DefValue = value
		_ = set.Set(flag, value) // a value of ours
	}
	return cmd
}

// compare makes the sides and cells of acnlab bench compare.
func (f *benchFlags) compare() error {
	if f.ours == "" || f.reference == "" {
		return errors.New("say which programs to compare, with --ours and --reference")
	}
	f.cfg.Sides = []bench.Side{
		{Name: "ours", Binary: f.ours, Modes: []load.Mode{load.Legacy, load.Pipelined}},
		{Name: "reference", Binary: f.reference, Modes: []load.Mode{load.Legacy}},
	}
	var err error
	f.cfg.Cells, err = bench.Cells(f.cells)
	return err
}

// common are the flags both commands have.
func (f *benchFlags) common(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVar(&f.cells, "cells", "", "a grid of loads: full or quick")
	set.IntVar(&f.cfg.Runs, "runs", 3, "repetitions, of which medians are shown")
	set.DurationVar(&f.cfg.Duration, "duration", 4*time.Second, "length of each measurement")
	set.DurationVar(&f.cfg.Warmup, "warmup", time.Second, "time before each measurement")
	set.DurationVar(&f.cfg.Patience, "patience", 10*time.Second, "silence after which an envelope counts as lost")
	set.IntVar(&f.cfg.Idle, "idle", 0, "agents that only stay registered, to see what they cost")
	set.StringVar(&f.json, "json", "", "also write everything to this file as JSON (- for standard output, and nothing else)")
	set.StringVar(&f.markdown, "markdown", "", "also write the tables to this file")
}

// single makes the one side and the cells of acnlab bench.
func (f *benchFlags) single() error {
	if (f.start == "") == (len(f.from) == 0) {
		return errors.New("say which nodes to measure, with either --start or --from")
	}
	side := bench.Side{Name: "nodes", Binary: f.start}
	var errs []error
	parse := func(texts []string) (targets []load.Target) {
		for _, text := range texts {
			target, err := load.ParseTarget(text)
			targets, errs = append(targets, target), append(errs, err)
		}
		return targets
	}
	side.From, side.To = parse(f.from), parse(f.to)
	for _, name := range f.modes {
		mode, err := load.ParseMode(name)
		side.Modes, errs = append(side.Modes, mode), append(errs, err)
	}
	for i, pid := range f.pids {
		side.Processes = append(side.Processes, load.Process{Name: fmt.Sprintf("node %d", i+1), Pid: pid})
	}
	f.cell.Cross = f.start != "" || len(f.to) > 0
	switch {
	case f.cells != "":
		cells, err := bench.Cells(f.cells)
		f.cfg.Cells, errs = cells, append(errs, err)
	case f.cfg.Idle == 0:
		f.cfg.Cells = []bench.Cell{f.cell}
	}
	if f.cfg.Idle > 0 && f.start == "" && len(f.pids) == 0 {
		errs = append(errs, errors.New("--idle needs the --pid of the node, to see what it uses"))
	}
	f.cfg.Sides = []bench.Side{side}
	return errors.Join(errs...)
}

var errUnmeasured = errors.New("not everything could be measured")

// run measures and reports.
func (f *benchFlags) run(cmd *cobra.Command) error {
	out := cmd.OutOrStdout()
	progress := screen.NewProgress(cmd.ErrOrStderr())
	f.cfg.Progress = progress.Show
	report, err := bench.Run(cmd.Context(), f.cfg)
	progress.Clear()
	if err != nil {
		return fmt.Errorf("benchmark: %w", err)
	}
	if f.json == "-" {
		err = writeJSON(out, report)
	} else {
		err = f.print(out, report)
	}
	if err == nil && report.Failed() {
		err = &problem{errUnmeasured, "the column fate says what was wrong", 1}
	}
	return err
}

// print writes the report wherever it is wanted.
func (f *benchFlags) print(out io.Writer, report bench.Report) error {
	errs := []error{report.Write(out, screen.PaintFor(out))}
	if f.json != "" {
		errs = append(errs, writeFile(f.json, func(w io.Writer) error { return writeJSON(w, report) }))
	}
	if f.markdown != "" {
		errs = append(errs, writeFile(f.markdown, report.Markdown))
	}
	return errors.Join(errs...)
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}
