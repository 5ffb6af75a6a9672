package main

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/rpc"
)

// TestDevchain starts the chain as a user would, talks to it, and ends it.
func TestDevchain(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	read, write := io.Pipe()
	root := newRoot()
	root.SetOut(write)
	root.SetArgs([]string{"devchain", "--listen", "127.0.0.1:0"})
	ended := make(chan error, 1)
	go func() {
		err := root.ExecuteContext(ctx)
		write.CloseWithError(io.EOF)
		ended <- err
	}()
	var out strings.Builder
	for buffer := make([]byte, 4096); !strings.Contains(out.String(), "WebSocket"); {
		n, err := read.Read(buffer)
		if err != nil {
			t.Fatal(err, <-ended)
		}
		out.Write(buffer[:n])
	}
	_, url, _ := strings.Cut(out.String(), "HTTP      ")
	url, _, _ = strings.Cut(url, "\n")

	client, err := rpc.DialContext(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var id string
	if err := client.CallContext(ctx, &id, "eth_chainId"); err != nil || id != "0x7a69" {
		t.Errorf("chain id %s, %v", id, err)
	}
	for _, want := range []string{"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "service_registry                   0x998abeb3E57409262aE5b751f60747921B33613E\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("printed %q, without %q", out.String(), want)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// With --json, one line says all there is to know; with --bare, there are no
// contracts in it.
func TestDevchainJSON(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string // service registry
	}{
		{nil, "0x998abeb3e57409262ae5b751f60747921b33613e"},
		{[]string{"--bare"}, ""},
	} {
		ctx, stop := context.WithCancel(t.Context())
		read, write := io.Pipe()
		root := newRoot()
		root.SetOut(write)
		root.SetArgs(append([]string{"devchain", "--json", "--listen", "127.0.0.1:0"}, c.args...))
		ended := make(chan error, 1)
		go func() {
			err := root.ExecuteContext(ctx)
			write.CloseWithError(io.EOF)
			ended <- err
		}()
		var started struct {
			ChainID   int `json:"chain_id"`
			HTTP      string
			Accounts  []struct{ Address, Key string }
			Contracts map[string]string
		}
		if err := json.NewDecoder(read).Decode(&started); err != nil {
			t.Fatal(err, <-ended)
		}
		if started.ChainID != 31337 || !strings.HasPrefix(started.HTTP, "http://127.0.0.1:") || len(started.Accounts) != 10 {
			t.Errorf("printed %+v", started)
		}
		if got := started.Contracts["service_registry"]; got != c.want || (c.want == "") != (started.Contracts == nil) {
			t.Errorf("%v: contracts %v", c.args, started.Contracts)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}
