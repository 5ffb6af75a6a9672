package registry

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// copyPatience is how long whoever puts something in waits for others to have
// it too: longer than it takes when others are there, and less than clients
// wait for an answer.
const copyPatience = 10 * time.Second

// MaxCopies is how many a client can ask for.
const MaxCopies = 64

const enoughCopies = 2 // that one node can die

// Accepted is what a registry answers to what it has taken.
type Accepted struct {
	store.Entry
	// Copies is how many registries hold it, this one included; 0 for a
	// withdrawal.
	Copies int `json:"copies,omitempty"`
}

// Copied waits, for a limited time, until another registry holds what was put
// in here, and gives how many do. Until then this node must not die for good.
func (r *Registry) Copied(ctx context.Context, h pkg.Hash) int { return r.copied(ctx, h, enoughCopies) }

func (r *Registry) copied(ctx context.Context, h pkg.Hash, copies int) int {
	if r.cfg.Copied == nil {
		return 1
	}
	ctx, cancel := context.WithTimeout(ctx, copyPatience)
	defer cancel()
	return r.cfg.Copied(ctx, h, copies)
}

// copiesOf is how many copies a request wants to be answered after.
func copiesOf(req *http.Request) (int, error) {
	text := req.URL.Query().Get("copies")
	if text == "" {
		return enoughCopies, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > MaxCopies {
		return 0, refuse(CodeRequest)
	}
	return n, nil
}

// accepting answers a push when there are copies of it. The push is over
// meanwhile, and keeps no other one waiting.
func (r *Registry) accepting(take func(http.ResponseWriter, *http.Request) (store.Entry, error)) func(http.ResponseWriter, *http.Request) (any, error) {
	return func(w http.ResponseWriter, req *http.Request) (any, error) {
		copies, err := copiesOf(req)
		if err != nil {
			return nil, err
		}
		entry, err := take(w, req)
		if err != nil || entry.Hash.IsZero() {
			return Accepted{Entry: entry}, err
		}
		return Accepted{entry, r.copied(req.Context(), entry.Hash, copies)}, nil
	}
}
