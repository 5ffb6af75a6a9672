package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"go-acn/internal/keyfile"
	"go-acn/internal/nearest"
)

// console is what a command has of the world.
type console struct {
	env      map[string]string
	in       io.Reader
	out, err io.Writer
	terminal int // descriptor to ask for passphrases at

	// leave ends the process while something waits for what is typed at the
	// terminal, which nothing else can interrupt. Nil: it goes on waiting.
	leave func(code int)
}

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// run runs one command line and returns the exit code.
func (c *console) run(ctx context.Context, args []string) int {
	root := c.rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	return c.explain(err)
}

// explain prints an error, or each of several, with its hint, and returns the
// exit code.
func (c *console) explain(err error) int {
	errs, code := []error{err}, exitFailed
	var wrong *misuse
	if errors.As(err, &wrong) {
		code = exitUsage
	}
	var many *misconfigured
	if errors.As(err, &many) {
		errs, code = many.problems, exitUsage
	}
	var several *troubles
	if errors.As(err, &several) {
		errs = several.problems
	}
	for i, one := range errs {
		fmt.Fprintln(c.err, "acn:", oneLine(one.Error()))
		if hint := hintOf(one); hint != "" && (i == len(errs)-1 || hintOf(errs[i+1]) != hint) {
			fmt.Fprintln(c.err, "hint:", hint)
		}
	}
	return code
}

func hintOf(err error) string {
	var advised interface{ Hint() string }
	if !errors.As(err, &advised) {
		return ""
	}
	return oneLine(advised.Hint())
}

// errLeft says that somebody was asked and pressed Ctrl-C instead.
var errLeft = errors.New("interrupted")

// typing waits for what somebody types. If ctx ends meanwhile, the process does,
// with the terminal as it was and with the error interrupted tells.
func (c *console) typing(ctx context.Context, interrupted func() error, wait func()) {
	before, err := term.GetState(c.terminal)
	left := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(left)
		if c.leave == nil {
			return
		}
		if err == nil {
			_ = term.Restore(c.terminal, before)
		}
		fmt.Fprintln(c.err)
		c.leave(c.explain(interrupted()))
	})
	wait()
	if !stop() {
		<-left // nothing goes on while interrupted tells how things are
	}
}

// oneLine puts semicolons where lines ended.
func oneLine(text string) string {
	var parts []string
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			parts = append(parts, strings.Join(words, " "))
		}
	}
	return strings.Join(parts, "; ")
}

// failure is an error with a hint; misuse is one that has not even begun.
type failure struct {
	err  error
	hint string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// Hint is what to do about it.
func (f *failure) Hint() string { return f.hint }

func fail(err error, hint string) error { return &failure{err: err, hint: hint} }

type misuse struct{ failure }

func wrongUse(hint, format string, args ...any) error {
	return &misuse{failure{err: fmt.Errorf(format, args...), hint: hint}}
}

// misconfigured is everything that is wrong with the settings of a node.
type misconfigured struct{ problems []error }

func (m *misconfigured) Error() string { return errors.Join(m.problems...).Error() }

// misconfiguration takes the error of settings.Load.
func misconfiguration(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return &misconfigured{joined.Unwrap()}
	}
	return &misconfigured{[]error{err}}
}

// troubles are several things that went wrong, each with its hint.
type troubles struct{ problems []error }

func (t *troubles) Error() string { return errors.Join(t.problems...).Error() }

// together makes one error of any number.
func together(problems []error) error {
	if len(problems) < 2 {
		return errors.Join(problems...)
	}
	return &troubles{problems}
}

// group is a command that only has commands.
func group(cmd *cobra.Command, commands ...*cobra.Command) *cobra.Command {
	cmd.AddCommand(commands...)
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		hint := cmd.CommandPath() + " --help lists the commands"
		if len(args) == 0 && !cmd.HasParent() {
			return cmd.Help()
		}
		if len(args) == 0 {
			return wrongUse(hint, "say which command of %s", cmd.CommandPath())
		}
		var names []string
		for _, known := range cmd.Commands() {
			names = append(names, known.Name())
		}
		if near := nearest.Word(args[0], names); near != "" {
			hint = fmt.Sprintf("did you mean %s %s?", cmd.CommandPath(), near)
		}
		return wrongUse(hint, "%s has no command %q", cmd.CommandPath(), args[0])
	}
	return cmd
}

// wants checks the number of arguments by the names of those that must be
// there.
func wants(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		hint := "usage: " + cmd.UseLine()
		switch {
		case len(args) < len(names):
			return wrongUse(hint, "%s is missing", names[len(args)])
		case len(args) > len(names):
			return wrongUse(hint, "%q is one argument too many", args[len(names)])
		}
		return nil
	}
}

// unknownFlag adds what was probably meant.
func unknownFlag(cmd *cobra.Command, err error) error {
	hint := cmd.CommandPath() + " --help lists the flags"
	var missing *pflag.NotExistError
	if errors.As(err, &missing) {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := nearest.Word(missing.GetSpecifiedName(), names); near != "" {
			hint = fmt.Sprintf("did you mean --%s?", near)
		}
	}
	return wrongUse(hint, "%w", err)
}

// emit prints a value as JSON, or as human prints it.
func (c *console) emit(asJSON bool, value any, human func(io.Writer)) error {
	if !asJSON {
		human(c.out)
		return nil
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// passphrases are where the passphrase of a key may come from.
func (c *console) passphrases(ctx context.Context, file string) keyfile.Sources {
	if file == "" {
		file = c.env["ACN_PASSPHRASE_FILE"]
	}
	return keyfile.Sources{File: file, Text: c.env["ACN_PASSPHRASE"], Terminal: c.terminal, Prompt: c.err, Wait: func(read func()) { c.typing(ctx, func() error { return errLeft }, read) }}
}
