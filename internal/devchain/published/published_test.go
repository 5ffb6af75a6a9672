package published

import (
	"os"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/internal/devchain"
)

// The published registries run on a development chain.
func TestDeployReal(t *testing.T) {
	checkout := os.Getenv(Checkout)
	if checkout == "" {
		t.Skip("needs a checkout of the registries' repository, named by " + Checkout)
	}
	chain, err := devchain.Start(devchain.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer chain.Close()
	for name, deploy := range map[string]func() (devchain.Contracts, error){
		"L1": func() (devchain.Contracts, error) { return DeployReal(t.Context(), chain, checkout) },
		"L2": func() (devchain.Contracts, error) { return DeployRealL2(t.Context(), chain, checkout) },
	} {
		c, err := deploy()
		if err != nil {
			t.Fatal(name, err)
		}
		for _, address := range []common.Address{c.ServiceRegistry, c.ServiceManagerProxy, c.Safe, c.Token, c.OperatorWhitelist} {
			code, err := chain.Client().CodeAt(t.Context(), address, nil)
			if err != nil || len(code) == 0 {
				t.Errorf("%s: no code at %v: %v", name, address, err)
			}
		}
		if _, err := DeployReal(t.Context(), chain, t.TempDir()); err == nil {
			t.Error("deployed out of nothing")
		}
	}
}

func FuzzParseArtefact(f *testing.F) {
	f.Add([]byte(`{"abi":[],"bytecode":"0x6001"}`))
	f.Add([]byte(`{"abi":[],"bytecode":{"object":"6001"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if m, err := parseArtefact(text); (m == nil) == (err == nil) {
			t.Errorf("%v, %v", m, err)
		}
	})
}
