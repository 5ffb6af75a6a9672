package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/networks"
)

func (c *console) chainCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "chain",
		Short: "Show the chains that services can live on, and check their nodes",
		Long: `Chains are known by name. Which nodes to ask is yours to say, in variables such as
GNOSIS_CHAIN_RPC or in a file of chains (--chains, ACN_CHAINS); the file can also
name chains of its own, prices and contracts.`,
	}, c.chainListCommand(), c.chainShowCommand(), c.chainCheckCommand())
}

// chainFlags say which chain, and where it is described.
type chainFlags struct {
	name, file string
	rpc        []string
	json       bool
}

func (f *chainFlags) add(flags *pflag.FlagSet) {
	f.addFile(flags)
	flags.StringVar(&f.name, "chain", "", "name of the chain [ACN_CHAIN]")
	flags.StringSliceVar(&f.rpc, "rpc", nil, "URL of a node of it, instead of those configured; several with commas")
}

func (f *chainFlags) addFile(flags *pflag.FlagSet) {
	flags.StringVar(&f.file, "chains", "", "file of chains [ACN_CHAINS]")
	flags.BoolVar(&f.json, "json", false, "print JSON")
}

// chains are all chains there are.
func (c *console) chains(f *chainFlags) (*networks.Set, error) {
	path := f.file
	if path == "" {
		path = c.env["ACN_CHAINS"]
	}
	var file *networks.File
	if path != "" {
		raw, err := c.readAll(path, networks.MaxFile)
		if err != nil {
			return nil, fail(fmt.Errorf("reading the file of chains: %w", err), "check the path")
		}
		if file, err = networks.ParseFile(raw); err != nil {
			return nil, fail(fmt.Errorf("%s: %w", path, err), "docs/chains.md shows one")
		}
	}
	set, err := networks.Load(file, c.env)
	if err != nil {
		return nil, misconfiguration(err)
	}
	return set, nil
}

