// Command hello is an agent: it registers at a node, greets the agent at a
// wallet address, and prints what it gets.
//
//	go run ./examples/hello HOST:PORT NODE_PUBLIC_KEY [TO]
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
)

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: hello HOST:PORT NODE_PUBLIC_KEY [TO]")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1], acn.NodeKey(os.Args[2]), os.Args[3:]); err != nil && ctx.Err() == nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, address string, node acn.NodeKey, to []string) error {
	wallet, err := acn.NewWallet(acn.Ethereum) // an agent is its wallet
	if err != nil {
		return err
	}
	client, err := delegate.NewClient(delegate.ClientConfig{}, wallet, []delegate.Node{{Address: address, Key: node}})
	if err != nil {
		return err
	}
	go client.Run(ctx) // stays registered, reconnects, tries the next node
	fmt.Println("I am", wallet.Address())

	for _, receiver := range to {
		hello, err := envelope.New(acn.Address(receiver), wallet.Address(),
			envelope.Content{ProtocolID: "fetchai/default:1.0.0", Message: []byte("hello")})
		if err != nil {
			return err
		}
		if err := client.Send(ctx, hello); err != nil { // nil: the node has it
			return err
		}
	}
	for {
		e, err := client.Receive(ctx)
		if err != nil {
			return err
		}
		fmt.Printf("%s says %s\n", e.Sender, e.Content().Message)
	}
}
