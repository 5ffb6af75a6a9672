package settings

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
)

func TestRegistry(t *testing.T) {
	const addr = "0x8ba1f109551bD432803012645Ac136ddd64DBA72"
	name := writeFile(t, addr+" 10MiB 5\n")
	got := mustLoad(t, nil, "--registry", "--registry-publishers", name, "--registry-quota", "1KiB/2", "--registry-listen", "off", "--registry-kubo-hosts", "a, b",
		"--registry-gateway", "http://x", "--registry-gateway", "http://y", "--registry-member", entry, "--registry-factor", "2", "--registry-lease", "1m", "--registry-reserve", "5").Registry
	want := Registry{
		On: true, KuboListen: "127.0.0.1:5001", KuboHosts: []string{"a", "b"}, Publishers: registry.Publishers{addr: {Bytes: 10 << 20, Packages: 5}}, Quota: pin.Quota{Bytes: 1 << 10, Packages: 2},
		Lease: 60e9, Collect: 3600e9, Reserve: 5, Gateways: []string{"http://x", "http://y"}, Members: []string{entry}, Factor: 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRegistryProblems(t *testing.T) {
	bad := writeFile(t, "x\n")
	_, err := load(t, nil, "--registry-publishers", bad, "--registry-quota", "5", "--registry-reserve", "0", "--registry-factor", "0")
	wantProblems(t, err, "line 1: want an address", "want a size and a number", "is nothing", "is not a number from 1 to 32")
	_, err = load(t, nil, "--registry-publishers", bad+".gone")
	wantProblems(t, err, "no such file")
	for flag, want := range map[string]string{
		"--registry-lease=59s": "is not between 1m0s and 8784h0m0s", "--registry-lease=8785h": "is not between", "--data-dir=": "needs a data directory",
	} {
		_, err := load(t, nil, "--registry", flag)
		wantProblems(t, err, want)
	}
	_, err = load(t, nil, "--registry", "--registry-listen=off", "--registry-kubo-listen=off")
	wantProblems(t, err, "listens nowhere")
	mustLoad(t, nil, "--registry-listen=off", "--registry-kubo-listen=off") // not on
}
