package demo

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go-acn/internal/screen"
)

// TestRun is the demonstration from end to end, with real nodes and sockets.
func TestRun(t *testing.T) {
	var story bytes.Buffer
	result, err := Run(t.Context(), Config{Out: &story, Burst: 500})
	if err != nil {
		t.Fatalf("%v\n%s", err, story.String())
	}
	ledgers := make(map[string]bool)
	for _, agent := range result.Agents {
		ledgers[agent.Ledger] = true
	}
	if len(ledgers) < 3 {
		t.Errorf("agents of %d ledgers only", len(ledgers))
	}
	if result.Mail.Sent < 500+2*5+30 || result.Mail.Delivered != result.Mail.Sent || result.Mail.P50 <= 0 {
		t.Errorf("mail %+v", result.Mail)
	}
	if result.Outage.Letters < 100 || result.Outage.SlowestMilliseconds <= 0 || result.Burst.PerSecond <= 0 {
		t.Errorf("outage %+v, burst %+v", result.Outage, result.Burst)
	}
	if result.Before.Node != "oslo" || result.After.Node == "oslo" || result.Before.Source != "record" {
		t.Errorf("looked up: %+v, then %+v", result.Before, result.After)
	}
	text := story.String()
	if strings.ContainsAny(text, "\x1b\r") {
		t.Error("control characters although nobody looks at a terminal")
	}
	for _, want := range []string{"✓ ada    → ben    from node lisbon to oslo", "node oslo is stopped", "ben    registers at", "lost       0"} {
		if !strings.Contains(text, want) {
			t.Errorf("the story does not say %q:\n%s", want, text)
		}
	}
}

func TestRunInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, Config{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestLetter(t *testing.T) {
	l := letter{from: "ada", to: "ben", number: 12}
	if got, ok := parseLetter(l.text()); !ok || got != l {
		t.Errorf("%q was read as %+v, %v", l.text(), got, ok)
	}
	for _, text := range []string{"", "ada to ben", "ada to ben, letter x", "ada to ben letter 1", "ada to ben, letter 1 and more"} {
		if got, ok := parseLetter(text); ok {
			t.Errorf("%q was read as %+v", text, got)
		}
	}
}

func TestPost(t *testing.T) {
	now := time.Unix(1000, 0)
	for name, test := range map[string]struct {
		arrivals []string // at ben, of two letters from ada
		want     Mail
	}{
		"all":     {[]string{"ada to ben, letter 1", "ada to ben, letter 2"}, Mail{Sent: 2, Delivered: 2}},
		"lost":    {[]string{"ada to ben, letter 2"}, Mail{Sent: 2, Delivered: 1, Lost: 1}},
		"twice":   {[]string{"ada to ben, letter 1", "ada to ben, letter 1"}, Mail{Sent: 2, Delivered: 1, Lost: 1, Duplicates: 1}},
		"order":   {[]string{"ada to ben, letter 2", "ada to ben, letter 1"}, Mail{Sent: 2, Delivered: 2, Misordered: 1}},
		"unsent":  {[]string{"ada to ben, letter 3", "ada to ben, letter 0", "hello", "finn to ben, letter 1"}, Mail{Sent: 2, Lost: 2, Strange: 4}},
		"astray":  {[]string{"ada to cleo, letter 1"}, Mail{Sent: 2, Lost: 2, Strange: 1}},
		"nothing": {nil, Mail{Sent: 2, Lost: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost()
			for range 2 {
				p.accepted(p.write("ada", "ben", now), "oslo")
			}
			for _, text := range test.arrivals {
				p.arrived("ben", text, now.Add(3*time.Millisecond))
			}
			if test.want.Delivered > 0 {
				test.want.P50, test.want.Max = 3, 3
			}
			if got := p.mail(); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

// TestPostOrder checks that order is asked for where it can be kept.
func TestPostOrder(t *testing.T) {
	for name, test := range map[string]struct {
		via                   [2]string // of letters 1 and 2, which arrive the other way round
		misordered, overtaken int
	}{
		"one node":          {[2]string{"oslo", "oslo"}, 1, 0},
		"moved":             {[2]string{"oslo", "kyoto"}, 0, 1},
		"moved meanwhile":   {[2]string{"oslo", ""}, 0, 1},
		"moving both times": {[2]string{"", ""}, 0, 1},
	} {
		p := newPost()
		letters := []letter{p.write("ada", "ben", time.Now()), p.write("ada", "ben", time.Now())}
		for _, i := range []int{1, 0} {
			p.arrived("ben", letters[i].text(), time.Now())
		}
		for i, node := range test.via { // learnt later, as in life
			p.accepted(letters[i], node)
		}
		if misordered, overtaken := p.order(); misordered != test.misordered || overtaken != test.overtaken {
			t.Errorf("%s: %d out of order, %d overtaken, want %d, %d", name, misordered, overtaken, test.misordered, test.overtaken)
		}
	}
}

func TestPostWaits(t *testing.T) {
	p := newPost()
	l := p.write("ada", "ben", time.Now())
	short, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("too late"))
	if err := p.wait(short, l); err == nil || !strings.Contains(err.Error(), "1 letters did not arrive: too late") {
		t.Errorf("error %v", err)
	}
	waited := make(chan error)
	go func() { waited <- p.wait(t.Context(), l) }()
	p.arrived("ben", l.text(), time.Now())
	if err := <-waited; err != nil {
		t.Error(err)
	}
	if err := p.waitAll(t.Context()); err != nil {
		t.Error(err)
	}
}

// good is a Result with nothing to complain about.
func good() Result {
	r := Result{
		Nodes:  make([]Node, 3),
		Agents: []Agent{{Name: "ada", Home: "lisbon"}, {Name: "ben", Home: "oslo"}, {}, {}, {}, {}},
		Before: Lookup{Agent: "ben", Node: "oslo"}, After: Lookup{Agent: "ben", Node: "kyoto"},
		Outage: Outage{Node: "oslo", Agents: []Displaced{{Name: "ben", Node: "kyoto"}, {Name: "emil", Node: "lisbon"}}},
		Mail:   Mail{Sent: 10, Delivered: 10},
	}
	return r
}

func TestCheck(t *testing.T) {
	if err := good().check(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*Result){
		"2 nodes":                 func(r *Result) { r.Nodes = r.Nodes[:2] },
		"1 letters are lost":      func(r *Result) { r.Mail.Lost = 1 },
		"1 letters came out of":   func(r *Result) { r.Mail.Misordered = 1 },
		"nobody had written":      func(r *Result) { r.Mail.Strange = 1 },
		"1 letters came twice":    func(r *Result) { r.Mail.Duplicates, r.Outage.Twice = 2, 1 },
		"was found at lisbon":     func(r *Result) { r.Before.Node = "lisbon" },
		"is still at oslo":        func(r *Result) { r.Outage.Agents[1].Node = "oslo" },
		"at oslo but is at kyoto": func(r *Result) { r.After.Node = "oslo" },
		"0 agents moved":          func(r *Result) { r.Outage.Agents = nil },
	} {
		r := good()
		spoil(&r)
		if err := r.check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one about %q", err, want)
		}
	}
	twice := good()
	twice.Mail.Duplicates, twice.Outage.Twice = 1, 1
	if err := twice.check(); err != nil {
		t.Errorf("a letter came twice when the node stopped: %v", err)
	}
}

func TestTeller(t *testing.T) {
	tell := func(paint screen.Paint) string {
		var out bytes.Buffer
		teller := newTeller(&out)
		teller.paint = paint
		teller.title("name", "what it is")
		teller.fact(1500*time.Microsecond, teller.good(), teller.name("ben", 6), teller.quiet("at", 2), teller.name("oslo", 0))
		teller.fact(0, teller.bad(), teller.name("ben", -6))
		teller.say("%d words", 2)
		return out.String()
	}
	want := "name  what it is\n" +
		"   ✓ ben    at oslo" + strings.Repeat(" ", 70) + "1.50 ms\n" +
		"   ✗    ben\n   2 words\n"
	if got := tell(screen.Paint{}); got != want {
		t.Errorf("got:\n%q\nwant:\n%q", got, want)
	}
	painted := tell(screen.Paint{On: true})
	if !strings.Contains(painted, "\x1b[32mben   \x1b[0m \x1b[2mat\x1b[0m \x1b[33moslo\x1b[0m") || !strings.Contains(painted, "\x1b[32m   ben\x1b[0m") {
		t.Errorf("painted: %q", painted)
	}
	if short("0123456789abcdef") != "01234567…abcdef" || short("0123456789abcde") != "0123456789abcde" {
		t.Errorf("short ids %q, %q", short("0123456789abcdef"), short("0123456789abcde"))
	}
}

func FuzzLetter(f *testing.F) {
	f.Add("ada to ben, letter 1")
	f.Fuzz(func(t *testing.T, text string) {
		if l, ok := parseLetter(text); ok && l.text() != text {
			t.Fatalf("%q was read as %+v", text, l)
		}
	})
}
