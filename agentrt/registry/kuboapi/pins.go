package kuboapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/ipfs/go-cid"

	"go-acn/agentrt/pkg"
)

// pinned is the answer to pin/add and pin/rm.
type pinned struct{ Pins []string }

// pinAdd pins for the operator what is here or can be fetched.
func (h *handler) pinAdd(w http.ResponseWriter, req *http.Request) error {
	return h.eachPin(w, req, func(a address) error { return notFound(h.r.PinOwn(req.Context(), a.root), a.root, "pin: ") })
}

// pinRemove ends pins of the operator; those of others are theirs.
func (h *handler) pinRemove(w http.ResponseWriter, req *http.Request) error {
	return h.eachPin(w, req, func(a address) error {
		had, err := h.r.UnpinOwn(req.Context(), a.root)
		if err == nil && !had {
			err = told("not pinned or pinned indirectly")
		}
		return err
	})
}

func (h *handler) eachPin(w http.ResponseWriter, req *http.Request, do func(address) error) error {
	args, err := arguments(req.URL.Query())
	if err != nil {
		return err
	}
	var done pinned
	for _, a := range args {
		if a.path != "." {
			return told("this registry pins packages, not parts of them")
		}
		if err := do(a); err != nil {
			return err
		}
		done.Pins = append(done.Pins, a.cid)
	}
	return answer(w, done)
}

// pinInfo is what pin/ls says about a pin.
type pinInfo struct{ Type, Name string }

// pinList lists what is kept: whole packages and files, which are recursive
// pins. Their parts are not listed.
func (h *handler) pinList(w http.ResponseWriter, req *http.Request) error {
	query := req.URL.Query()
	kind := query.Get("type")
	if kind != "" && !slices.Contains([]string{"direct", "indirect", "recursive", "all"}, kind) {
		return told(fmt.Sprintf("invalid type '%s', must be one of {direct, indirect, recursive, all}", short(kind)))
	}
	stream, err := flagOf(query, "stream", false)
	if err != nil {
		return err
	}
	var keys []string
	if kind != "direct" && kind != "indirect" {
		here, err := h.listed(req.Context(), h.r.Pins().Packages(time.Now()))
		if err != nil {
			return err
		}
		for _, hash := range here {
			keys = append(keys, hash.V0())
		}
	}
	if query.Has("arg") {
		if keys, err = only(keys, query["arg"]); err != nil {
			return err
		}
	}
	if stream {
		return streamPins(w, keys)
	}
	all := make(map[string]pinInfo)
	for _, key := range keys {
		all[key] = pinInfo{Type: "recursive"}
	}
	return answer(w, struct{ Keys map[string]pinInfo }{all})
}

// only takes those of keys that are asked for, spelled as the request does.
func only(keys, args []string) ([]string, error) {
	var found []string
	for _, text := range args {
		a, err := parseAddress(text)
		if err != nil {
			return nil, err
		}
		if a.path != "." || !slices.Contains(keys, a.root.V0()) {
			return nil, told(fmt.Sprintf("path '%s' is not pinned", short(text)))
		}
		found = append(found, a.cid)
	}
	return found, nil
}

func streamPins(w http.ResponseWriter, keys []string) error {
	begin(w, "application/json")
	w.Header().Set("X-Chunked-Output", "1")
	encoder := json.NewEncoder(w)
	for _, key := range keys {
		_ = encoder.Encode(struct{ Cid, Type string }{key, "recursive"}) // a client that hangs up is no failure of ours
	}
	return nil
}

// collect deletes what nobody needs, and says which blocks.
func (h *handler) collect(w http.ResponseWriter, req *http.Request) error {
	quiet, err := flagOf(req.URL.Query(), "silent", false)
	if err != nil {
		return err
	}
	var removed []pkg.Hash
	if _, err := h.r.Collect(req.Context(), func(gone pkg.Hash) { removed = append(removed, gone) }); err != nil {
		return err
	}
	begin(w, "application/json")
	w.Header().Set("X-Chunked-Output", "1")
	if quiet {
		return nil
	}
	encoder := json.NewEncoder(w)
	for _, gone := range removed {
		_ = encoder.Encode(struct{ Key map[string]string }{map[string]string{"/": blockCID(gone)}})
	}
	return nil
}

// blockCID is how kubo names a block when it does not know what is in it.
func blockCID(h pkg.Hash) string {
	return cid.NewCidV1(cid.Raw, append([]byte{0x12, 0x20}, h[:]...)).String()
}
