package relay

import "go-acn/acn"

// Observer is told what a Service does, in the words of the domain. Any field
// may be nil. Functions are called from many goroutines and must not block.
// protocol is one of the protocol ids of package acn.
type Observer struct {
	// Sent: n envelopes for other nodes have this outcome. Transports that
	// broke count as acn.StatusGeneric.
	Sent func(protocol string, status acn.Status, n int)
	// Received: n envelopes of other nodes were answered with status.
	Received func(protocol string, status acn.Status, n int)
	// SentBytes and ReceivedBytes: what was written to and read from streams.
	SentBytes     func(protocol string, n int)
	ReceivedBytes func(protocol string, n int)
	// OutgoingLinks and IncomingLinks: how many are open now.
	OutgoingLinks func(open int)
	IncomingLinks func(open int)
	// LinkEnded: a link, outgoing or incoming, ended for this reason.
	LinkEnded func(outgoing bool, reason Reason)
	// LookupServed: somebody asked for a record and got this status.
	LookupServed func(status acn.Status)
	// Refused: an incoming stream was over a limit.
	Refused func(protocol string)
}

func (o *Observer) sent(protocol string, status acn.Status, n int) {
	if o.Sent != nil && n > 0 {
		o.Sent(protocol, status, n)
	}
}

func (o *Observer) received(protocol string, status acn.Status, n int) {
	if o.Received != nil {
		o.Received(protocol, status, n)
	}
}

func (o *Observer) sentBytes(protocol string, n int) {
	if o.SentBytes != nil {
		o.SentBytes(protocol, n)
	}
}

func (o *Observer) receivedBytes(protocol string, n int) {
	if o.ReceivedBytes != nil {
		o.ReceivedBytes(protocol, n)
	}
}

func (o *Observer) outgoingLinks(open int) {
	if o.OutgoingLinks != nil {
		o.OutgoingLinks(open)
	}
}

func (o *Observer) incomingLinks(open int) {
	if o.IncomingLinks != nil {
		o.IncomingLinks(open)
	}
}

func (o *Observer) linkEnded(outgoing bool, reason Reason) {
	if o.LinkEnded != nil {
		o.LinkEnded(outgoing, reason)
	}
}

func (o *Observer) lookupServed(status acn.Status) {
	if o.LookupServed != nil {
		o.LookupServed(status)
	}
}

func (o *Observer) refused(protocol string) {
	if o.Refused != nil {
		o.Refused(protocol)
	}
}

// told reports the outcomes of envelopes sent over protocol.
func (o *Observer) told(protocol string, outcomes []outcome) {
	if o.Sent == nil {
		return
	}
	good := 0
	for _, out := range outcomes {
		if out.err == nil {
			good++
			continue
		}
		o.Sent(protocol, acn.StatusOf(out.err), 1)
	}
	o.sent(protocol, acn.StatusSuccess, good)
}
