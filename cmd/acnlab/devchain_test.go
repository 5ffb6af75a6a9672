package main

import (
	"context"
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
	if !strings.Contains(out.String(), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266") {
		t.Errorf("printed %q", out.String())
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
