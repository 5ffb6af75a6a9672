// Package admin serves what an operator and a supervisor ask a running node
// over HTTP: /livez (the process answers), /readyz (it can do its work, or what
// it waits for), /metrics for Prometheus, and, when switched on, Go's profiles
// under /debug/pprof/.
//
// internal/node runs it. There is no authentication, so it belongs on a
// loopback or otherwise private address; choosing that is the caller's
// business. It changes nothing in the node.
package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/sync/errgroup"
)

// Config of a Server; the zero value serves /livez and an always good /readyz.
type Config struct {
	// Waiting names what the node still needs before it can work, in words for
	// a person; none means ready. It must be quick and safe for concurrent use.
	Waiting func() []string
	// Metrics is what /metrics gathers. Nil: no /metrics.
	Metrics prometheus.Gatherer
	// Profiling serves /debug/pprof/. Profiles show code, not keys, but taking
	// one costs a node work.
	Profiling bool
	// Logger defaults to one that discards.
	Logger *slog.Logger
}

// Limits of one request. A profile takes longest: 30 s unless asked otherwise.
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 10 * time.Second
	writeTimeout    = 2 * time.Minute
	idleTimeout     = time.Minute
	shutdownTimeout = 2 * time.Second
	maxHeader       = 16 << 10 // bytes
	maxScrapes      = 4        // at once; further ones get 503
)

// Server answers on one listener.
type Server struct {
	cfg     Config
	handler http.Handler
}

// New makes a Server. It opens nothing.
func New(cfg Config) *Server {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{cfg: cfg}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, alive{Alive: true})
	})
	mux.HandleFunc("GET /readyz", s.ready)
	if cfg.Metrics != nil {
		mux.Handle("GET /metrics", promhttp.HandlerFor(cfg.Metrics, promhttp.HandlerOpts{
			ErrorLog:            slog.NewLogLogger(cfg.Logger.Handler(), slog.LevelWarn),
			MaxRequestsInFlight: maxScrapes,
			Timeout:             readTimeout,
		}))
	}
	if cfg.Profiling {
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	}
	s.handler = mux
	return s
}

type alive struct {
	Alive bool `json:"alive"`
}

type readiness struct {
	Ready   bool     `json:"ready"`
	Waiting []string `json:"waiting,omitempty"`
}

func (s *Server) ready(w http.ResponseWriter, _ *http.Request) {
	var waiting []string
	if s.cfg.Waiting != nil {
		waiting = s.cfg.Waiting()
	}
	if len(waiting) > 0 {
		reply(w, http.StatusServiceUnavailable, readiness{Waiting: waiting})
		return
	}
	reply(w, http.StatusOK, readiness{Ready: true})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// A caller that went away does not concern us.
	_ = json.NewEncoder(w).Encode(body)
}

// Run serves listener until ctx ends, then lets running requests finish for
// two seconds. It closes listener.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.cfg.Logger.Handler(), slog.LevelDebug),
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serving admin requests: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		if err := server.Shutdown(grace); err != nil {
			s.cfg.Logger.Debug("admin requests cut off", "err", err)
			_ = server.Close() // of what has been closed before; nothing to learn
		}
		return nil
	})
	return group.Wait()
}
