package pkg_test

import (
	"strings"
	"testing"

	"go-acn/agentrt/pkg"
)

// The text and digest are those of Python's json.dumps and hashlib.
func TestMetadata(t *testing.T) {
	metadata := pkg.Metadata{
		ID:          pkg.ID{Kind: pkg.Skill, Author: "acme", Name: "oracle", Version: "1.2.0rc1"},
		Description: "He said \"5 < 6 & 7 > 6\"\\ \t\n\a\x7f é € 😀",
		Code:        mustHash(t, demoCID),
		Image:       mustHash(t, pkg.DefaultImage),
	}
	want := `{"name":"skill/acme/oracle/1.2.0rc1","description":"He said \"5 < 6 & 7 > 6\"\\ \t\n\u0007\u007f \u00e9 \u20ac \ud83d\ude00",` +
		`"code_uri":"ipfs://` + demoCID + `","image":"ipfs://` + pkg.DefaultImage + `",` +
		`"attributes":[{"trait_type":"version","value":"1.2.0rc1"}]}`
	if got := string(metadata.JSON()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	hash, err := metadata.Hash()
	if err != nil || hash.Hex() != "09f141f27a4b04bb396c5622810726ff178cbec99210c0ecd929a8c487dc0a45" {
		t.Errorf("%s, %v", hash.Hex(), err)
	}
	const base = "https://gateway.example/ipfs/"
	uri := pkg.TokenURI(base, hash)
	if uri != base+"f01701220"+hash.Hex() {
		t.Error(uri)
	}
	if back, err := pkg.ParseTokenURI(uri); err != nil || back != hash {
		t.Errorf("%s, %v", back, err)
	}
	for _, bad := range []string{
		"", uri[:len(uri)-1], uri + "0", strings.ToUpper(uri), uri + "/", uri[:len(uri)-1] + "g",
		base + "f01551220" + hash.Hex(), base + hash.String(),
	} {
		if got, err := pkg.ParseTokenURI(bad); err == nil {
			t.Errorf("%q is read as %s", bad, got)
		}
	}
}

func FuzzParseTokenURI(f *testing.F) {
	f.Add("https://gateway.example/ipfs/f01701220" + strings.Repeat("ab", 32))
	f.Fuzz(func(t *testing.T, uri string) {
		hash, err := pkg.ParseTokenURI(uri)
		if err == nil && !strings.HasSuffix(pkg.TokenURI("", hash), uri[strings.LastIndexByte(uri, '/')+1:]) {
			t.Errorf("%q is read as %s", uri, hash)
		}
	})
}
