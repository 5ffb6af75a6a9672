package kuboapi

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
)

// Config is one handler.
type Config struct {
	// PeerID, PublicKey (base64) and Version are what id and version tell.
	PeerID, PublicKey, Version string
	// Folder keeps uploads; empty: the system's for temporary files.
	Folder string
	// Hosts are names of this machine, besides localhost and addresses that
	// nobody else can use, by which requests may call it.
	Hosts []string
	// Limits bound an upload.
	Limits pkg.Limits
	// MaxUploads is how many may be under way; more wait their turn. Default 2.
	MaxUploads int
}

// handler holds what requests need.
type handler struct {
	cfg     Config
	r       *registry.Registry
	uploads chan struct{}
}

// Handler serves a registry. The server around it has to have timeouts.
func Handler(cfg Config, r *registry.Registry) http.Handler {
	cfg.Limits = cfg.Limits.WithDefaults()
	if cfg.MaxUploads <= 0 {
		cfg.MaxUploads = 2
	}
	h := &handler{cfg: cfg, r: r, uploads: make(chan struct{}, cfg.MaxUploads)}
	mux := http.NewServeMux()
	for path, serve := range map[string]func(http.ResponseWriter, *http.Request) error{
		"id": h.id, "version": h.version, "add": h.add, "get": h.get, "cat": h.cat,
		"pin/add": h.pinAdd, "pin/rm": h.pinRemove, "pin/ls": h.pinList, "repo/gc": h.collect, "name/publish": h.publish,
	} {
		mux.HandleFunc("/api/v0/"+path, func(w http.ResponseWriter, req *http.Request) {
			if err := serve(w, req); err != nil {
				drain(w, req, h.cfg.Limits.Total)
				answerError(w, err)
			}
		})
	}
	return h.guard(mux)
}

// guard lets pass what a program on this machine sends, and nothing that a web
// page can make a browser send: neither across origins, nor to a name that was
// made to mean this machine.
func (h *handler) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Vary", "Origin")
		switch {
		case req.Method != http.MethodPost:
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "405 - Method Not Allowed", http.StatusMethodNotAllowed)
		case fromBrowser(req) || !h.callsUs(req.Host):
			http.Error(w, "403 - Forbidden", http.StatusForbidden)
		default:
			next.ServeHTTP(w, req)
		}
	})
}

func fromBrowser(req *http.Request) bool {
	for _, name := range []string{"Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode"} {
		if req.Header.Get(name) != "" {
			return true
		}
	}
	return strings.HasPrefix(req.UserAgent(), "Mozilla")
}

func (h *handler) callsUs(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if ip, err := netip.ParseAddr(host); err == nil && ip.Unmap().IsLoopback() {
		return true
	}
	return host == "localhost" || slices.Contains(h.cfg.Hosts, host)
}

// usage is an error of a request that lacks something, which kubo tells in
// plain text.
type usage string

func (u usage) Error() string { return string(u) }

// answerError answers as kubo does.
func answerError(w http.ResponseWriter, err error) {
	var plain usage
	if errors.As(err, &plain) {
		http.Error(w, plain.Error(), http.StatusBadRequest)
		return
	}
	begin(w, "application/json")
	w.WriteHeader(http.StatusInternalServerError)
	_ = json.NewEncoder(w).Encode(struct {
		Message string
		Code    int
		Type    string
	}{message(err), 0, "error"})
}

// told is an error whose text is for whoever asked.
type told string

func (t told) Error() string { return string(t) }

// message is what is told of an error: our own texts, and those of refusals.
func message(err error) string {
	var ours told
	if errors.As(err, &ours) {
		return ours.Error()
	}
	return registry.RefusalOf(err).Error()
}

// begin sets the headers of an answer.
func begin(w http.ResponseWriter, contentType string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
}

// answer writes one line of JSON.
func answer(w http.ResponseWriter, value any) error {
	begin(w, "application/json")
	_ = json.NewEncoder(w).Encode(value) // a client that hangs up is no failure of ours
	return nil
}

func (h *handler) id(w http.ResponseWriter, _ *http.Request) error {
	return answer(w, struct {
		ID, PublicKey string
		Addresses     []string
		AgentVersion  string
		Protocols     []string
	}{h.cfg.PeerID, h.cfg.PublicKey, nil, "go-acn/" + h.cfg.Version, nil})
}

func (h *handler) version(w http.ResponseWriter, _ *http.Request) error {
	return answer(w, struct{ Version, Commit, Repo, System, Golang string }{Version: h.cfg.Version})
}

func (h *handler) publish(http.ResponseWriter, *http.Request) error {
	return told("this registry publishes no names (IPNS): packages are referred to by their CIDs")
}

// listed are the packages and files that somebody has pinned and that are here.
func (h *handler) listed(ctx context.Context, wanted []pin.Wanted) ([]pkg.Hash, error) {
	var here []pkg.Hash
	for _, w := range wanted {
		switch _, err := h.r.Store().Find(ctx, w.Hash); {
		case err == nil:
			here = append(here, w.Hash)
		case !errors.Is(err, store.ErrNotFound):
			return nil, err
		}
	}
	return here, nil
}

// notFound is what kubo says of content that is not here, if it was that.
func notFound(err error, h pkg.Hash, prefix string) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, fs.ErrNotExist) || registry.RefusalOf(err).Code == registry.CodeNotFound {
		return told(prefix + "block was not found locally (offline): ipld: could not find " + h.V0())
	}
	return err
}
