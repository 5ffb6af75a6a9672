package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// NOTICE names what is linked into the product and asks for more than a copy
// of its licence: modules with a notice of their own, and copyleft ones.
func TestNotice(t *testing.T) {
	notice, err := os.ReadFile("../../../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	modules, err := linked("../../../cmd/acn")
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) < 5 {
		t.Fatalf("only %d modules are linked", len(modules))
	}
	for _, m := range modules {
		if why := noteworthy(m); why != "" && !strings.Contains(string(notice), "\n"+m.path+" ") {
			t.Errorf("NOTICE does not name %s: %s", m.path, why)
		}
		for name, text := range m.texts {
			if isNotice(name) && !strings.Contains(words(string(notice)), words(text)) {
				t.Errorf("NOTICE does not repeat the one of %s", m.path)
			}
		}
	}
}

// Whoever gets acn gets the texts that a combined work has to come with, and is
// told how to link it anew.
func TestLesserTexts(t *testing.T) {
	modules, err := linked("../../../cmd/acn")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := write(&out, modules); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"GNU LESSER GENERAL PUBLIC LICENSE Version 3, 29 June 2007", "GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007", "4. Combined Works."} {
		if !strings.Contains(words(out.String()), text) {
			t.Errorf("the texts have no %q", text)
		}
	}
	notice, err := os.ReadFile("../../../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range modules {
		if slices.Contains(m.kinds, "LGPL-3.0") && !strings.Contains(string(notice), "replace "+m.path+" => ") {
			t.Errorf("NOTICE does not tell how to link another %s", m.path)
		}
	}
}

func noteworthy(m module) string {
	for name := range m.texts {
		if isNotice(name) {
			return "it has a NOTICE"
		}
	}
	for _, kind := range []string{"LGPL-3.0", "MPL-2.0"} {
		if slices.Contains(m.kinds, kind) {
			return "it is " + kind
		}
	}
	return ""
}

func isNotice(name string) bool { return strings.HasPrefix(strings.ToUpper(name), "NOTICE") }

// words is text without its line breaks.
func words(text string) string { return strings.Join(strings.Fields(text), " ") }

const (
	mit  = "Permission is hereby granted, free of charge, to any person obtaining a\ncopy of this software"
	gpl  = "GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007"
	lgpl = "GNU LESSER GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007"
)

func TestCollect(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string // kinds, or the error
	}{
		"mit":              {map[string]string{"LICENSE": mit}, "MIT"},
		"another spelling": {map[string]string{"license.txt": mit}, "MIT"},
		"two":              {map[string]string{"LICENSE-MIT": mit, "LICENSE-APACHE": "http://www.apache.org/licenses/LICENSE-2.0"}, "Apache-2.0 MIT"},
		"in a folder":      {map[string]string{"licenses/MIT.txt": mit}, "MIT"},
		"lesser":           {map[string]string{"COPYING": gpl, "COPYING.LESSER": lgpl}, "LGPL-3.0"},
		"none":             {map[string]string{"README": mit}, "m: no licence that is known here"},
		"unknown":          {map[string]string{"LICENSE": "all rights reserved"}, "m: no licence that is known here"},
		"gpl":              {map[string]string{"COPYING": gpl}, "m: its licence is GPL"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range c.files {
				path := filepath.Join(dir, file)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			modules, err := collect(map[[2]string]string{{"m", "v1"}: dir})
			got := strings.Join(modules[0].kinds, " ")
			if err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("is %s, want %s", got, c.want)
			}
		})
	}
}

func TestWrite(t *testing.T) {
	var out strings.Builder
	err := write(&out, []module{
		{path: "a", version: "v1", texts: map[string]string{"LICENSE": "same\n", "NOTICE": "other"}},
		{path: "b", version: "v2", texts: map[string]string{"COPYING": "same"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Count(got, "same") != 1 || !strings.Contains(got, "a v1 LICENSE\nb v2 COPYING\n") || !strings.Contains(got, "a v1 NOTICE\n") {
		t.Errorf("wrote\n%s", got)
	}
}
