package delegate

import (
	"time"

	"go-acn/acn"
)

// Observer is told what the services do, for metrics. A nil Observer and nil
// functions are skipped. Functions are called from many goroutines and must
// not block.
type Observer struct {
	// Refused: a connection was turned away at once.
	Refused func(Refusal)
	// Handshake: a TLS handshake ended, took that long; false if it failed.
	Handshake func(ok bool, took time.Duration)
	// Registered: a registration was answered.
	Registered func(acn.Status)
	// Sessions: a session began (+1) or ended (-1).
	Sessions func(delta int)
	// Submitted: an agent's envelope of so many bytes was answered.
	Submitted func(status acn.Status, bytes int)
	// Delivered: an agent acknowledged an envelope with this status.
	Delivered func(acn.Status)
	// WrongSender: an agent wrote an envelope in another's name.
	WrongSender func()
	// StrayStatus: an agent sent a status no envelope waited for.
	StrayStatus func()
	// Silent: a session was closed because it owed an acknowledgement.
	Silent func()
}

func (o *Observer) refused(why Refusal) {
	if o != nil && o.Refused != nil {
		o.Refused(why)
	}
}

func (o *Observer) handshake(ok bool, took time.Duration) {
	if o != nil && o.Handshake != nil {
		o.Handshake(ok, took)
	}
}

func (o *Observer) registered(status acn.Status) {
	if o != nil && o.Registered != nil {
		o.Registered(status)
	}
}

func (o *Observer) sessions(delta int) {
	if o != nil && o.Sessions != nil {
		o.Sessions(delta)
	}
}

func (o *Observer) submitted(status acn.Status, bytes int) {
	if o != nil && o.Submitted != nil {
		o.Submitted(status, bytes)
	}
}

func (o *Observer) delivered(status acn.Status) {
	if o != nil && o.Delivered != nil {
		o.Delivered(status)
	}
}

func (o *Observer) wrongSender() {
	if o != nil && o.WrongSender != nil {
		o.WrongSender()
	}
}

func (o *Observer) strayStatus() {
	if o != nil && o.StrayStatus != nil {
		o.StrayStatus()
	}
}

func (o *Observer) silent() {
	if o != nil && o.Silent != nil {
		o.Silent()
	}
}
