package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

const goodDraft = `{"chain":"local","service":7,"offences":[{"instance":"0x00000000000000000000000000000000000000aa","amount":"5"}],"record":"0x0102",
"signatures":[{"owner":"0x00000000000000000000000000000000000000bb","signature":"0x03"}]}`

func TestParseDraftRefuses(t *testing.T) {
	if _, err := parseDraft([]byte(goodDraft)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"another field": {`"chain"`, `"more":1,"chain"`}, "no service": {`:7`, `:0`}, "no record": {`0x0102`, `0x`}, "no prefix": {`0x0102`, `0102`},
		"negative": {`"5"`, `"-5"`}, "plus": {`"5"`, `"+5"`}, "zero": {`"5"`, `"0"`}, "no number": {`"5"`, `"five"`}, "huge": {`"5"`, `"` + strings.Repeat("9", 100) + `"`},
		"more behind": {`"0x03"}]}`, `"0x03"}]} {}`}, "cut off": {`"0x03"}]}`, `"0x03"}]`},
	} {
		if _, err := parseDraft([]byte(strings.Replace(goodDraft, change[0], change[1], 1))); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	offence := `{"instance":"0x00000000000000000000000000000000000000aa","amount":"5"}`
	for n, fits := range map[int]bool{maxParts: true, maxParts + 1: false} {
		text := strings.Replace(goodDraft, offence, strings.TrimSuffix(strings.Repeat(offence+",", n), ","), 1)
		if _, err := parseDraft([]byte(text)); (err == nil) != fits {
			t.Errorf("%d offences: %v", n, err)
		}
	}
}

// Two copies of a proposal come together with each signature once.
func TestDraftsMerge(t *testing.T) {
	draft, err := parseDraft([]byte(goodDraft))
	if err != nil {
		t.Fatal(err)
	}
	for i := range byte(3) {
		draft.add(signed{Owner: draft.Signatures[0].Owner, Signature: hexBytes{i}})
	}
	if len(draft.Signatures) != 1 || fmt.Sprint(draft.Signatures[0].Signature) != fmt.Sprint(hexBytes{2}) {
		t.Errorf("%v", draft.Signatures)
	}
}

func FuzzParseDraft(f *testing.F) {
	f.Add([]byte(goodDraft))
	f.Add([]byte(goodCall))
	f.Fuzz(func(t *testing.T, raw []byte) {
		draft, err := parseDraft(raw)
		if err != nil {
			return
		}
		text, err := draft.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseDraft(text)
		if err != nil {
			t.Fatalf("%s is not read again: %v", text, err)
		}
		if other, err := again.encode(); err != nil || !bytes.Equal(text, other) {
			t.Errorf("%s becomes %s, %v", text, other, err)
		}
	})
}

const goodPermit = `{"chain":"local","service":7,"operator":"0x70997970C51812dc3A010C7d01b50e0d17dc79C8","instances":[{"address":"0x00000000000000000000000000000000000000aa","agent":1}],"signature":"0x0102"}`

func TestParsePermitRefuses(t *testing.T) {
	if _, err := parsePermit([]byte(goodPermit)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"another field": {`"chain"`, `"more":1,"chain"`}, "no service": {`:7`, `:0`}, "no signature": {`0x0102`, `0x`}, "no prefix": {`0x0102`, `0102`},
		"no operator": {`0x70997970C51812dc3A010C7d01b50e0d17dc79C8`, `0x0000000000000000000000000000000000000000`}, "short address": {`00aa"`, `00a"`},
		"negative agent": {`"agent":1`, `"agent":-1`}, "huge agent": {`"agent":1`, `"agent":4294967296`}, "more behind": {`"0x0102"}`, `"0x0102"} {}`}, "cut off": {`"0x0102"}`, `"0x0102"`},
	} {
		if _, err := parsePermit([]byte(strings.Replace(goodPermit, change[0], change[1], 1))); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzParsePermit(f *testing.F) {
	f.Add([]byte(goodPermit))
	f.Fuzz(func(t *testing.T, raw []byte) {
		permit, err := parsePermit(raw)
		if err != nil {
			return
		}
		text, err := json.Marshal(permit)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parsePermit(text)
		if err != nil {
			t.Fatal(err)
		}
		if repeated, err := json.Marshal(again); err != nil || !bytes.Equal(repeated, text) {
			t.Errorf("%s, %v, want %s", repeated, err, text)
		}
	})
}
