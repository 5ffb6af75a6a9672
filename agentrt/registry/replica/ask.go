package replica

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
)

// answers is the kind that answers each question, and the most bytes it has.
var answers = map[byte]struct {
	name  string
	kind  byte
	limit int
}{
	kindHello:     {"hello", kindHello, mostSmall},
	kindSums:      {"sums", kindSumsAnswer, mostSmall},
	kindList:      {"list", kindListAnswer, mostSmall},
	kindPins:      {"pins", kindPinsAnswer, mostSmall},
	kindChallenge: {"challenge", kindProof, mostAnswer},
}

// talk is a stream to a member on which questions are asked, one after the
// other.
type talk struct {
	service *Service
	stream  network.Stream
	peer    peer.ID
	stop    func() bool
}

// open dials a member if need be. A connection over a relay will do.
func (s *Service) open(ctx context.Context, p peer.ID) (*talk, error) {
	dialling, cancel := context.WithTimeout(network.WithAllowLimitedConn(ctx, "registry"), s.cfg.Timeout)
	defer cancel()
	stream, err := s.needs.Host.NewStream(dialling, p, Protocol)
	if err != nil {
		return nil, fmt.Errorf("opening stream to %s: %w", p, err)
	}
	stop := context.AfterFunc(ctx, func() { _ = stream.ResetWithError(network.StreamShutdown) })
	return &talk{service: s, stream: stream, peer: p, stop: stop}, nil
}

func (t *talk) close() {
	t.stop()
	if t.stream.Close() != nil {
		_ = t.stream.Reset()
	}
}

// ask sends a question and gives the body of its answer. A refusal is an error
// of that type.
func (t *talk) ask(question byte, body []byte) ([]byte, error) {
	want := answers[question]
	_ = t.stream.SetDeadline(time.Now().Add(t.service.cfg.Timeout))
	frame := appendFrame(nil, question, body)
	if _, err := t.stream.Write(frame); err != nil {
		return nil, fmt.Errorf("asking %s: %w", t.peer, err)
	}
	answer, err := acn.ReadFrame(t.stream, nil, want.limit)
	t.service.talked(t.peer, question, len(answer)+frameHeader, len(frame))
	switch {
	case err != nil:
		err = fmt.Errorf("reading the answer of %s: %w", t.peer, err)
	case len(answer) == 2 && answer[0] == kindRefusal:
		err = refusal(answer[1])
	case len(answer) == 0 || answer[0] != want.kind:
		err = errMalformed
	default:
		return answer[1:], nil
	}
	_ = t.stream.Reset() // nothing more will be asked on it
	return nil, err
}

// ask1 asks a single question.
func (s *Service) ask1(ctx context.Context, p peer.ID, question byte, body []byte) ([]byte, error) {
	t, err := s.open(ctx, p)
	if err != nil {
		return nil, err
	}
	defer t.close()
	return t.ask(question, body)
}

func (s *Service) talked(p peer.ID, question byte, in, out int) {
	s.tally.talk(in, out)
	if s.cfg.Observer.Talked != nil {
		s.cfg.Observer.Talked(p.String(), answers[question].name, in, out)
	}
}

var errTooMany = errors.New("the member has more than is heard of one")

// differing calls take with what another's set holds in each bucket in which
// it differs from ours.
func (t *talk) differing(set setID, ours *index, most int, take func(bucket byte, keys []key) error) error {
	body, err := t.ask(kindSums, []byte{byte(set)})
	if err != nil {
		return err
	}
	sums, err := parseSums(body)
	if err != nil {
		return err
	}
	heard := 0
	for b := range buckets {
		if sums[b] == ours.sums[b] {
			continue
		}
		keys, err := t.bucket(set, byte(b), most-heard)
		if err != nil {
			return err
		}
		heard += len(keys)
		if err := take(byte(b), keys); err != nil {
			return err
		}
	}
	return nil
}

// bucket lists one bucket, page by page.
func (t *talk) bucket(set setID, b byte, most int) ([]key, error) {
	var all []key
	var after *key
	for {
		body, err := t.ask(kindList, appendListing(nil, listing{set, b, after}))
		if err != nil {
			return nil, err
		}
		keys, err := parseKeys(body, mostKeys)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if k[0] != b || after != nil && k.compare(*after) <= 0 {
				return nil, errMalformed
			}
		}
		if all = append(all, keys...); len(all) > most {
			return nil, errTooMany
		}
		if len(keys) < mostKeys {
			return all, nil
		}
		after = &keys[len(keys)-1]
	}
}
