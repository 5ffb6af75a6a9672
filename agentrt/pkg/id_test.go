package pkg_test

import (
	"strings"
	"testing"

	"go-acn/agentrt/pkg"
)

func TestKinds(t *testing.T) {
	for _, kind := range pkg.Kinds {
		if parsed, err := pkg.ParseKind(string(kind)); err != nil || parsed != kind || kind.ConfigFile() == "" {
			t.Errorf("%s: %s, %q, %v", kind, parsed, kind.ConfigFile(), err)
		}
	}
	for _, bad := range []string{"", "skills", "Skill", "registry"} {
		if _, err := pkg.ParseKind(bad); err == nil {
			t.Errorf("%q is a kind", bad)
		}
	}
}

func TestKindOf(t *testing.T) {
	for _, test := range []struct {
		files []string
		want  pkg.Kind
		err   string
	}{
		{[]string{"skill.yaml", "handlers.py", "tests/agent/aea-config.yaml"}, pkg.Skill, ""},
		{[]string{"wasm.yaml"}, pkg.Wasm, ""},
		{[]string{"handlers.py"}, "", "no configuration"},
		{[]string{"service.yaml/x"}, "", "no configuration"},
		{[]string{"skill.yaml", "service.yaml"}, "", "more than one configuration at the top: skill.yaml, service.yaml"},
	} {
		files := make(map[string]string)
		for _, name := range test.files {
			files[name] = "x"
		}
		kind, err := pkg.KindOf(folder(files))
		if kind != test.want || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%v: %q, %v", test.files, kind, err)
		}
	}
}

func TestIDs(t *testing.T) {
	id, err := pkg.ParseID("skill/acme/oracle/1.2.0")
	if err != nil || id != (pkg.ID{Kind: pkg.Skill, Author: "acme", Name: "oracle", Version: "1.2.0"}) {
		t.Fatalf("%+v, %v", id, err)
	}
	if id.String() != "skill/acme/oracle/1.2.0" || id.Public() != "acme/oracle:1.2.0" || id.Folder() != "acme/skills/oracle" {
		t.Error(id, id.Public(), id.Folder())
	}
	long := strings.Repeat("n", 128)
	for _, good := range []string{
		"skill/acme/_x/0.0.0", "wasm/a/b/10.20.30", "agent/A_1/b/1.0.0rc1", "service/a/b/1.0.0-alpha.1+build.7", "custom/" + long + "/" + long + "/1.0.0",
	} {
		if id, err := pkg.ParseID(good); err != nil || id.String() != good {
			t.Errorf("%s: %s, %v", good, id, err)
		}
	}
	for _, bad := range []string{
		"", "skill/acme/oracle", "skill/acme/oracle/1.2.0/x", "skills/acme/oracle/1.2.0", "skill/../oracle/1.2.0", "skill/acme/1oracle/1.2.0",
		"skill/acme/ora-cle/1.2.0", "skill/acme/oracle/1.2", "skill/acme/oracle/01.2.0", "skill/acme/oracle/latest", "skill/acme/oracle/1.2.0 ",
		"skill/acme/oracle/1.2.0\n", "skill//oracle/1.2.0", "skill/" + long + "n/b/1.0.0", "skill/a/b/1.0.0-" + long,
		"skill/a/b/1.0.0" + strings.Repeat(" ", 600),
	} {
		if id, err := pkg.ParseID(bad); err == nil {
			t.Errorf("%q is read as %s", bad, id)
		}
	}
}

func TestRefs(t *testing.T) {
	hash := mustHash(t, demoCID)
	for text, want := range map[string]pkg.Hash{
		"acme/oracle:1.2.0": {}, "acme/oracle:1.2.0:" + demoCID: hash, "acme/oracle:1.2.0:" + hash.V0(): hash,
	} {
		ref, err := pkg.ParseRef(pkg.Skill, text)
		if err != nil || ref.Hash != want || ref.String() != "skill/acme/oracle/1.2.0" {
			t.Errorf("%s: %v, %v", text, ref, err)
		}
		if again, err := pkg.ParseRef(pkg.Skill, ref.Text()); err != nil || again != ref {
			t.Errorf("%s: written as %s", text, ref.Text())
		}
	}
	for _, bad := range []string{"", "acme", "acme/oracle", "acme/oracle:1.2.0:", "acme/oracle:1.2.0:x", "acme/oracle:any", "acme/oracle:1.2.0:" + demoCID + ":x", "a:b/c:1.2.0"} {
		if ref, err := pkg.ParseRef(pkg.Skill, bad); err == nil {
			t.Errorf("%q is read as %v", bad, ref)
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("skill/acme/oracle/1.2.0")
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := pkg.ParseID(text); err == nil && id.String() != text {
			t.Errorf("%q is read as %s", text, id)
		}
	})
}

func FuzzParseRef(f *testing.F) {
	f.Add("acme/oracle:1.2.0:" + demoCID)
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := pkg.ParseRef(pkg.Contract, text)
		if err != nil {
			return
		}
		if again, err := pkg.ParseRef(pkg.Contract, ref.Text()); err != nil || again != ref {
			t.Errorf("%q is written as %q", text, ref.Text())
		}
	})
}
