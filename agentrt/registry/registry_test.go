package registry_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
)

func TestPush(t *testing.T) {
	r := newRegistry(t)
	a := mustPush(t, r, wallet(t, 1), contract("a"), "a")
	b := mustPush(t, r, wallet(t, 1), contract("b", need("a", a)), "b")
	if !isHere(t, r, a) || !isHere(t, r, b) || r.Pins().Len() != 2 {
		t.Error("a push was accepted and is not here")
	}
	mustPush(t, r, wallet(t, 2), contract("a"), "a") // somebody else wants it, too
	if r.Pins().Len() != 3 {
		t.Error("the second publisher's pin is not here")
	}
}

// Each line is a change to a good package, or to what comes with it, and why
// the registry refuses it. Nothing of it may be seen afterwards.
func TestGateRefuses(t *testing.T) {
	r := newRegistry(t)
	a := mustPush(t, r, wallet(t, 1), contract("a"), "a")
	good := contract("b", need("a", a))
	text := string(good["contract.yaml"].Data)
	edit := func(old, new string) fstest.MapFS {
		if !strings.Contains(text, old) {
			t.Fatalf("there is no %q", old)
		}
		return change(good, "contract.yaml", strings.Replace(text, old, new, 1))
	}
	without := func(name string) fstest.MapFS {
		f := change(good, "x", "x")
		delete(f, "x")
		delete(f, name)
		return f
	}
	for _, test := range []struct {
		name   string
		folder fstest.MapFS
		want   string
	}{
		{"no configuration", without("contract.yaml"), "config: no configuration at the top"},
		{"two configurations", change(good, "skill.yaml", "x"), "config: more than one configuration"},
		{"an unknown configuration", change(without("contract.yaml"), "config.yaml", text), "config: no configuration"},
		{"not YAML", change(good, "contract.yaml", "{"), "config: contract.yaml: reading YAML"},
		{"a field too few", edit("license: x\n", ""), "license is missing"},
		{"a field too many", edit("license: x\n", "license: x\nlicence: x\n"), "licence"},
		{"another kind", edit("type: contract", "type: skill"), "type"},
		{"another name than the folder", edit("name: b", "name: c"), "the name is c, that of the folder b"},
		{"a changed file", change(good, "contract.py", "x"), "changed: contract.py: is"},
		{"a file without a row", change(good, "more.py", "x"), "extra: more.py: is in the folder and not in the fingerprint"},
		{"a row without a file", without("contract.py"), "missing: contract.py: is in the fingerprint and not in the folder"},
		{"a row that leads out", edit("contract.py:", "../contract.py:"), `".." is no name`},
		{"a dependency without a hash", edit(":"+a.String(), ""), "dependency: contract.yaml: contract/acme/a/0.1.0 is named without its hash"},
		{"a dependency that is not here", edit(a.String(), measure(t, contract("z"), "z").Hash.String()), "is not known by this hash"},
		{"a dependency by another name", edit("acme/a:", "acme/z:"), "contract/acme/z/0.1.0 is not known by this hash"},
		{"a dependency of another version", edit("a:0.1.0", "a:0.2.0"), "contract/acme/a/0.2.0 is not known by this hash"},
		{"a dependency that is none", edit("acme/a:0.1.0", "acme/a"), "want one like 0.1.0"},
	} {
		h, err := push(t, r, wallet(t, 1), test.folder, "b")
		refusal := wantCode(t, err, registry.CodeGate)
		if !slices.ContainsFunc(refusal.Reasons, func(reason string) bool { return strings.Contains(reason, test.want) }) {
			t.Errorf("%s: %q, want %s", test.name, refusal.Reasons, test.want)
		}
		if isHere(t, r, h) {
			t.Errorf("%s: it is here", test.name)
		}
	}
	if got := r.Pins().Len(); got != 1 {
		t.Errorf("%d pins, want 1", got)
	}
	mustPush(t, r, wallet(t, 1), good, "b")
}

