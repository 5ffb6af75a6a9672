package replica

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/pin"
	"go-acn/agentrt/registry/replica/plan"
	"go-acn/agentrt/registry/replica/possession"
)

func rising(seed uint64, n int) []key {
	random := rand.New(rand.NewPCG(seed, 3))
	keys := make([]key, n)
	for i := range keys {
		for j := 0; j < len(key{}); j += 8 {
			binary.BigEndian.PutUint64(keys[i][j:], random.Uint64())
		}
	}
	slices.SortFunc(keys, key.compare)
	return keys
}

// FuzzParse: what is read from any body is written as that body again, but for
// what a later version may add to a hello.
func FuzzParse(f *testing.F) {
	keys := rising(1, 3)
	f.Add(appendHello(nil, hello{capacity: 1, factor: 300, pins: digest(keys[0]), holdings: digest(keys[1])}))
	f.Add([]byte{byte(setPins)})
	f.Add(appendListing(nil, listing{setHoldings, 7, nil}))
	f.Add(appendListing(nil, listing{setPins, 255, &keys[2]}))
	f.Add(appendKeys(nil, keys))
	f.Add(appendSums(nil, &newIndex(keys).sums))
	f.Add(appendChunks(nil, [][]byte{[]byte("one"), nil, make([]byte, 300)}))
	f.Add(appendChallenge(nil, challenge{pkg.Hash(keys[0]), possession.Nonce(keys[1]), true}))
	f.Add([]byte{0x80, 0x00})
	f.Fuzz(func(t *testing.T, body []byte) {
		if h, err := parseHello(body); err == nil && !bytes.HasPrefix(body, appendHello(nil, h)) {
			t.Errorf("hello %x", body)
		}
		if set, err := parseSet(body); err == nil && !bytes.Equal(body, []byte{byte(set)}) {
			t.Errorf("set %x", body)
		}
		if l, err := parseListing(body); err == nil && !bytes.Equal(body, appendListing(nil, l)) {
			t.Errorf("listing %x", body)
		}
		if keys, err := parseKeys(body, mostKeys); err == nil && (!bytes.Equal(body, appendKeys(nil, keys)) || !slices.IsSortedFunc(keys, key.compare)) {
			t.Errorf("keys %x", body)
		}
		if sums, err := parseSums(body); err == nil && !bytes.Equal(body, appendSums(nil, sums)) {
			t.Errorf("sums %x", body)
		}
		if chunks, err := parseChunks(body, mostPins); err == nil && !bytes.Equal(body, appendChunks(nil, chunks)) {
			t.Errorf("chunks %x", body)
		}
		if c, err := parseChallenge(body); err == nil && !bytes.Equal(body, appendChallenge(nil, c)) {
			t.Errorf("challenge %x", body)
		}
	})
}

