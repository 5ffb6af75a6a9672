package keyfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/term"
)

// Passphrase finds the passphrase of an encrypted file; it is called at most
// once a file.
type Passphrase func(path string) ([]byte, error)

// Sources says where a passphrase may come from; the first that is set counts.
type Sources struct {
	// File holds it in its first line, and is as private as a key.
	File string
	// Text is the passphrase itself, from the environment.
	Text string
	// Terminal to ask at: its descriptor, and where the question goes. Nil
	// Prompt never asks.
	Terminal int
	Prompt   io.Writer
	// Wait calls read, which waits for somebody to type and cannot be
	// interrupted; nil just calls it.
	Wait func(read func())
}

// Existing finds the passphrase of a file that is there.
func (s Sources) Existing(path string) ([]byte, error) {
	if words, err := s.given(); words != nil || err != nil {
		return words, err
	}
	if !s.canAsk() {
		return nil, ErrNeedsOne
	}
	return s.ask("passphrase of " + path + ": ")
}

// Fresh finds the passphrase for a new file, asking twice.
func (s Sources) Fresh(path string) ([]byte, error) {
	words, err := s.given()
	if err != nil {
		return nil, err
	}
	if words == nil {
		if !s.canAsk() {
			return nil, ErrNeedsOne
		}
		if words, err = s.ask("new passphrase for " + path + ": "); err != nil {
			return nil, err
		}
		again, err := s.ask("again: ")
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(words, again) {
			return nil, errors.New("the two passphrases differ")
		}
	}
	if len(words) == 0 {
		return nil, errEmpty
	}
	return words, nil
}

var errEmpty = errors.New("the passphrase is empty")

// given is nil if no source but the terminal is set.
func (s Sources) given() ([]byte, error) {
	if s.File == "" {
		if s.Text == "" {
			return nil, nil
		}
		return []byte(s.Text), nil
	}
	raw, err := readPrivate(s.File)
	if err != nil {
		return nil, explain(kindPassphrase, s.File, err)
	}
	line, _, _ := bytes.Cut(raw, []byte("\n"))
	if line = bytes.TrimSuffix(line, []byte("\r")); len(line) == 0 {
		return nil, explain(kindPassphrase, s.File, errEmpty)
	}
	return line, nil
}

func (s Sources) canAsk() bool { return s.Prompt != nil && term.IsTerminal(s.Terminal) }

func (s Sources) ask(question string) ([]byte, error) {
	fmt.Fprint(s.Prompt, question)
	var words []byte
	var err error
	read := func() { words, err = term.ReadPassword(s.Terminal) }
	if s.Wait != nil {
		s.Wait(read)
	} else {
		read()
	}
	fmt.Fprintln(s.Prompt)
	if err != nil {
		return nil, fmt.Errorf("reading passphrase: %w", err)
	}
	return words, nil
}
