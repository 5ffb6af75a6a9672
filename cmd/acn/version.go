package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"go-acn/acn"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/registry/replica"
)

// versionInfo is what a bug report should say.
type versionInfo struct {
	Module    string   `json:"module"`
	Version   string   `json:"version"`
	Revision  string   `json:"revision,omitempty"`
	Modified  bool     `json:"modified"`
	Go        string   `json:"go"`
	Platform  string   `json:"platform"`
	Protocols []string `json:"protocols"`
}

// protocols this node speaks, ours first.
var protocols = []string{
	acn.ProtocolLink, acn.KadPrefix + "/kad/1.0.0", acn.ALPNDelegate,
	exchange.Protocol, replica.Protocol, acn.LegacyKadPrefix + "/kad/1.0.0", acn.ProtocolEnvelope, acn.ProtocolLookup, acn.ProtocolRegister, acn.ProtocolNotify,
}

func readVersion() versionInfo {
	info := versionInfo{Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Protocols: protocols}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return info
	}
	info.Module, info.Version = build.Main.Path, build.Main.Version
	for _, setting := range build.Settings {
		switch setting.Key {
		case "vcs.revision":
			info.Revision = setting.Value
		case "vcs.modified":
			info.Modified = setting.Value == "true"
		}
	}
	return info
}

// String is the first line of what acn version prints.
func (v versionInfo) String() string {
	return fmt.Sprintf("%s %s (%s, %s)", v.Module, v.Version, v.Go, v.Platform)
}

func (c *console) versionCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Show the version and the protocols it speaks",
		Args:  wants(),
		RunE: func(*cobra.Command, []string) error {
			info := readVersion()
			return c.emit(asJSON, info, func(w io.Writer) {
				fmt.Fprintln(w, info)
				if info.Revision != "" {
					changed := ""
					if info.Modified {
						changed = ", changed since"
					}
					fmt.Fprintf(w, "revision   %s%s\n", info.Revision, changed)
				}
				for _, protocol := range info.Protocols {
					fmt.Fprintf(w, "protocol   %s\n", protocol)
				}
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