// completeChain lets the shell complete the name of a chain, of those that a file
// names as well.
func (c *console) completeChain(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	f := chainFlags{}
	if file := cmd.Flags().Lookup("chains"); file != nil {
		f.file = file.Value.String()
	}
	set, err := c.chains(&f)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []cobra.Completion
	for _, network := range set.All() {
		names = append(names, network.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// network is the chain that the flags name.
func (c *console) network(f *chainFlags) (networks.Network, error) {
	set, err := c.chains(f)
	if err != nil {
		return networks.Network{}, err
	}
	name := f.name
	if name == "" {
		name = c.env["ACN_CHAIN"]
	}
	if name == "" {
		return networks.Network{}, wrongUse("add --chain NAME, or set ACN_CHAIN; acn chain list shows the names", "say which chain")
	}
	network, err := set.Find(name)
	if err != nil {
		return networks.Network{}, err
	}
	if len(f.rpc) > 0 {
		network.Nodes = f.rpc
	}
	return network, nil
}

// chainShown is a chain as it is printed; URLs are cut, as they may hold keys.
type chainShown struct {
	Name      string                          `json:"name"`
	ID        uint64                          `json:"id"`
	Currency  string                          `json:"currency"`
	Depth     uint64                          `json:"depth"`
	MaxFee    string                          `json:"max_fee_gwei"`
	MinTip    string                          `json:"min_tip_gwei"`
	Nodes     []string                        `json:"nodes,omitempty"`
	Witnesses []string                        `json:"witnesses,omitempty"`
	Contracts map[networks.Contract]mixedCase `json:"contracts"`
}

func showChain(n networks.Network) chainShown {
	places := func(urls []string) []string {
		var all []string
		for _, url := range urls {
			all = append(all, evm.Place(url))
		}
		return all
	}
	contracts := make(map[networks.Contract]mixedCase)
	for contract, address := range n.Contracts {
		contracts[contract] = mixedCase(address)
	}
	return chainShown{n.Name, n.ID, n.Currency, n.Depth, evm.FormatAmount(n.Fees.MaxFee, 9), evm.FormatAmount(n.Fees.MinTip, 9),
		places(n.Nodes), places(n.Witnesses), contracts}
}

func (c *console) chainListCommand() *cobra.Command {
	var f chainFlags
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the chains by name",
		Example: "  acn chain list\n  GNOSIS_CHAIN_RPC=https://... acn chain list --json",
		Args:    wants(),
		RunE: func(*cobra.Command, []string) error {
			set, err := c.chains(&f)
			if err != nil {
				return err
			}
			shown := []chainShown{}
			for _, network := range set.All() {
				shown = append(shown, showChain(network))
			}
			return c.emit(f.json, shown, func(w io.Writer) {
				table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				fmt.Fprintln(table, "NAME\tID\tPAYS IN\tAT MOST, GWEI\tDEPTH\tUNITS\tNODES")
				for _, one := range shown {
					_, units := one.Contracts[networks.AgentRegistry]
					fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%d\t%s\t%s\n", one.Name, one.ID, one.Currency, one.MaxFee, one.Depth, yes(units), orNone(one.Nodes))
				}
				table.Flush()
			})
		},
	}
	f.addFile(cmd.Flags())
	return cmd
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, " ")
}

func (c *console) chainShowCommand() *cobra.Command {
	var f chainFlags
	cmd := &cobra.Command{
		Use:     "show NAME",
		Short:   "Show what is known about a chain",
		Example: "  acn chain show gnosis",
		Args:    wants("NAME"),
		RunE: func(_ *cobra.Command, args []string) error {
			f.name = args[0]
			network, err := c.network(&f)
			if err != nil {
				return err
			}
			shown := showChain(network)
			return c.emit(f.json, shown, func(w io.Writer) {
				table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				fmt.Fprintf(table, "name\t%s\nchain id\t%d\ngas is paid in\t%s\nat most\t%s gwei\ntip at least\t%s gwei\ndepth\t%d blocks\nnodes\t%s\nwitnesses\t%s\n",
					shown.Name, shown.ID, shown.Currency, shown.MaxFee, shown.MinTip, shown.Depth, orNone(shown.Nodes), orNone(shown.Witnesses))
				for _, contract := range networks.Contracts {
					if address, known := shown.Contracts[contract]; known {
						fmt.Fprintf(table, "%s\t%s%s\n", contract, address, madeBy(contract))
					}
				}
				table.Flush()
			})
		},
	}
	f.addFile(cmd.Flags())
	return cmd
}

// madeBy tells for which way to a multisig a contract is, if it is for one.
func madeBy(contract networks.Contract) string {
	for name, maker := range makers {
		if maker == contract {
			return "  service deploy --multisig " + name
		}
	}
	return ""
}

// nodeChecked is what acn chain check found out about one node.
type nodeChecked struct {
	Node    string `json:"node"`
	Witness bool   `json:"witness,omitempty"`
	Head    uint64 `json:"head,omitempty"`
	Problem string `json:"problem,omitempty"`
}

func (c *console) chainCheckCommand() *cobra.Command {
	var f chainFlags
	var timeout time.Duration
	cmd := &cobra.Command{
		Use:   "check NAME",
		Short: "Ask every node of a chain which chain it is on, and how far it is",
		Long: `Asks every node and witness of a chain. Exits with 1 unless all of them answer, and
are on that chain.`,
		Example: "  acn chain check local\n  acn chain check gnosis --rpc https://...",
		Args:    wants("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.name = args[0]
			network, err := c.network(&f)
			if err != nil {
				return err
			}
			if len(network.Nodes) == 0 {
				_, err := network.Connect(evm.PoolConfig{}) // says what to set
				return err
			}
			checked, bad := []nodeChecked{}, 0
			for _, answer := range network.Check(cmd.Context(), evm.PoolConfig{Timeout: timeout}) {
				row := nodeChecked{Node: answer.Node, Witness: answer.Witness, Head: answer.Head}
				if answer.Err != nil {
					row.Problem = oneLine(printable(answer.Err.Error()))
					bad++
				}
				checked = append(checked, row)
			}
			if err := c.emit(f.json, checked, func(w io.Writer) { printChecked(w, checked) }); err != nil || bad == 0 {
				return err
			}
			return fail(fmt.Errorf("%d of %d nodes of %s are no good", bad, len(checked), network.Name), "replace them; acn chain show "+network.Name+" lists what is configured")
		},
	}
	f.addFile(cmd.Flags())
	cmd.Flags().StringSliceVar(&f.rpc, "rpc", nil, "URL of a node, instead of those configured; several with commas")
	cmd.Flags().DurationVar(&timeout, "timeout", 10*time.Second, "how long a node may take")
	return cmd
}

func printChecked(w io.Writer, rows []nodeChecked) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		role, state := "node", fmt.Sprintf("block %d", row.Head)
		if row.Witness {
			role = "witness"
		}
		if row.Problem != "" {
			state = row.Problem
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", role, row.Node, state)
	}
	table.Flush()
}

// parseAccount reads an address of an account or contract.
func parseAccount(flag, text string) (common.Address, error) {
	address, err := networks.ParseAddress(text)
	if err != nil {
		return common.Address{}, wrongUse("an address is 0x and 40 hex digits", "%s: %w", flag, err)
	}
	return address, nil
}
