package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"acn": main, legacyName: main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Values[runningKey{}] = make(map[string]*running)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "serve": serve, "await": await, "halt": halt, "keep": keep,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// exits CODE PROGRAM ARGS runs a program that must end with a code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

type runningKey struct{}

// running is a program that serve started.
type running struct {
	cmd  *exec.Cmd
	read chan string // gets what it printed, at its end
}

// serve NAME PATTERN PROGRAM ARGS starts a program and waits until a line that
// it prints, on either output, matches; of several patterns with & between them
// each has to have its line. The string fields of the lines of JSON up to there
// become variables NAME_FIELD, a list of strings the first of it; the port of
// a TCP multiaddr among these becomes NAME_listen.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	name := args[0]
	var patterns []*regexp.Regexp
	for _, text := range strings.Split(args[1], "&") {
		patterns = append(patterns, regexp.MustCompile(text))
	}
	path, err := lookPath(ts.Getenv("PATH"), args[2])
	ts.Check(err)
	in, out, err := os.Pipe()
	ts.Check(err)
	cmd := &exec.Cmd{Path: path, Args: args[2:], Dir: ts.MkAbs("."), Stdout: out, Stderr: out}
	for _, variable := range []string{"HOME", "PATH", "LOCAL_CHAIN_RPC"} {
		cmd.Env = append(cmd.Env, variable+"="+ts.Getenv(variable))
	}
	ts.Check(cmd.Start())
	ts.Check(out.Close()) // the program has its own
	r := &running{cmd: cmd, read: make(chan string, 1)}
	ts.Value(runningKey{}).(map[string]*running)[name] = r
	ts.Defer(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	reader := bufio.NewReader(in)
	var seen strings.Builder
	for {
		line, err := reader.ReadString('\n')
		seen.WriteString(line)
		if err != nil {
			ts.Fatalf("%s ended without a line like %s:\n%s", name, patterns, seen.String())
		}
		setFields(ts, name, line)
		patterns = slices.DeleteFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(line) })
		if len(patterns) == 0 {
			break
		}
	}
	go func() {
		rest, _ := io.ReadAll(reader)
		r.read <- seen.String() + string(rest)
	}()
}

// await NAME waits for the end of a program, which must exit with 0. What it
// printed is in NAME.out.
func await(ts *testscript.TestScript, _ bool, args []string) {
	r := ts.Value(runningKey{}).(map[string]*running)[args[0]]
	printed := <-r.read
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".out"), []byte(printed), 0o600))
	if err := r.cmd.Wait(); err != nil {
		ts.Fatalf("%s: %v\n%s", args[0], err, printed)
	}
}

// halt NAME is await after SIGTERM.
func halt(ts *testscript.TestScript, neg bool, args []string) {
	r := ts.Value(runningKey{}).(map[string]*running)[args[0]]
	ts.Check(r.cmd.Process.Signal(syscall.SIGTERM))
	await(ts, neg, args)
}

// lookPath finds the commands of testscript, which live in a folder that only
// its own PATH knows.
func lookPath(path, name string) (string, error) {
	for _, dir := range filepath.SplitList(path) {
		file := filepath.Join(dir, name)
		if info, err := os.Stat(file); err == nil && info.Mode()&0o111 != 0 {
			return file, nil
		}
	}
	return "", fmt.Errorf("%s is not in PATH", name)
}

var tcpAddr = regexp.MustCompile(`^/ip4/([0-9.]+)/tcp/([0-9]+)/`)

func setFields(ts *testscript.TestScript, name, line string) {
	var fields map[string]any
	if json.Unmarshal([]byte(line), &fields) != nil {
		return
	}
	for field, value := range fields {
		if list, ok := value.([]any); ok && len(list) > 0 {
			value = list[0]
		}
		if text, ok := value.(string); ok {
			ts.Setenv(name+"_"+field, text)
			if match := tcpAddr.FindStringSubmatch(text); match != nil {
				ts.Setenv(name+"_listen", match[1]+":"+match[2])
			}
		}
	}
}

// keep FIELD VARIABLE takes the first value of a JSON field, wherever it is in
// the standard output of the last command, into a variable.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	match := regexp.MustCompile(`"` + args[0] + `": "([^"]+)"`).FindStringSubmatch(ts.ReadFile("stdout"))
	if match == nil {
		ts.Fatalf("no field %s", args[0])
	}
	ts.Setenv(args[1], match[1])
}