// Content that is no package, or not the one that is pinned, is refused before
// the gate.
func TestContentRefuses(t *testing.T) {
	r := newRegistry(t)
	p, car := carOf(t, wallet(t, 1), contract("a"), "a")
	whole, other := new(bytes.Buffer), new(bytes.Buffer)
	if _, err := whole.ReadFrom(car); err != nil {
		t.Fatal(err)
	}
	_, otherCar := carOf(t, wallet(t, 1), contract("b"), "b")
	if _, err := other.ReadFrom(otherCar); err != nil {
		t.Fatal(err)
	}
	spoilt := bytes.Clone(whole.Bytes())
	spoilt[len(spoilt)-3] ^= 1
	for name, c := range map[string]struct {
		car  []byte
		code registry.Code
	}{
		"nothing":         {nil, registry.CodeContent},
		"no CAR file":     {[]byte("hello"), registry.CodeContent},
		"another package": {other.Bytes(), registry.CodeContent},
		"a wrong byte":    {spoilt, registry.CodeContent},
		"broken off":      {whole.Bytes()[:whole.Len()-5], registry.CodeContent},
		"endless":         {append(bytes.Clone(whole.Bytes()), bytes.Repeat([]byte{1, 0}, 2<<20)...), registry.CodeContent},
	} {
		if _, err := r.Push(t.Context(), p, bytes.NewReader(c.car), ""); err == nil {
			t.Errorf("%s: accepted", name)
		} else {
			wantCode(t, err, c.code)
		}
		if isHere(t, r, p.Package) || r.Pins().Len() != 0 {
			t.Fatalf("%s: it is here", name)
		}
	}
	lie := sign(t, wallet(t, 1), wish(p.Package, p.Size-1, 1))
	_, err := r.Push(t.Context(), lie, bytes.NewReader(whole.Bytes()), "")
	wantCode(t, err, registry.CodeSize)
	// It was listed for the look at its size, and nobody pins it.
	collect(t, r)
	if isHere(t, r, p.Package) {
		t.Error("a push that lied about its size stays")
	}
	if _, err := r.Push(t.Context(), p, bytes.NewReader(whole.Bytes()), ""); err != nil {
		t.Error(err)
	}
}

// A package may come in two pushes: the second brings what the first did not.
func TestPushGoesOn(t *testing.T) {
	r := newRegistry(t)
	p, car := carOf(t, wallet(t, 1), contract("a"), "a")
	whole := new(bytes.Buffer)
	if _, err := whole.ReadFrom(car); err != nil {
		t.Fatal(err)
	}
	_, err := r.Push(t.Context(), p, bytes.NewReader(whole.Bytes()[:whole.Len()-5]), "")
	wantCode(t, err, registry.CodeContent)
	_, err = r.Pin(t.Context(), p, "")
	wantCode(t, err, registry.CodeMissing)
	var rest bytes.Buffer
	put, err := store.WritePart(&rest, p.Package)
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	if _, err := pkg.Measure(contract("a"), "a", pkg.Limits{}, func(b pkg.Block) error {
		lacking, err := r.Store().Lacking(t.Context(), []pkg.Hash{b.Hash})
		if err != nil || len(lacking) == 0 {
			return err
		}
		sent++
		return put(t.Context(), b)
	}); err != nil {
		t.Fatal(err)
	}
	if sent != 1 {
		t.Errorf("%d blocks are missing, want the last", sent)
	}
	if _, err := r.Push(t.Context(), p, &rest, ""); err != nil || !isHere(t, r, p.Package) {
		t.Error(err)
	}
}

func TestQuotas(t *testing.T) {
	cfg := config(t)
	size := measure(t, contract("a"), "a").Size
	cfg.Publishers[wallet(t, 1).Address()] = pin.Quota{Bytes: 2*size + 1, Packages: 2}
	cfg.Publishers[wallet(t, 2).Address()] = pin.Quota{Bytes: 2 * size, Packages: 9}
	r := open(t, cfg, memory())
	_, err := push(t, r, wallet(t, 50), contract("a"), "a")
	wantCode(t, err, registry.CodeClosed)
	for seed, code := range map[byte]registry.Code{1: registry.CodePackages, 2: registry.CodeBytes} {
		mustPush(t, r, wallet(t, seed), contract("a"), "a")
		b := mustPush(t, r, wallet(t, seed), contract("b"), "b")
		_, err := push(t, r, wallet(t, seed), contract("c"), "c")
		wantCode(t, err, code)
		gone := wish(b, size, 2)
		gone.Until = gone.Issued
		if _, err := r.Pin(t.Context(), sign(t, wallet(t, seed), gone), ""); err != nil {
			t.Error(err)
		}
		mustPush(t, r, wallet(t, seed), contract("c"), "c")
	}
}

