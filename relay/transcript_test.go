package relay

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"go-acn/acn"
	"go-acn/envelope"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata with what the code does now")

// TestTranscripts plays the commands in testdata/*.txt, lines that begin with
// "$ ", to a state machine and compares what it says.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d transcripts, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want), got); diff != "" && !*update {
				t.Error(diff)
			}
		})
	}
}

func play(t *testing.T, script string) string {
	stage := newStage(t)
	var out strings.Builder
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		command, isCommand := strings.CutPrefix(line, "$ ")
		if !isCommand {
			if line == "" || strings.HasPrefix(line, "#") {
				fmt.Fprintln(&out, line)
			}
			continue
		}
		fmt.Fprintln(&out, line)
		stage.out = &out
		stage.do(strings.Fields(command))
	}
	return out.String()
}

// stage holds one machine of each kind; a transcript uses one of them.
type stage struct {
	t        *testing.T
	out      *strings.Builder
	now      time.Time
	backlog  *backlog
	sender   *linkSender
	lanes    *lanes
	taken    map[int]posting
	receiver *linkReceiver
	serials  map[uint32]uint64 // by tag
	posted   int
	records  map[string]*acn.Record
	names    map[string]string // of addresses and records
}

func newStage(t *testing.T) *stage {
	s := &stage{
		t: t, out: new(strings.Builder), now: time.Unix(0, 0), backlog: &backlog{most: 8, mostBytes: 1 << 20}, taken: make(map[int]posting),
		records: make(map[string]*acn.Record), serials: make(map[uint32]uint64), names: make(map[string]string),
		receiver: newLinkReceiver(grant{firstEnvelopes, firstBytes}, 20*time.Second),
	}
	s.sender = newLinkSender(s.backlog, linkTimes{ack: 30 * time.Second, ping: 5 * time.Second, idle: time.Minute}, s.now)
	s.lanes = newLanes(s.backlog, 2)
	node, err := acn.ParseIdentity(strings.Repeat("01", 32))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"alice", "anna", "arno"} {
		wallet, err := acn.WalletFromSecret(acn.FetchAI, bytes.Repeat([]byte{byte(i + 1)}, 32))
		if err != nil {
			t.Fatal(err)
		}
		if s.records[name], err = acn.Representation(wallet, node.NodeKey()); err != nil {
			t.Fatal(err)
		}
		s.names[string(wallet.Address())] = name
		s.names[string(s.records[name].Bytes())] = name
	}
	return s
}

func (s *stage) say(format string, args ...any) { fmt.Fprintf(s.out, format+"\n", args...) }

func (s *stage) fail(err error) {
	if err != nil {
		s.say("error: %v", err)
	}
}

// numbered is the receipt of the n-th envelope.
type numbered struct {
	s *stage
	n int
}

func (n numbered) Done(err error) { n.s.say("receipt %d: %s", n.n, word(err)) }

func word(err error) string {
	if err == nil {
		return "delivered"
	}
	return err.Error()
}

func (s *stage) number(text string) uint32 {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		s.t.Fatal(err)
	}
	return uint32(n)
}

// do plays one command.
func (s *stage) do(args []string) {
	has := func(word string) bool { return args[len(args)-1] == word }
	switch args[0] {
	case "wait": // wait DURATION
		d, err := time.ParseDuration(args[1])
		s.fail(err)
		s.now = s.now.Add(d)
	case "post": // post FROM TO SIZE [resume]
		s.post(args[1], args[2], int(s.number(args[3])), has("resume"))
	case "take":
		buf, tail, out := s.sender.take(s.now, nil, nil)
		tell(out)
		s.frames(append(buf, tail...))
	case "feed": // feed hello ENVELOPES BYTES | feed answer TAG COUNT STATUS ... | feed pong | feed raw KIND [BYTE]
		kind, body := s.frame(args[1:])
		out, err := s.sender.feed(s.now, kind, body, nil)
		tell(out)
		s.fail(err)
	case "tick":
		s.fail(s.sender.tick(s.now))
	case "break":
		tell(s.backlog.fail(errSilent, s.sender.fail(errSilent, nil)))
	case "lane": // lane take | lane done N [STATUS] | lane break
		s.lane(args[1:])
	case "introduce": // introduce SLOT NAME | introduce SLOT bad STATUS
		if args[2] == "bad" {
			s.fail(s.receiver.introduce(s.number(args[1]), nil, acn.Status(s.number(args[3]))))
		} else {
			s.fail(s.receiver.introduce(s.number(args[1]), s.records[args[2]], acn.StatusSuccess))
		}
	case "receive": // receive TAG SLOT FROM TO SIZE [resume|crowded|garbage]
		s.receive(args[1:], has("resume"), has("crowded"), has("garbage"))
	case "settle": // settle TAG STATUS, of the last envelope that was delivered under the tag
		s.receiver.settle(s.number(args[1]), s.serials[s.number(args[1])], acn.Status(s.number(args[2])))
	case "expire":
		s.receiver.expire(s.now)
	case "pong":
		s.receiver.pong()
	case "answer":
		buf, _ := s.receiver.take(nil)
		s.frames(buf)
	default:
		s.t.Fatalf("unknown command %q", args)
	}
}

