package networks

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"go-acn/agentrt/chain/evm"
)

// The table and the file in docs/chains.md are what the code has and takes.
func TestChainsPage(t *testing.T) {
	raw, err := os.ReadFile("../../../docs/chains.md")
	must(t, err)
	page := string(raw)
	for _, f := range builtin {
		n := f.network()
		tip := evm.FormatAmount(n.Fees.MinTip, 9) + " gwei"
		if f.minTip == 0 {
			tip = "1 wei"
		}
		row := fmt.Sprintf("| %s | %d | %s | %s gwei | %s | %d |\n", n.Name, n.ID, n.Currency, evm.FormatAmount(n.Fees.MaxFee, 9), tip, n.Depth)
		if !strings.Contains(page, row) {
			t.Errorf("docs/chains.md has no row %s", row)
		}
	}
	example := regexp.MustCompile("(?s)\n```yaml\n(chains:.*?)```\n").FindStringSubmatch(page)
	if example == nil {
		t.Fatal("docs/chains.md shows no file")
	}
	set := load(t, example[1], nil)
	testnet, err := set.Find("testnet")
	must(t, err)
	if testnet.ID != 10200 || testnet.Depth != 12 || testnet.Fees.Fallback.Tip.Cmp(gwei(1)) != 0 {
		t.Errorf("%+v", testnet)
	}
}