// By default nobody but the operator may put anything in; with a default quota
// everybody may.
func TestDefaultQuota(t *testing.T) {
	cfg := config(t)
	cfg.Quota = pin.Quota{Bytes: 1 << 20, Packages: 1}
	r := open(t, cfg, memory())
	mustPush(t, r, wallet(t, 50), contract("a"), "a")
	_, err := push(t, r, wallet(t, 50), contract("b"), "b")
	wantCode(t, err, registry.CodePackages)
}

func TestPinOrder(t *testing.T) {
	r := newRegistry(t)
	w := wallet(t, 1)
	h := mustPush(t, r, w, contract("a"), "a")
	size := measure(t, contract("a"), "a").Size
	if _, err := r.Pin(t.Context(), sign(t, w, wish(h, size, 5)), ""); err != nil {
		t.Fatal(err)
	}
	_, err := r.Pin(t.Context(), sign(t, w, wish(h, size, 4)), "")
	wantCode(t, err, registry.CodeOlder)
	early := wish(h, size, 6)
	early.Issued, early.Until = early.Issued.Add(time.Hour), early.Until.Add(time.Hour)
	_, err = r.Pin(t.Context(), sign(t, w, early), "")
	wantCode(t, err, registry.CodeEarly)
	over := wish(h, size, 7)
	over.Issued, over.Until = over.Issued.Add(-2*time.Hour), over.Issued.Add(-time.Hour)
	_, err = r.Pin(t.Context(), sign(t, w, over), "")
	wantCode(t, err, registry.CodeOver)
}

// When leases run out packages go, but not those that others need.
func TestLeases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRegistry(t)
		w := wallet(t, 1)
		a := mustPush(t, r, w, contract("a"), "a")
		b := mustPush(t, r, w, contract("b", need("a", a)), "b")
		c := mustPush(t, r, w, contract("c"), "c")
		longer := wish(b, measure(t, contract("b", need("a", a)), "b").Size, 2)
		longer.Until = longer.Until.Add(24 * time.Hour)
		if _, err := r.Pin(t.Context(), sign(t, w, longer), ""); err != nil {
			t.Fatal(err)
		}
		time.Sleep(24 * time.Hour)
		collect(t, r)
		if !isHere(t, r, a) || !isHere(t, r, b) || isHere(t, r, c) {
			t.Errorf("%v are here", listed(t, r))
		}
		time.Sleep(24 * time.Hour)
		collect(t, r)
		if len(listed(t, r)) != 0 {
			t.Errorf("%v are here", listed(t, r))
		}
		if left, err := r.Store().Collect(t.Context()); err != nil || left != 0 {
			t.Errorf("%d blocks are left, %v", left, err)
		}
	})
}

// Run collects and renews on its schedule.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := config(t)
		cfg.Lease = 10 * time.Hour
		r := open(t, cfg, memory())
		own, _, err := r.AddFolder(t.Context(), contract("a"), "a", true)
		if err != nil {
			t.Fatal(err)
		}
		unpinned, _, err := r.AddFolder(t.Context(), contract("b"), "b", false)
		if err != nil || !isHere(t, r, unpinned.Hash) {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- r.Run(t.Context()) }()
		time.Sleep(90 * time.Minute)
		if isHere(t, r, unpinned.Hash) {
			t.Error("what nobody pins stays")
		}
		time.Sleep(100 * time.Hour)
		if !isHere(t, r, own.Hash) {
			t.Error("the operator's lease ran out")
		}
		if had, err := r.UnpinOwn(t.Context(), own.Hash); !had || err != nil {
			t.Error(had, err)
		}
		time.Sleep(90 * time.Minute)
		if isHere(t, r, own.Hash) {
			t.Error("what the operator unpinned stays")
		}
	})
}

