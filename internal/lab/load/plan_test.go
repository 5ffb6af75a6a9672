package load

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

const nodeKey = "037ed15dcee3a317e590cbdd28768ad8e2d29960b3e5d4eccca14bc94f83747f09"

func TestParseTarget(t *testing.T) {
	target, err := ParseTarget("127.0.0.1:11000@" + nodeKey)
	if err != nil || target.Address != "127.0.0.1:11000" || target.Node != nodeKey {
		t.Errorf("got %+v, %v", target, err)
	}
	if target.String() != "127.0.0.1:11000@"+nodeKey {
		t.Errorf("text %q", target)
	}
	for _, text := range []string{"", "127.0.0.1:11000", "127.0.0.1@" + nodeKey, "host:@" + nodeKey, "h:1@", "h:1@" + strings.ToUpper(nodeKey)} {
		if _, err := ParseTarget(text); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}

func TestPlanDefaults(t *testing.T) {
	node := Target{Address: "h:1", Node: nodeKey}
	plan, err := Plan{From: []Target{node}}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	if plan.Pairs != 1 || plan.Window != 1 || plan.Size != 100 || plan.Mode != Legacy || plan.Duration != 5*time.Second || plan.To[0] != node {
		t.Errorf("defaults %+v", plan)
	}
	for name, test := range map[string]struct {
		change func(*Plan)
		ok     bool
	}{
		"most pairs":     {func(p *Plan) { p.Pairs = MaxPairs }, true},
		"too many pairs": {func(p *Plan) { p.Pairs = MaxPairs + 1 }, false},
		"no pairs":       {func(p *Plan) { p.Pairs = -1 }, false},
		"most window":    {func(p *Plan) { p.Window = MaxWindow }, true},
		"window":         {func(p *Plan) { p.Window = MaxWindow + 1 }, false},
		"least size":     {func(p *Plan) { p.Size = MinSize }, true},
		"small":          {func(p *Plan) { p.Size = MinSize - 1 }, false},
		"most size":      {func(p *Plan) { p.Size = MaxSize }, true},
		"big":            {func(p *Plan) { p.Size = MaxSize + 1 }, false},
		"mode":           {func(p *Plan) { p.Mode = "fast" }, false},
		"warm-up":        {func(p *Plan) { p.Warmup = -1 }, false},
		"count":          {func(p *Plan) { p.Count = -1 }, false},
		"nowhere":        {func(p *Plan) { p.From = nil }, false},
		"duration":       {func(p *Plan) { p.Duration = 2 * time.Hour }, false},
		"patience":       {func(p *Plan) { p.Patience = time.Hour }, false},
	} {
		plan := Plan{From: []Target{node}}
		test.change(&plan)
		if _, err := plan.withDefaults(); (err == nil) != test.ok {
			t.Errorf("%s: error %v, want ok %v", name, err, test.ok)
		}
	}
	_, err = Plan{Pairs: -1, Window: -1, Size: -1}.withDefaults()
	for _, want := range []string{"pairs", "window", "size", "no node"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v says nothing about %s", err, want)
		}
	}
}

func TestStamp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{MinSize, 100, MaxSize} {
		pair := newWriter("to", "from", size, random)
		e, err := pair.make(stamp{number: 7, sent: 8})
		if err != nil {
			t.Fatal(err)
		}
		if len(e.Content().Message) != size {
			t.Errorf("message of %d bytes, want %d", len(e.Content().Message), size)
		}
		if got, ok := pair.read(e); !ok || got != (stamp{number: 7, sent: 8}) {
			t.Errorf("size %d: read %+v, %v", size, got, ok)
		}
		other := newWriter("to", "from", size, random)
		if _, ok := other.read(e); ok {
			t.Error("another pair took it for its own")
		}
	}
}

func TestStampDamage(t *testing.T) {
	pair := newWriter("to", "from", 100, rand.New(rand.NewPCG(1, 2)))
	whole, err := pair.make(stamp{number: 1})
	if err != nil {
		t.Fatal(err)
	}
	content := whole.Content()
	for name, change := range map[string]func(to, from *acn.Address, c *envelope.Content){
		"receiver":    func(to, _ *acn.Address, _ *envelope.Content) { *to = "other" },
		"sender":      func(_, from *acn.Address, _ *envelope.Content) { *from = "other" },
		"protocol":    func(_, _ *acn.Address, c *envelope.Content) { c.ProtocolID = "a/b:1.0.0" },
		"cut":         func(_, _ *acn.Address, c *envelope.Content) { c.Message = c.Message[:99] },
		"longer":      func(_, _ *acn.Address, c *envelope.Content) { c.Message = append(c.Message, 0) },
		"empty":       func(_, _ *acn.Address, c *envelope.Content) { c.Message = nil },
		"last byte":   func(_, _ *acn.Address, c *envelope.Content) { c.Message[99] ^= 1 },
		"zero filled": func(_, _ *acn.Address, c *envelope.Content) { clear(c.Message[50:]) },
		"pair":        func(_, _ *acn.Address, c *envelope.Content) { c.Message[0] ^= 1 },
	} {
		to, from, changed := pair.to, pair.from, content
		changed.Message = append([]byte(nil), content.Message...)
		change(&to, &from, &changed)
		e, err := envelope.New(to, from, changed)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := pair.read(e); ok {
			t.Errorf("changed %s was not noticed", name)
		}
	}
}

func FuzzParseTarget(f *testing.F) {
	f.Add("127.0.0.1:11000@" + nodeKey)
	f.Add("[::1]:1@" + nodeKey)
	f.Fuzz(func(t *testing.T, text string) {
		if target, err := ParseTarget(text); err == nil && target.String() != text {
			t.Fatalf("%q was read as %q", text, target)
		}
	})
}

func FuzzStamp(f *testing.F) {
	pair := newWriter("to", "from", 30, rand.New(rand.NewPCG(1, 2)))
	e, err := pair.make(stamp{number: 3, sent: 4})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(e.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := envelope.Parse(raw)
		if err != nil {
			return
		}
		s, ok := pair.read(e)
		if !ok {
			return
		}
		again, err := pair.make(s)
		if err != nil || string(again.Content().Message) != string(e.Content().Message) {
			t.Fatalf("%x was read as %+v, which is made differently, %v", raw, s, err)
		}
	})
}
