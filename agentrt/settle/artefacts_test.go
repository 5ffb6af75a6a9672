package settle

import (
	"os"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/internal/devchain/contracts"
	"go-acn/internal/devchain/published"
)

// ours is what our multisig is called among the versions of the Safe, from
// which it has to be told by nothing that matters here.
const ours = "ours"

// eachVersion runs a test against every version of the Safe, and our multisig.
// Where npm cannot get them it is skipped; in CI, which sets CI=true, that is a
// failure.
func eachVersion(t *testing.T, test func(t *testing.T, version string, code published.Code)) {
	for _, safe := range published.Safes() {
		t.Run(safe.Version, func(t *testing.T) {
			code, err := safe.Load(t.Context())
			switch {
			case err != nil && os.Getenv("CI") == "true":
				t.Fatal(err)
			case err != nil:
				t.Skip("needs npm and its registry: ", err)
			}
			test(t, safe.Version, code)
		})
	}
	t.Run(ours, func(t *testing.T) {
		test(t, ours, published.Code{
			Singleton: common.FromHex(contracts.Multisig.Bin),
			Factory:   common.FromHex(contracts.MultisigFactory.Bin),
			MultiSend: common.FromHex(contracts.MultiSend.Bin),
		})
	})
}