// Everything is as it was after a restart, and what was not finished is gone.
func TestRestart(t *testing.T) {
	cfg, data := config(t), memory()
	r := open(t, cfg, data)
	a := mustPush(t, r, wallet(t, 1), contract("a"), "a")
	b, _, err := r.AddFolder(t.Context(), contract("b"), "b", false)
	if err != nil {
		t.Fatal(err)
	}
	digest := r.Pins().Digest()
	again := open(t, cfg, data)
	if !isHere(t, again, a) || isHere(t, again, b.Hash) || again.Pins().Digest() != digest {
		t.Errorf("%v are here", listed(t, again))
	}
	delete(cfg.Publishers, wallet(t, 1).Address())
	if third := open(t, cfg, data); isHere(t, third, a) || third.Pins().Len() != 0 {
		t.Error("a publisher that is admitted no longer keeps its packages")
	}
}

// The operator's tools push in any order: a package waits for what it needs,
// unseen.
func TestWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRegistry(t)
		a := measure(t, contract("a"), "a").Hash
		b := measure(t, contract("b", need("a", a)), "b").Hash
		for _, name := range []string{"c", "b"} {
			folder := contract("b", need("a", a))
			if name == "c" {
				folder = contract("c", need("b", b))
			}
			entry, waits, err := r.AddFolder(t.Context(), folder, name, true)
			if err != nil || !waits || isHere(t, r, entry.Hash) {
				t.Fatalf("%s: waits %v, %v", name, waits, err)
			}
		}
		collect(t, r)
		if len(r.Waiting()) != 2 || len(listed(t, r)) != 0 || r.Pins().Len() != 0 {
			t.Fatalf("%d wait, %v are here", len(r.Waiting()), listed(t, r))
		}
		if _, waits, err := r.AddFolder(t.Context(), contract("a"), "a", true); waits || err != nil {
			t.Fatal(waits, err)
		}
		if diff := cmp.Diff([]string{"a", "b", "c"}, listed(t, r)); diff != "" || len(r.Waiting()) != 0 || r.Pins().Len() != 3 {
			t.Error(diff)
		}
		_, waits, err := r.AddFolder(t.Context(), contract("d", need("z", pkg.Hash{1})), "d", true)
		if !waits || err != nil {
			t.Fatal(waits, err)
		}
		time.Sleep(24 * time.Hour)
		collect(t, r)
		if len(r.Waiting()) != 0 {
			t.Error("it waits for ever")
		}
		_, waits, err = r.AddFolder(t.Context(), change(contract("d", need("z", pkg.Hash{1})), "more", "x"), "d", true)
		if waits {
			t.Error("a package that is no good waits")
		}
		wantCode(t, err, registry.CodeGate)
	})
}

// What a package needs is fetched, as far as the publisher's quota goes.
func TestFetchesWhatIsNeeded(t *testing.T) {
	from := newRegistry(t)
	a := mustPush(t, from, wallet(t, 1), contract("a"), "a")
	b := mustPush(t, from, wallet(t, 1), contract("b", need("a", a)), "b")
	top := contract("c", need("b", b))
	cfg := config(t)
	cfg.Find = registry.From(from.Store())
	r := open(t, cfg, memory())
	mustPush(t, r, wallet(t, 1), top, "c")
	if diff := cmp.Diff([]string{"a", "b", "c"}, listed(t, r)); diff != "" {
		t.Error(diff)
	}
	collect(t, r)
	if len(listed(t, r)) != 3 {
		t.Error("what is needed was collected")
	}
	// One byte less than b and a have together.
	size := measure(t, top, "c").Size + measure(t, contract("b", need("a", a)), "b").Size + measure(t, contract("a"), "a").Size
	for left, good := range map[int64]bool{size: true, size - 1: false} {
		cfg.Publishers[wallet(t, 1).Address()] = pin.Quota{Bytes: left, Packages: 1}
		_, err := push(t, open(t, cfg, memory()), wallet(t, 1), top, "c")
		if (err == nil) != good {
			t.Errorf("%d bytes: %v", left, err)
		}
	}
}

func metadata(code pkg.Hash) pkg.Metadata {
	image, err := pkg.ParseHash(pkg.DefaultImage)
	if err != nil {
		panic(err)
	}
	return pkg.Metadata{ID: pkg.ID{Kind: pkg.Contract, Author: "acme", Name: "b", Version: "0.1.0"}, Description: "é", Code: code, Image: image}
}

