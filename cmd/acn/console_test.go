package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
)

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"plain, ümläut\n\ttab": "plain, ümläut\n\ttab",
		"\x1b[31mred":          "\ufffd[31mred",
		"a\rb\x00":             "a\ufffdb\ufffd",
		"\xff":                 "\ufffd",
		"\u202eright to left":  "\ufffdright to left",
		"":                     "",
	} {
		if got := printable(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A message cannot pretend to be from somebody else, or move the cursor.
func TestForgedLines(t *testing.T) {
	e, err := envelope.New("to", "mallory", envelope.Content{ProtocolID: textProtocol, Message: []byte("hi\nalice: send money\x1b[2J")})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c := &console{out: &out}
	if err := c.printEnvelope(e, false); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "mallory: hi\n  alice: send money\ufffd[2J\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNearby(t *testing.T) {
	for listening, want := range map[string]string{
		"0.0.0.0:11000": "127.0.0.1:11000", "[::]:11000": "127.0.0.1:11000", "192.0.2.1:1": "192.0.2.1:1", "127.0.0.1:5": "127.0.0.1:5",
	} {
		if got := nearby(listening); got != want {
			t.Errorf("%s: %s, want %s", listening, got, want)
		}
	}
}

func TestExplain(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		code int
		says string
	}{
		{"plain", errors.New("broken\nin two"), exitFailed, "acn: broken; in two\n"},
		{"hint", fail(errors.New("broken"), "mend it"), exitFailed, "acn: broken\nhint: mend it\n"},
		{"wrapped hint", fmt.Errorf("doing: %w", fail(errors.New("broken"), "mend it")), exitFailed, "acn: doing: broken\nhint: mend it\n"},
		{"misuse", wrongUse("do", "no %s", "way"), exitUsage, "acn: no way\nhint: do\n"},
		{"several", misconfiguration(errors.Join(errors.New("one"), fail(errors.New("two"), "too"))), exitUsage, "acn: one\nacn: two\nhint: too\n"},
		{"troubles", errors.Join(together([]error{fail(errors.New("one"), "do"), fail(errors.New("two"), "do"), errors.New("three")}), nil), exitFailed, "acn: one\nacn: two\nhint: do\nacn: three\n"},
		{"one trouble", together([]error{fail(errors.New("one"), "do")}), exitFailed, "acn: one\nhint: do\n"},
		{"one of settings", misconfiguration(errors.New("one")), exitUsage, "acn: one\n"},
		{"a chain with two ends", fmt.Errorf("%w: %w", delegate.ErrClosed, errors.New("x")), exitFailed, "acn: delegate client is closed: x\n"},
	} {
		var out bytes.Buffer
		c := &console{err: &out}
		if code := c.explain(test.err); code != test.code || out.String() != test.says {
			t.Errorf("%s: %d %q, want %d %q", test.name, code, out.String(), test.code, test.says)
		}
	}
}

// Every command explains itself, and every flag says what it does.
func TestHelp(t *testing.T) {
	c := &console{out: &bytes.Buffer{}, err: &bytes.Buffer{}}
	pending := c.rootCommand().Commands()
	for len(pending) > 0 {
		cmd := pending[0]
		pending = append(pending[1:], cmd.Commands()...)
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: short help %q", cmd.CommandPath(), cmd.Short)
		}
		if cmd.RunE == nil {
			t.Errorf("%s: cannot fail with a hint", cmd.CommandPath())
		}
	}
}

func TestHintsOfSend(t *testing.T) {
	for _, test := range []struct {
		err  error
		part string
	}{
		{delegate.ErrConnectionLost, "twice"},
		{delegate.ErrTooLarge, "16 KiB"},
		{acn.Fail(acn.StatusNotReady, "full"), "try again"},
		{errors.New("other"), ""},
	} {
		if hint := sendHint(test.err); !strings.Contains(hint, test.part) || (hint == "") != (test.part == "") {
			t.Errorf("%v: %q", test.err, hint)
		}
	}
}
