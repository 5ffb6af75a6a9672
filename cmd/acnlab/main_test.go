package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"go-acn/internal/lab/demo"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"acnlab": main}) }

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", RequireExplicitExec: true, RequireUniqueNames: true})
}

// TestDemoJSON runs the demonstration as a script would and looks at its facts.
func TestDemoJSON(t *testing.T) {
	var out bytes.Buffer
	root := newRoot()
	root.SetOut(&out)
	root.SetArgs([]string{"demo", "--json"})
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	var result demo.Result
	decoder := json.NewDecoder(&out)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&result); err != nil {
		t.Fatal(err)
	}
	if len(result.Nodes) != 3 || len(result.Agents) != 6 || result.Mail.Lost != 0 || result.Mail.Sent < 10_000 || result.Mail.Delivered != result.Mail.Sent {
		t.Errorf("facts: %+v", result)
	}
	if len(result.Outage.Agents) != 2 || result.After.Node == result.Outage.Node || result.After.Node == "" {
		t.Errorf("outage: %+v, looked up after it: %+v", result.Outage, result.After)
	}
}

func TestExplain(t *testing.T) {
	for _, test := range []struct {
		err  error
		code int
		text string
	}{
		{nil, 0, ""},
		{errors.New("it broke"), 1, "acnlab: it broke\n"},
		{errors.Join(errors.New("one"), errors.New("two")), 1, "acnlab: one; two\n"},
		{misuse(newRoot(), errors.New("what?")), 2, "acnlab: what?\nhint: acnlab --help shows what it takes\n"},
		{&problem{errors.New("it broke"), "mend it", 2}, 2, "acnlab: it broke\nhint: mend it\n"},
	} {
		var out bytes.Buffer
		if code := explain(&out, test.err); code != test.code || out.String() != test.text {
			t.Errorf("%v: code %d, %q", test.err, code, out.String())
		}
	}
}