func (s *stage) envelope(from, to string, size int) envelope.Envelope {
	sender := acn.Address(from)
	if record := s.records[from]; record != nil {
		sender = record.Address
	}
	e, err := envelope.New(acn.Address(to), sender, envelope.Content{Message: make([]byte, size)})
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

func (s *stage) post(from, to string, size int, resume bool) {
	s.posted++
	err := s.backlog.submit(posting{s.envelope(from, to, size), s.records[from], resume, numbered{s, s.posted}})
	if err != nil {
		s.say("receipt %d: %v", s.posted, err)
	}
}

func (s *stage) lane(args []string) {
	switch args[0] {
	case "take":
		p, ok, out := s.lanes.take(nil)
		tell(out)
		if !ok {
			s.say("nothing")
			return
		}
		n := p.receipt.(numbered).n
		s.taken[n] = p
		s.say("send %d to %s", n, p.envelope.To)
	case "done":
		n := int(s.number(args[1]))
		var err error
		if len(args) > 2 {
			err = failureOf(acn.Status(s.number(args[2])))
		}
		tell(s.lanes.done(s.taken[n], err, nil))
	case "break":
		tell(s.lanes.fail(errUnreachable, nil))
	}
}

func (s *stage) receive(args []string, resume, crowded, garbage bool) {
	e := s.envelope(args[2], args[3], int(s.number(args[4])))
	c := carriage{tag: s.number(args[0]), slot: s.number(args[1]), resume: resume, envelope: e.Bytes()}
	unread := acn.StatusSuccess
	if garbage {
		unread = acn.StatusDecode
	}
	serial, err := s.receiver.receive(s.now, c, e, unread, !crowded)
	s.fail(err)
	if serial > 0 {
		s.serials[c.tag] = serial
		s.say("deliver to %s", e.To)
	}
}

// frame makes a frame of the receiver out of words.
func (s *stage) frame(args []string) (kind byte, body []byte) {
	var frame []byte
	switch args[0] {
	case "hello":
		frame = appendGrant(nil, grant{s.number(args[1]), s.number(args[2])})
	case "pong":
		frame = appendEmpty(nil, kindPong)
	case "raw":
		frame = appendEmpty(nil, byte(s.number(args[1])))
		for _, b := range args[2:] {
			frame = append(frame, byte(s.number(b)))
		}
	case "answer":
		frame = append(frame, 0, 0, 0, 0, kindAnswer)
		for rest := args[1:]; len(rest) > 0; rest = rest[3:] {
			frame = appendRun(frame, run{s.number(rest[0]), s.number(rest[1]), acn.Status(s.number(rest[2]))})
		}
	}
	return frame[frameHeader], frame[frameHeader+1:]
}

// frames says what is in buf.
func (s *stage) frames(buf []byte) {
	frames := newFrameReader(bytes.NewReader(buf), 4096, mostEnvelopeFrame)
	for {
		kind, body, _, err := frames.next()
		if err != nil {
			return
		}
		switch kind {
		case kindIntroduce:
			in, err := parseIntroduction(body)
			s.fail(err)
			s.say("introduce slot %d %s", in.slot, s.names[string(in.record)])
		case kindEnvelope:
			c, err := parseCarriage(body)
			s.fail(err)
			e, err := envelope.Parse(c.envelope)
			s.fail(err)
			s.say("envelope tag %d slot %d from %s to %s resume %v", c.tag, c.slot, s.names[string(e.Sender)], e.To, c.resume)
		case kindHello:
			g, err := parseGrant(body)
			s.fail(err)
			s.say("hello %d envelopes %d bytes", g.envelopes, g.bytes)
		case kindAnswer:
			for len(body) > 0 {
				var r run
				r, body, err = parseRun(body)
				s.fail(err)
				s.say("answer tag %d count %d: %s", r.tag, r.count, r.status)
			}
		case kindPing:
			s.say("ping")
		case kindPong:
			s.say("pong")
		}
	}
}
