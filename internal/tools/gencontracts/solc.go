package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// collect reads the Solidity below dir, by slash-separated name.
func collect(dir string) (map[string]string, error) {
	sources := make(map[string]string)
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "node_modules":
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".sol"):
			return nil
		}
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		sources[name] = string(text)
		return err
	})
	if err == nil && len(sources) == 0 {
		err = fmt.Errorf("no Solidity below %s", dir)
	}
	return sources, err
}

// The compiler's settings. Code ends with no hash of its sources, so that
// comments do not change it.
const settings = `{
	"optimizer": {"enabled": true, "runs": 200},
	"evmVersion": "cancun",
	"metadata": {"bytecodeHash": "none", "appendCBOR": false},
	"outputSelection": {"*": {"*": ["abi", "evm.bytecode.object"]}}
}`

// script hands standard input to the compiler.
const script = `
const compiler = require('solc');
let input = '';
process.stdin.on('data', (part) => { input += part; });
process.stdin.on('end', () => { process.stdout.write(compiler.compile(input)); });
`

// contract is what the compiler made of one.
type contract struct {
	file, name string
	abi        json.RawMessage
	code       string // hex; empty for interfaces and abstract contracts
}

// compile runs the compiler in dir, where its packages are. Contracts come in
// the order of their names.
func compile(ctx context.Context, dir string, sources map[string]string) ([]contract, error) {
	type source struct {
		Content string `json:"content"`
	}
	request := struct {
		Language string            `json:"language"`
		Sources  map[string]source `json:"sources"`
		Settings json.RawMessage   `json:"settings"`
	}{"Solidity", make(map[string]source), json.RawMessage(settings)}
	for name, text := range sources {
		request.Sources[name] = source{text}
	}
	input, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, "node", "-e", script)
	command.Dir, command.Stdin = dir, bytes.NewReader(input)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("running the compiler: %w (after npm ci --prefix contracts?)\n%s", err, complaint.String())
	}
	return parseOutput(output)
}

func parseOutput(output []byte) ([]contract, error) {
	var answer struct {
		Errors []struct {
			Severity         string
			FormattedMessage string
		}
		Contracts map[string]map[string]struct {
			ABI json.RawMessage
			EVM struct{ Bytecode struct{ Object string } }
		}
	}
	if err := json.Unmarshal(output, &answer); err != nil {
		return nil, fmt.Errorf("reading the compiler's answer: %w", err)
	}
	var errs []error
	for _, complaint := range answer.Errors {
		if complaint.Severity == "error" {
			errs = append(errs, errors.New(complaint.FormattedMessage))
		} else {
			fmt.Fprintln(os.Stderr, complaint.FormattedMessage)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	var all []contract
	for file, contracts := range answer.Contracts {
		for name, c := range contracts {
			all = append(all, contract{file, name, c.ABI, c.EVM.Bytecode.Object})
		}
	}
	slices.SortFunc(all, func(a, b contract) int { return strings.Compare(a.name, b.name) })
	for i := range all[min(1, len(all)):] {
		if all[i].name == all[i+1].name {
			return nil, fmt.Errorf("%s and %s both have a contract %s", all[i].file, all[i+1].file, all[i].name)
		}
	}
	return all, nil
}
