package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// prompted is a writer that tells when something was written.
type prompted struct {
	strings.Builder
	then func()
}

func (p *prompted) Write(text []byte) (int, error) {
	defer p.then()
	return p.Builder.Write(text)
}

// Who presses Ctrl-C while asked is not waited for, and is told how far things
// went; who answers is believed.
func TestAsk(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	in, typed := io.Pipe()
	left := make(chan int, 1)
	errs := &prompted{then: interrupt}
	var out strings.Builder
	c := &console{in: in, out: &out, err: errs, terminal: -1, leave: func(code int) {
		left <- code
		_ = typed.Close() // a process would be gone
	}}
	d := &deal{c: c, flags: &dealFlags{chainFlags: chainFlags{json: true}}, answers: bufio.NewReader(in), done: []performed{{Tx: &common.Hash{}, Block: 1}}}
	if err := d.ask(ctx, "Send it?"); !errors.Is(err, errDeclined) {
		t.Error(err)
	}
	if code := <-left; code != exitFailed || !strings.Contains(errs.String(), "Send it? [y/N] \nacn: interrupted\nhint: sent before that: 1, see above\n") {
		t.Errorf("%d: %q", code, errs)
	}

	if text := out.String(); !strings.Contains(text, `"error": "interrupted"`) || !strings.Contains(text, `"block": 1`) {
		t.Errorf("as JSON: %q", text)
	}

	for text, agreed := range map[string]bool{"y\n": true, "Yes\n": true, "\n": false, "yeah\n": false, "": false, "n\n": false} {
		d := &deal{c: &console{err: io.Discard, terminal: -1}, flags: &dealFlags{}, answers: bufio.NewReader(strings.NewReader(text))}
		if err := d.ask(t.Context(), "Send it?"); (err == nil) != agreed {
			t.Errorf("%q: %v", text, err)
		}
	}
}
