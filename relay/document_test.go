package relay

import (
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"go-acn/acn"
)

// TestDocument holds the frames and figures of docs/link-protocol.md against
// the code.
func TestDocument(t *testing.T) {
	raw, err := os.ReadFile("../docs/link-protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string]string)
	for line := range strings.Lines(string(raw)) {
		if cells := strings.Split(line, "|"); len(cells) == 4 {
			rows[strings.Trim(cells[1], " `")] = strings.Trim(cells[2], " `")
		}
	}
	for name, frame := range map[string][]byte{
		"introduce slot 300, record `rec":                appendIntroduction(nil, introduction{slot: 300, record: []byte("rec")}),
		"envelope tag 5, slot 3, `env":                   append(appendCarriage(nil, carriage{tag: 5, slot: 3, envelope: []byte("env")}), "env"...),
		"envelope tag 128, slot 0, resumed, `e":          append(appendCarriage(nil, carriage{tag: 128, resume: true, envelope: []byte("e")}), "e"...),
		"ping":                                           appendEmpty(nil, kindPing),
		"hello 64 envelopes, 4 MiB":                      appendGrant(nil, grant{64, 4 << 20}),
		"answer 7, 8 and 9 delivered, 1 refused with 21": appendAnswers(nil, []run{{tag: 7, count: 3}, {tag: 1, count: 1, status: acn.StatusNotReady}}),
		"pong": appendEmpty(nil, kindPong),
	} {
		if want, err := hex.DecodeString(strings.ReplaceAll(rows[name], " ", "")); err != nil || string(want) != string(frame) {
			t.Errorf("%s: documented as %q, is %x", name, rows[name], frame)
		}
	}
	for name, want := range map[string]int{
		"slots": linkSlots, "envelopes unanswered before the hello is read": firstEnvelopes,
		"bytes unanswered before the hello is read": firstBytes, "most envelopes a hello can grant": mostEnvelopes,
		"most bytes a hello can grant": mostBytes, "record": acn.MaxRecord, "envelope": acn.MaxEnvelope,
		"payload of a frame of the receiver": mostAnswerFrame,
	} {
		text := strings.TrimSuffix(rows[name], " bytes")
		if got, err := strconv.Atoi(strings.ReplaceAll(text, ",", "")); err != nil || got != want {
			t.Errorf("%s: documented as %q, is %d", name, rows[name], want)
		}
	}
	text, cfg := strings.Join(strings.Fields(string(raw)), " "), Config{}.withDefaults()
	for _, want := range []string{
		fmt.Sprintf("does not answer within %.0f s is not ready", cfg.DeliverTimeout.Seconds()),
		fmt.Sprintf("heard nothing for %.0f s sends a ping, and gives up after %.0f s", cfg.PingInterval.Seconds(), 3*cfg.PingInterval.Seconds()),
		fmt.Sprintf("not answered within %.0f s ends the link", cfg.AckTimeout.Seconds()),
		fmt.Sprintf("not used for %.0f min is closed", cfg.IdleTimeout.Minutes()),
		fmt.Sprintf("%d,%03d envelopes or %d MiB", cfg.QueueEnvelopes/1000, cfg.QueueEnvelopes%1000, cfg.QueueBytes>>20),
		fmt.Sprintf("for %d ms, doubling up to %.0f s", cfg.BackoffMin.Milliseconds(), cfg.BackoffMax.Seconds()),
		fmt.Sprintf("%d,%03d other peers", cfg.Links/1000, cfg.Links%1000),
		fmt.Sprintf("holds %d MiB", cfg.IncomingBytes>>20),
		fmt.Sprintf("answers for at most %.0f s what it had", cfg.Grace.Seconds()),
		fmt.Sprintf("%d are checked at once, then %d a second", badRecordBurst, badRecordRate),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q", want)
		}
	}
}
