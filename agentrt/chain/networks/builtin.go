package networks

import (
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/agentrt/chain/evm"
)

// safeMultiSend is where version 1.3.0 of MultiSend is on most chains.
const safeMultiSend = "0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761"

// fixed is a chain as it is built in. Fees are in gwei; those of the fallback
// are a limit and a tip.
type fixed struct {
	name      string
	id        uint64
	currency  string
	depth     uint64
	pace      time.Duration // from block to block
	ceiling   int64
	fallback  [2]int64
	minTip    int64 // gwei; 0 is a wei
	contracts map[Contract]string
}

// builtin are the chains on which there are registries, as deployed, and what
// existing agents pay there. Depths follow from how often blocks come and how
// deep reorganisations have been.
var builtin = []fixed{
	{"ethereum", 1, "ETH", 6, 12 * time.Second, 1500, [2]int64{20, 3}, 0, map[Contract]string{
		ComponentRegistry: "0x15bd56669F57192a97dF41A2aa8f4403e9491776",
		AgentRegistry:     "0x2F1f7D38e4772884b88f3eCd8B6b9faCdC319112",
		RegistriesManager: "0x9eC9156dEF5C613B2a7D4c46C383F9B58DfcD6fE",
		ServiceRegistry:   "0x48b6af7B12C71f09e2fC8aF4855De4Ff54e775cA",
		TokenUtility:      "0x3Fb926116D454b95c669B6Bf2E7c3bad8d19affA",
		RecoverableSafe:   "0xCb728aefD88FCA806d638EAEeEAcFC03Dd985d70",
		PlainSafe:         "0x46C0D07F55d4F9B5Eed2Fc9680B5953e5fd7b461",
		RecoveryModule:    "0x69D97b5c4F35fd3A72FA83b6B1eB911c6A8a2e3c",
	}},
	{"polygon", 137, "POL", 32, 2 * time.Second, 10_000, [2]int64{6000, 30}, 30, map[Contract]string{
		ServiceRegistry: "0xE3607b00E75f6405248323A9417ff6b39B244b50",
		TokenUtility:    "0xa45E64d13A30a51b91ae0eb182e88a40e9b18eD8",
		RecoverableSafe: "0x1a0bFCC27051BCcDDc444578f56A4F5920e0E083",
		PlainSafe:       "0x3d77596beb0f130a4415df3D2D8232B3d3D31e44",
		RecoveryModule:  "0x02C26437B292D86c5F4F21bbCcE0771948274f84",
	}},
	{"gnosis", 100, "xDAI", 8, 5 * time.Second, 30, [2]int64{5, 1}, 1, map[Contract]string{
		ServiceRegistry: "0x9338b5153AE39BB89f50468E608eD9d764B755fD",
		TokenUtility:    "0xa45E64d13A30a51b91ae0eb182e88a40e9b18eD8",
		RecoverableSafe: "0xB4eB492bbfDcE5ccc11d675797cCF090eB0bCbd6",
		PlainSafe:       "0x3C1fF68f5aa342D296d4DEe4Bb1cACCA912D95fE",
		RecoveryModule:  "0x0Cb12457ed26d572c5e4A50f30b6f7A904662a72",
	}},
	{"arbitrum_one", 42161, "ETH", 6, 250 * time.Millisecond, 5, [2]int64{2, 1}, 0, map[Contract]string{
		ServiceRegistry: "0xE3607b00E75f6405248323A9417ff6b39B244b50",
		TokenUtility:    "0x3d77596beb0f130a4415df3D2D8232B3d3D31e44",
		RecoverableSafe: "0x17B2198872216D8469AdeBC1227D0d4824940821",
		PlainSafe:       "0x63e66d7ad413C01A7b49C7FF4e3Bb765C4E4bd1b",
		RecoveryModule:  "0xD0863340f947bE329c67e196e192705e53A1338f",
	}},
	{"optimism", 10, "ETH", 6, 2 * time.Second, 100, [2]int64{5, 3}, 0, map[Contract]string{
		ServiceRegistry: "0x3d77596beb0f130a4415df3D2D8232B3d3D31e44",
		TokenUtility:    "0xBb7e1D6Cb6F243D6bdE81CE92a9f2aFF7Fbe7eac",
		RecoverableSafe: "0x4be7A91e67be963806FeFA9C1FD6C53DfC358d94",
		PlainSafe:       "0x5953f21495BD9aF1D78e87bb42AcCAA55C1e896C",
		RecoveryModule:  "0x6e7f594f680f7aBad18b7a63de50F0FeE47dfD06",
	}},
	{"base", 8453, "ETH", 6, 2 * time.Second, 100, [2]int64{30, 3}, 0, map[Contract]string{
		ServiceRegistry: "0x3C1fF68f5aa342D296d4DEe4Bb1cACCA912D95fE",
		TokenUtility:    "0x34C895f302D0b5cf52ec0Edd3945321EB0f83dd5",
		RecoverableSafe: "0x8c534420Db046d6801A1A8bE6fb602cC8F257453",
		PlainSafe:       "0x22bE6fDcd3e29851B29b512F714C328A00A96B83",
		RecoveryModule:  "0x359d53C326388D24037b3b1590d217fdb5EEE74c",
	}},
	{"celo", 42220, "CELO", 6, time.Second, 1500, [2]int64{50, 25}, 25, map[Contract]string{
		ServiceRegistry: "0xE3607b00E75f6405248323A9417ff6b39B244b50",
		TokenUtility:    "0x3d77596beb0f130a4415df3D2D8232B3d3D31e44",
		RecoverableSafe: "0x379451B13e4900C7005Bf57467770b2EE4e62a86",
		PlainSafe:       "0x63e66d7ad413C01A7b49C7FF4e3Bb765C4E4bd1b",
		RecoveryModule:  "0x24F792D51b398928459Dfbb4181bDb4D5d2CD472",
	}},
	{"mode", 34443, "ETH", 6, 2 * time.Second, 50, [2]int64{5, 3}, 0, map[Contract]string{
		ServiceRegistry: "0x3C1fF68f5aa342D296d4DEe4Bb1cACCA912D95fE",
		TokenUtility:    "0x34C895f302D0b5cf52ec0Edd3945321EB0f83dd5",
		RecoverableSafe: "0x7Fd1F4b764fA41d19fe3f63C85d12bf64d2bbf68",
		PlainSafe:       "0xBb7e1D6Cb6F243D6bdE81CE92a9f2aFF7Fbe7eac",
		RecoveryModule:  "0x1d79e0a600B61FAC1B8F40c27347e48962Ed2f23",
	}},
	// A development chain: blocks come with transactions, so more depth than
	// one would wait for ever.
	{localName, 31337, "ETH", 1, time.Second, 1500, [2]int64{20, 3}, 0, map[Contract]string{
		ComponentRegistry: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
		AgentRegistry:     "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512",
		RegistriesManager: "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0",
		ServiceRegistry:   "0x998abeb3E57409262aE5b751f60747921B33613E",
		TokenUtility:      "0x70e0bA845a1A0F2DA3359C97E0285013525FFC49",
		RecoverableSafe:   "0xb7278A61aa25c888815aFC32Ad3cC52fF24fE575",
		PlainSafe:         "0x0E801D84Fa97b50751Dbf25036d067dCf18858bF",
		RecoveryModule:    "0x5f3f1dBD7B74C6B46e8c44f98792A1dAf8d69154",
		MultiSend:         "0x9d4454B023096f34B160D6B654540c56A1F81688",
	}},
}

// localName is the chain on this machine, and localNode where it is: no other
// chain has a node unless somebody names one.
const (
	localName = "local"
	localNode = "http://127.0.0.1:8545"
)

func gwei(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(params.GWei)) }

// network is a built-in chain without nodes.
func (f fixed) network() Network {
	n := Network{
		Name: f.name, ID: f.id, Currency: f.currency, Depth: f.depth, Pace: f.pace, Contracts: make(map[Contract]common.Address),
		Fees: evm.FeeRules{MinTip: big.NewInt(1), MaxFee: gwei(f.ceiling), Fallback: evm.Price{Tip: gwei(f.fallback[1]), Limit: gwei(f.fallback[0])}},
	}
	if f.minTip > 0 {
		n.Fees.MinTip = gwei(f.minTip)
	}
	n.Contracts[MultiSend] = common.HexToAddress(safeMultiSend)
	for name, address := range f.contracts {
		n.Contracts[name] = common.HexToAddress(address)
	}
	if f.name == localName {
		n.Nodes = []string{localNode}
	}
	return n
}
