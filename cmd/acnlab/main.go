// Command acnlab is the laboratory: a demonstration of a whole network in one
// process, and the load generator for nodes of ours and of others.
//
// It exits with 0 when all went as it should, 1 when something did not, 2 when
// it was asked the wrong way. What failed is one line on standard error, what
// to do about it another.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the process at once.
	context.AfterFunc(ctx, stop)
	code := explain(os.Stderr, newRoot().ExecuteContext(ctx))
	stop()
	os.Exit(code)
}

// problem is an error a person can do something about.
type problem struct {
	err  error
	hint string
	code int
}

func (p *problem) Error() string { return p.err.Error() }
func (p *problem) Unwrap() error { return p.err }

// explain prints an error with its hint and returns the exit code.
func explain(w io.Writer, err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(w, "acnlab:", strings.ReplaceAll(err.Error(), "\n", "; "))
	var known *problem
	if !errors.As(err, &known) {
		return 1
	}
	fmt.Fprintln(w, "hint:", known.hint)
	return known.code
}
