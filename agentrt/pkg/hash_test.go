package pkg_test

import (
	"strings"
	"testing"

	"go-acn/agentrt/pkg"
)

const (
	helloV1 = "bafybeiffndsajwhk3lwjewwdxqntmjm4b5wxaaanokonsggenkbw6slwk4"
	demoCID = "bafybeiec7c5szsgnyfpmqmyiuvmz6d3mnd4g2vaw374vcvl4dkrjwgruf4"
)

func mustHash(t testing.TB, text string) pkg.Hash {
	t.Helper()
	h, err := pkg.ParseHash(text)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Both spellings of a CID are one hash.
func TestHashSpellings(t *testing.T) {
	v1 := mustHash(t, helloV1)
	v0 := mustHash(t, v1.V0())
	if v0 != v1 || v0.String() != helloV1 || !strings.HasPrefix(v1.V0(), "Qm") || len(v1.Hex()) != 64 {
		t.Errorf("%s and %s differ", v0, v1)
	}
	var zero pkg.Hash
	if !zero.IsZero() || zero.String() != "" || v1.IsZero() {
		t.Error("the zero hash is not zero")
	}
	var read pkg.Hash
	if err := read.UnmarshalText([]byte(helloV1)); err != nil || read != v1 {
		t.Errorf("read %s, %v", read, err)
	}
	if err := read.UnmarshalText(nil); err != nil || !read.IsZero() {
		t.Errorf("read %s, %v", read, err)
	}
}

func TestHashRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":         "",
		"not a CID":       "bafybei",
		"raw leaf":        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
		"upper case":      strings.ToUpper(helloV1),
		"another base":    "f01701220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b785",
		"cut off":         helloV1[:len(helloV1)-1],
		"one too long":    helloV1 + "a",
		"a path":          helloV1 + "/a",
		"a flipped digit": "Qm" + strings.Repeat("0", 44),
		"stray bits":      helloV1[:len(helloV1)-1] + "5",
	} {
		if h, err := pkg.ParseHash(text); err == nil {
			t.Errorf("%s: %q is read as %s", name, text, h)
		}
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add(helloV1)
	f.Add("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := pkg.ParseHash(text)
		if err == nil && h.String() != text && h.V0() != text {
			t.Errorf("%q is read as %s", text, h)
		}
	})
}