func TestMetadata(t *testing.T) {
	r := newRegistry(t)
	w, text := wallet(t, 1), metadata(pkg.Hash{1}).JSON()
	h, err := metadata(pkg.Hash{1}).Hash()
	if err != nil {
		t.Fatal(err)
	}
	p := sign(t, w, wish(h, int64(len(text)), 1))
	if _, err := r.PushMetadata(t.Context(), p, text, ""); err != nil || !isHere(t, r, h) {
		t.Fatal(err)
	}
	collect(t, r)
	if !isHere(t, r, h) {
		t.Error("a pinned file was collected")
	}
	for name, bad := range map[string]string{
		"no JSON": "x", "another file": `{"a":1}`, "spaces": strings.Replace(string(text), ":", ": ", 1),
		"more fields": strings.Replace(string(text), "{", `{"x":1,`, 1), "another kind": strings.Replace(string(text), "contract/", "thing/", 1),
		"no CID": strings.Replace(string(text), "ipfs://baf", "ipfs://xxx", 1), "not ASCII": strings.Replace(string(text), `\u00e9`, "é", 1), "too long": strings.Repeat(" ", store.MaxFile) + string(text),
	} {
		if bad == string(text) {
			t.Fatalf("%s is the good one", name)
		}
		block, err := pkg.FileBlock([]byte(bad))
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.PushMetadata(t.Context(), sign(t, w, wish(block.Hash, int64(len(bad)), 1)), []byte(bad), "")
		wantCode(t, err, registry.CodeMetadata)
		_, err = r.AddMetadata(t.Context(), []byte(bad), true)
		wantCode(t, err, registry.CodeMetadata)
	}
	_, err = r.PushMetadata(t.Context(), sign(t, w, wish(pkg.Hash{9}, int64(len(text)), 1)), text, "")
	wantCode(t, err, registry.CodeMetadata)
}

