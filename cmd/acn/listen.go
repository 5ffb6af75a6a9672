package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go-acn/delegate"
	"go-acn/envelope"
)

// listen prints envelopes until count, if any, or the end of ctx.
func (c *console) listen(ctx context.Context, f *agentFlags, count int) error {
	a, err := c.connect(ctx, f)
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	}
	defer a.close()
	fmt.Fprintf(c.err, "%s listens at %s\n", a.client.Address(), a.at().Address)
	for seen := 0; count == 0 || seen < count; seen++ {
		e, err := a.client.Receive(ctx)
		if err != nil && ctx.Err() != nil {
			// Interrupted: what has been acknowledged is still printed.
			a.close()
			e, err = a.client.Receive(context.WithoutCancel(ctx))
		}
		if errors.Is(err, delegate.ErrClosed) {
			return nil
		}
		if err == nil {
			err = c.printEnvelope(e, f.json)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// printEnvelope prints one line, or one and the lines of the message.
func (c *console) printEnvelope(e envelope.Envelope, asJSON bool) error {
	content := e.Content()
	if asJSON {
		line := received{Sender: e.Sender, To: e.To, Protocol: content.ProtocolID, Message: content.Message, URI: content.URI}
		if utf8.Valid(content.Message) {
			line.Text = string(content.Message)
		}
		return json.NewEncoder(c.out).Encode(line)
	}
	if content.ProtocolID == textProtocol && utf8.Valid(content.Message) {
		// Indented, so that no line of a message looks like one of ours.
		text := strings.ReplaceAll(printable(string(content.Message)), "\n", "\n  ")
		_, err := fmt.Fprintf(c.out, "%s: %s\n", printable(string(e.Sender)), text)
		return err
	}
	_, err := fmt.Fprintf(c.out, "%s: %d bytes of %s\n", printable(string(e.Sender)), len(content.Message), printable(content.ProtocolID))
	return err
}
