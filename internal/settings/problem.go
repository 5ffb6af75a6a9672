package settings

import (
	"errors"
	"fmt"
)

// Problem is one thing that is wrong with the configuration.
type Problem struct {
	Where  string // the flag, variable, or file and line that said it
	Value  string // as it was said; empty for secrets
	Err    error
	Advice string
}

func (p *Problem) Error() string {
	if p.Value == "" {
		return fmt.Sprintf("%s: %v", p.Where, p.Err)
	}
	return fmt.Sprintf("%s %q: %v", p.Where, shorten(p.Value), p.Err)
}

func (p *Problem) Unwrap() error { return p.Err }

// Hint is what to do about it.
func (p *Problem) Hint() string { return p.Advice }

// shorten keeps a file given by mistake from filling the screen.
func shorten(text string) string {
	const most = 80
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}

// advised is an error of a kind with a better hint than the kind's own.
type advised struct {
	error
	advice string
}

func advise(err error, advice string) error { return &advised{error: err, advice: advice} }

func adviceOf(err error, otherwise string) string {
	var a *advised
	if errors.As(err, &a) {
		return a.advice
	}
	return otherwise
}