func FuzzParseMetadata(f *testing.F) {
	f.Add(metadata(pkg.Hash{1}).JSON())
	f.Add([]byte(`{"name":"x"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if m, err := registry.ParseMetadata(text); err == nil && !bytes.Equal(m.JSON(), text) {
			t.Errorf("%s from %s", m.JSON(), text)
		}
	})
}

// The audit log says who, what and why, and is rotated.
func TestAudit(t *testing.T) {
	cfg := config(t)
	cfg.AuditSize = 600
	r := open(t, cfg, memory())
	mustPush(t, r, wallet(t, 1), contract("a"), "a")
	_, err := push(t, r, wallet(t, 1), change(contract("b"), "more", "x"), "b")
	wantCode(t, err, registry.CodeGate)
	first, err := os.ReadFile(cfg.AuditFile)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(first)), "\n")
	for i, wants := range [][]string{
		{`"what":"push"`, string(wallet(t, 1).Address()), `"from":"192.0.2.1:1"`, `"name":"a"`},
		{`"refused":"gate"`, `"extra: more: is in the folder and not in the fingerprint"`},
	} {
		for _, want := range wants {
			if i >= len(lines) || !strings.Contains(lines[i], want) {
				t.Fatalf("line %d is no %s:\n%s", i, want, first)
			}
		}
	}
	for i := range 12 {
		_, err := push(t, r, wallet(t, 1), change(contract(fmt.Sprintf("p%d", i)), "more", "x"), fmt.Sprintf("p%d", i))
		wantCode(t, err, registry.CodeGate)
	}
	for i, exists := range []bool{true, true, true, true, false} {
		info, err := os.Stat(fmt.Sprintf("%s.%d", cfg.AuditFile, i+1))
		if (err == nil) != exists || err == nil && info.Size() > cfg.AuditSize {
			t.Errorf("file %d: %v", i+1, err)
		}
	}
}

func TestBusy(t *testing.T) {
	cfg := config(t)
	cfg.MaxPushes = 1
	r := open(t, cfg, memory())
	p, car := carOf(t, wallet(t, 1), contract("a"), "a")
	first := &slow{r: car, entered: make(chan struct{}), leave: make(chan struct{})}
	done := make(chan error)
	go func() {
		_, err := r.Push(t.Context(), p, first, "")
		done <- err
	}()
	<-first.entered
	_, err := push(t, r, wallet(t, 1), contract("b"), "b")
	wantCode(t, err, registry.CodeBusy)
	close(first.leave)
	if err := <-done; err != nil {
		t.Error(err)
	}
	mustPush(t, r, wallet(t, 1), contract("b"), "b")
}

// slow is a reader that waits to be let go on.
type slow struct {
	r              interface{ Read([]byte) (int, error) }
	entered, leave chan struct{}
	begun          bool
}

func (g *slow) Read(p []byte) (int, error) {
	if !g.begun {
		g.begun = true
		close(g.entered)
		<-g.leave
	}
	return g.r.Read(p)
}

// Failed pushes may leave so much until it is collected.
func TestUnsettled(t *testing.T) {
	cfg := config(t)
	cfg.Unsettled = 100
	r := open(t, cfg, memory())
	_, err := push(t, r, wallet(t, 1), change(contract("a"), "more", "x"), "a")
	wantCode(t, err, registry.CodeGate)
	_, err = push(t, r, wallet(t, 1), contract("b"), "b")
	wantCode(t, err, registry.CodeBusy)
	collect(t, r)
	mustPush(t, r, wallet(t, 1), contract("b"), "b")
	mustPush(t, r, wallet(t, 1), contract("c"), "c") // what was accepted does not count
}

func TestDisk(t *testing.T) {
	cfg := config(t)
	size := measure(t, contract("a"), "a").Size
	free := int64(1000) + size - 1
	cfg.Reserve, cfg.Free = 1000, func() (int64, error) { return free, nil }
	r := open(t, cfg, memory())
	_, err := push(t, r, wallet(t, 1), contract("a"), "a")
	wantCode(t, err, registry.CodeDiskFull)
	_, _, err = r.AddFolder(t.Context(), contract("a"), "a", true)
	wantCode(t, err, registry.CodeDiskFull)
	free++
	h := mustPush(t, r, wallet(t, 1), contract("a"), "a")
	free = 0
	gone := wish(h, size, 2)
	gone.Until = gone.Issued
	if _, err := r.Pin(t.Context(), sign(t, wallet(t, 1), gone), ""); err != nil {
		t.Errorf("a full disk keeps from making room: %v", err)
	}
}

func TestRefusalOf(t *testing.T) {
	for code, err := range map[registry.Code]error{
		registry.CodeDiskFull: syscall.ENOSPC, registry.CodeReadOnly: syscall.EROFS, registry.CodeInternal: errors.New("secret"),
		registry.CodeNotFound: store.ErrNotFound, registry.CodeClosed: pin.ErrClosed,
	} {
		got := registry.RefusalOf(fmt.Errorf("doing something: %w", err))
		if got.Code != code || strings.Contains(got.Error(), "secret") {
			t.Errorf("%v is %v", err, got)
		}
	}
}

func TestParsePublishers(t *testing.T) {
	addr := wallet(t, 1).Address()
	got, err := registry.ParsePublishers([]byte("# who may\n\n" + string(addr) + "  10GiB 500 # Alice\n"))
	if err != nil || len(got) != 1 || got[addr] != (pin.Quota{Bytes: 10 << 30, Packages: 500}) {
		t.Error(got, err)
	}
	for _, bad := range []string{
		"x 1 1", string(addr), string(addr) + " 1", string(addr) + " 1 1 1", string(addr) + " -1 1", string(addr) + " 1 -1", string(addr) + " 1GB 1",
		string(addr) + " 9223372036854775807KiB 1", string(addr) + " 1 1\n" + string(addr) + " 1 1", strings.ToLower(string(addr)) + " 1 1",
	} {
		if got, err := registry.ParsePublishers([]byte(bad)); err == nil {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

func FuzzParsePublishers(f *testing.F) {
	f.Add([]byte("0x8ba1f109551bD432803012645Ac136ddd64DBA72 10GiB 500 # x\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		publishers, err := registry.ParsePublishers(text)
		for addr, quota := range publishers {
			if _, _, parse := acn.ParseAddress(string(addr)); parse != nil || err != nil || quota.Bytes < 0 || quota.Packages < 0 {
				t.Errorf("%v, %v from %q", publishers, err, text)
			}
		}
	})
}