// Limits, at the last that is taken and the first that is not.
func TestFrameLimits(t *testing.T) {
	keys := rising(2, mostKeys+1)
	twice := appendKeys(nil, []key{keys[0], keys[0]})
	falling := appendKeys(nil, []key{keys[1], keys[0]})
	pins := make([][]byte, mostPins)
	for i := range pins {
		pins[i] = make([]byte, pin.MaxBytes)
	}
	proof := make([][]byte, possession.MaxBlocks)
	for i := range proof {
		proof[i] = make([]byte, possession.MaxBytes/possession.MaxBlocks)
	}
	for name, c := range map[string]struct {
		err  error
		good bool
	}{
		"most keys":          {second(parseKeys(appendKeys(nil, keys[:mostKeys]), mostKeys)), true},
		"a key more":         {second(parseKeys(appendKeys(nil, keys), mostKeys)), false},
		"no keys":            {second(parseKeys(nil, mostKeys)), true},
		"a key twice":        {second(parseKeys(twice, mostKeys)), false},
		"keys that fall":     {second(parseKeys(falling, mostKeys)), false},
		"a part of a key":    {second(parseKeys(make([]byte, 33), mostKeys)), false},
		"most pins":          {second(parseChunks(appendChunks(nil, pins), mostPins)), true},
		"a pin more":         {second(parseChunks(appendChunks(nil, append(pins, nil)), mostPins)), false},
		"a chunk cut off":    {second(parseChunks([]byte{3, 1, 2}, mostPins)), false},
		"a length too long":  {second(parseChunks([]byte{0x81, 0x00, 1}, mostPins)), false},
		"flags":              {second(parseChallenge(make([]byte, 65))), true},
		"an unknown flag":    {second(parseChallenge(append(make([]byte, 64), 2))), false},
		"an unknown set":     {second(parseSet([]byte{3})), false},
		"a hello":            {second(parseHello(appendHello(nil, hello{}))), true},
		"a longer hello":     {second(parseHello(append(appendHello(nil, hello{}), 1))), true},
		"a hello cut off":    {second(parseHello(make([]byte, 65))), false},
		"a hello of nothing": {second(parseHello(nil)), false},
		"too few sums":       {second(parseSums(make([]byte, 4095))), false},
		"too many sums":      {second(parseSums(make([]byte, 4112))), false},
	} {
		if (c.err == nil) != c.good {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	// What may be sent fits into what is read.
	for name, c := range map[string]struct{ size, limit int }{
		"sums": {buckets * len(sum{}), mostSmall - 1}, "keys": {mostKeys * len(key{}), mostSmall - 1},
		"pins": {len(appendChunks(nil, pins)), mostSmall - 1}, "proof": {len(appendChunks(nil, proof)), mostAnswer - 1},
		"a question for pins": {mostPins * len(key{}), mostQuestion - 1},
	} {
		if c.size > c.limit {
			t.Errorf("%s: %d bytes, limit %d", name, c.size, c.limit)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// An index finds what differs, and pages give all keys.
func TestIndex(t *testing.T) {
	keys := rising(3, 5_000)
	crowd := slices.Clone(keys[:2*mostKeys+1])
	for i := range crowd {
		crowd[i][0] = 9
	}
	keys = append(keys, crowd...)
	x := newIndex(slices.Clone(keys))
	var all []key
	for b := range buckets {
		var after *key
		for {
			page := x.page(byte(b), after)
			all = append(all, page...)
			if len(page) < mostKeys {
				break
			}
			after = &page[len(page)-1]
		}
	}
	if !slices.Equal(all, x.keys) {
		t.Errorf("pages give %d keys of %d", len(all), len(x.keys))
	}
	less := newIndex(slices.Clone(x.keys[1:]))
	if less.digest == x.digest || less.has(x.keys[0]) || !less.has(x.keys[1]) {
		t.Error("an index with a key less is the same")
	}
	if back := less.replaced(x.keys[0][0], x.bucket(x.keys[0][0])); back.digest != x.digest {
		t.Error("the bucket was put back, and the index is another")
	}
	for b := range buckets {
		if differs := less.sums[b] != x.sums[b]; differs != (byte(b) == x.keys[0][0]) {
			t.Errorf("bucket %d differs: %v", b, differs)
		}
	}
	if shuffled := newIndex(append(slices.Clone(keys[2_000:]), keys...)); shuffled.digest != x.digest {
		t.Error("the same keys in another order, some twice, make another index")
	}
}

// TestDocument holds the frames and figures of docs/replication.md against the
// code.
func TestDocument(t *testing.T) {
	raw, err := os.ReadFile("../../../docs/replication.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string]string)
	for line := range strings.Lines(string(raw)) {
		if cells := strings.Split(line, "|"); len(cells) == 4 || len(cells) == 5 {
			rows[strings.Trim(cells[1], " `")] = strings.Trim(cells[2], " `")
		}
	}
	var k key
	for i := range k {
		k[i] = 0xaa
	}
	for name, frame := range map[string][]byte{
		"sums of the holdings":                    appendFrame(nil, kindSums, []byte{byte(setHoldings)}),
		"list of the pins in bucket 7":            appendFrame(nil, kindList, appendListing(nil, listing{setPins, 7, nil})),
		"refusal: not here":                       appendFrame(nil, kindRefusal, []byte{byte(refusedHolding)}),
		"a proof of two blocks, `root` and `leaf": appendFrame(nil, kindProof, appendChunks(nil, [][]byte{[]byte("root"), []byte("leaf")})),
	} {
		if want, err := hex.DecodeString(strings.ReplaceAll(rows[name], " ", "")); err != nil || !bytes.Equal(want, frame) {
			t.Errorf("%s: documented as %q, is %x", name, rows[name], frame)
		}
	}
	cfg := Config{}.withDefaults("x")
	for name, want := range map[string]string{
		"members, this node included": strconv.Itoa(plan.MaxMembers), "question": bytesText(mostQuestion), "keys in an answer": number0(mostKeys),
		"pins in a question": strconv.Itoa(mostPins), "blocks of a proof": strconv.Itoa(possession.MaxBlocks), "bytes of them": bytesText(possession.MaxBytes),
		"streams of a member":             strconv.Itoa(cfg.Streams),
		"questions of a member":           fmt.Sprintf("%d a second, %s at once", cfg.Rate, number0(cfg.Burst)),
		"keys heard of a member, per set": number0(cfg.MaxKeys),
		"silence":                         short(cfg.Plan.Silence), "grace": short(cfg.Plan.Grace), "settle": short(cfg.Plan.Settle), "patience": short(cfg.Plan.Patience),
		"drop after": short(cfg.Plan.DropAfter), "proof fresh": short(cfg.Plan.ProofFresh), "keep": short(cfg.Plan.Keep), "period": short(cfg.Plan.Period),
		"pause": short(cfg.Plan.Pause), "suspect": short(cfg.Plan.Suspect), "quarantine": short(cfg.Plan.Quarantine), "visit": short(cfg.Visit),
	} {
		if rows[name] != want {
			t.Errorf("%s: documented as %q, is %q", name, rows[name], want)
		}
	}
	for code, text := range refusals {
		if !strings.Contains(string(raw), fmt.Sprintf("| %d | %s |", code, text)) {
			t.Errorf("code %d, %q, is not documented", code, text)
		}
	}
	if !strings.Contains(string(raw), "`"+Protocol+"`") {
		t.Errorf("does not name %s", Protocol)
	}
}

func number0(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func bytesText(n int) string { return number0(n) + " bytes" }

func short(d time.Duration) string {
	text := strings.Replace(strings.Replace(d.String(), "m0s", "m", 1), "h0m", "h", 1)
	for _, unit := range []string{"h", "m", "s"} {
		if n, ok := strings.CutSuffix(text, unit); ok {
			return n + " " + strings.ReplaceAll(unit, "m", "min")
		}
	}
	return text
}
