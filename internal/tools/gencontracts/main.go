// Command gencontracts compiles the Solidity below contracts/ with the
// compiler that contracts/package-lock.json pins, and writes
//
//   - agentrt/chain/bindings/bindings.go: Go bindings of contracts/interfaces;
//   - internal/devchain/contracts/contracts.go: interface and code of every
//     contract that can be created.
//
// Whoever changes Solidity runs it, from the root of the module; CI runs it
// and compares:
//
//	npm ci --prefix contracts
//	go run ./internal/tools/gencontracts
//
// It needs Node. What comes out depends on the sources and the compiler alone.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

func main() {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	defer stop()
	files, err := generate(ctx, "contracts")
	if err == nil {
		err = write(files)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gencontracts:", err)
		os.Exit(1)
	}
}

// generate is what to write, by file name.
func generate(ctx context.Context, dir string) (map[string][]byte, error) {
	sources, err := collect(dir)
	if err != nil {
		return nil, err
	}
	compiled, err := compile(ctx, dir, sources)
	if err != nil {
		return nil, err
	}
	bindings, err := bind(compiled)
	if err != nil {
		return nil, err
	}
	code, err := codeOf(compiled)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		"agentrt/chain/bindings/bindings.go":       bindings,
		"internal/devchain/contracts/contracts.go": code,
	}, nil
}

func write(files map[string][]byte) error {
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
