package node

import (
	"errors"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/dht"
	"go-acn/envelope"
	"go-acn/relay"
)

// metrics turns what the parts observe into Prometheus metrics. The parts
// themselves know nothing of Prometheus; docs/operations.md lists the names.
type metrics struct {
	registry prometheus.Registerer

	submitted, delivered, incoming, incomingUnknown prometheus.Counter
	dropped                                         *prometheus.CounterVec
	agents, queued, queuedBytes                     prometheus.Gauge

	announcements *prometheus.CounterVec
	holders       prometheus.Histogram
	lookups       *prometheus.HistogramVec
	refusedRecs   *prometheus.CounterVec
	stored        *prometheus.GaugeVec
	storedBytes   *prometheus.GaugeVec
	floors        prometheus.Gauge
	neighbours    *prometheus.GaugeVec

	sent, received, sentBytes, receivedBytes *prometheus.CounterVec
	links                                    *prometheus.GaugeVec
	linksEnded, lookupsServed, streamRefused *prometheus.CounterVec

	sessions                             prometheus.Gauge
	registrations, connRefused           *prometheus.CounterVec
	handshakes                           *prometheus.HistogramVec
	delegateSubmitted, delegateDelivered *prometheus.CounterVec
	delegateBytes                        prometheus.Counter
	wrongSenders, strayStatuses, silent  prometheus.Counter
}

func newMetrics(registry *prometheus.Registry) *metrics {
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m := &metrics{registry: registry}
	m.submitted = m.counter("acn_router_submitted_total", "Envelopes accepted from local agents.")
	m.delivered = m.counter("acn_router_delivered_total", "Accepted envelopes that reached their agent, here or at another node.")
	m.dropped = m.counters("acn_router_dropped_total", "Accepted envelopes given up, by reason.", "reason")
	m.incoming = m.counter("acn_router_incoming_total", "Envelopes other nodes sent for an agent of this node.")
	m.incomingUnknown = m.counter("acn_router_incoming_unknown_total", "Envelopes other nodes sent for an agent that is not here.")
	m.agents = m.gauge("acn_router_agents", "Agents attached to this node.")
	m.queued = m.gauge("acn_router_queued_envelopes", "Envelopes accepted and not yet delivered.")
	m.queuedBytes = m.gauge("acn_router_queued_bytes", "Size of the envelopes accepted and not yet delivered.")
	m.announcements = m.counters("acn_dht_announcements_total", "Attempts to publish an agent's location, by table and outcome.", "table", "outcome")
	m.holders = m.histogram("acn_dht_holders", "Peers that acknowledged storing a signed record, per attempt.", []float64{0, 1, 2, 5, 10, 15, 20})
	m.lookups = m.histograms("acn_dht_lookup_seconds", "Time of a search to its first answer or its end, by result.",
		[]float64{.001, .003, .01, .03, .1, .3, 1, 3, 10}, "result")
	m.refusedRecs = m.counters("acn_dht_refused_total", "Records not believed or not stored, by reason.", "reason")
	m.stored = m.gauges("acn_dht_stored_entries", "Entries held for others, by table.", "table")
	m.storedBytes = m.gauges("acn_dht_stored_bytes", "Size of the entries held for others, by table.", "table")
	m.floors = m.gauge("acn_dht_floors", "Wallets whose newest statement is remembered.")
	m.neighbours = m.gauges("acn_dht_neighbours", "Peers in the routing table, by table.", "table")
	m.relayMetrics()
	m.delegateMetrics()
	return m
}

func (m *metrics) relayMetrics() {
	m.sent = m.counters("acn_relay_sent_total", "Envelopes sent to other nodes, by protocol and outcome.", "protocol", "status")
	m.received = m.counters("acn_relay_received_total", "Envelopes of other nodes answered, by protocol and status.", "protocol", "status")
	m.sentBytes = m.counters("acn_relay_sent_bytes", "Bytes written to other nodes, by protocol.", "protocol")
	m.receivedBytes = m.counters("acn_relay_received_bytes", "Bytes read from other nodes, by protocol.", "protocol")
	m.links = m.gauges("acn_relay_links", "Open links to other nodes, by direction.", "direction")
	m.linksEnded = m.counters("acn_relay_links_ended_total", "Links that ended, by direction and reason.", "direction", "reason")
	m.lookupsServed = m.counters("acn_relay_lookups_served_total", "Records other nodes asked for, by status of the answer.", "status")
	m.streamRefused = m.counters("acn_relay_refused_total", "Incoming streams over a limit, by protocol.", "protocol")
}

func (m *metrics) delegateMetrics() {
	m.sessions = m.gauge("acn_delegate_sessions", "Registered delegate connections.")
	m.registrations = m.counters("acn_delegate_registrations_total", "Registrations answered, by status.", "status")
	m.connRefused = m.counters("acn_delegate_refused_total", "Connections turned away at once, by reason.", "reason")
	m.handshakes = m.histograms("acn_delegate_handshake_seconds", "Time of a TLS handshake, by result.", []float64{.001, .003, .01, .03, .1, .3, 1, 3, 10}, "result")
	m.delegateSubmitted = m.counters("acn_delegate_submitted_total", "Envelopes of delegates answered, by status.", "status")
	m.delegateBytes = m.counter("acn_delegate_submitted_bytes", "Size of the envelopes of delegates.")
	m.delegateDelivered = m.counters("acn_delegate_delivered_total", "Deliveries to delegates acknowledged, by status.", "status")
	m.wrongSenders = m.counter("acn_delegate_wrong_sender_total", "Envelopes written in another agent's name.")
	m.strayStatuses = m.counter("acn_delegate_stray_status_total", "Acknowledgements nothing waited for.")
	m.silent = m.counter("acn_delegate_silent_total", "Sessions closed because the agent owed an acknowledgement.")
}

func register[C prometheus.Collector](m *metrics, c C) C {
	m.registry.MustRegister(c)
	return c
}

func (m *metrics) counter(name, help string) prometheus.Counter {
	return register(m, prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help}))
}

func (m *metrics) counters(name, help string, labels ...string) *prometheus.CounterVec {
	return register(m, prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels))
}

func (m *metrics) gauge(name, help string) prometheus.Gauge {
	return register(m, prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help}))
}

func (m *metrics) gauges(name, help string, labels ...string) *prometheus.GaugeVec {
	return register(m, prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels))
}

func (m *metrics) histogram(name, help string, buckets []float64) prometheus.Histogram {
	return register(m, prometheus.NewHistogram(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}))
}

func (m *metrics) histograms(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return register(m, prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels))
}

func (m *metrics) router() RouterObserver {
	return RouterObserver{
		Submitted: m.submitted.Inc,
		Delivered: m.delivered.Inc,
		Dropped:   func(err error) { m.dropped.WithLabelValues(dropReason(err)).Inc() },
		Incoming: func(known bool) {
			m.incoming.Inc()
			if !known {
				m.incomingUnknown.Inc()
			}
		},
		Agents: func(count int) { m.agents.Set(float64(count)) },
		Queued: func(count, bytes int) {
			m.queued.Set(float64(count))
			m.queuedBytes.Set(float64(bytes))
		},
	}
}

// dropReason has few values: it is a label.
func dropReason(err error) string {
	switch {
	case errors.Is(err, dht.ErrNotFound):
		return "unknown address"
	case errors.Is(err, envelope.ErrExpired):
		return "expired"
	}
	return "refused"
}

func (m *metrics) directory() dht.Observer {
	return dht.Observer{
		Announced: func(a dht.Announcement) {
			m.announcements.WithLabelValues(string(a.Table), string(a.Outcome)).Inc()
			if a.Table == dht.TableOwn {
				m.holders.Observe(float64(a.Holders))
			}
		},
		Located: func(s dht.Search) {
			result := "unknown"
			if s.Found {
				result = string(s.First)
			}
			m.lookups.WithLabelValues(result).Observe(s.Took.Seconds())
		},
		Refused: func(reason dht.Reason) { m.refusedRecs.WithLabelValues(string(reason)).Inc() },
		Stored: func(table dht.Table, entries int, bytes int64) {
			m.stored.WithLabelValues(string(table)).Set(float64(entries))
			m.storedBytes.WithLabelValues(string(table)).Set(float64(bytes))
		},
		Floors: func(entries int) { m.floors.Set(float64(entries)) },
		Neighbours: func(own, legacy int) {
			m.neighbours.WithLabelValues(string(dht.TableOwn)).Set(float64(own))
			m.neighbours.WithLabelValues(string(dht.TableLegacy)).Set(float64(legacy))
		},
	}
}

func (m *metrics) relay() relay.Observer {
	count := func(vec *prometheus.CounterVec) func(string, acn.Status, int) {
		return func(protocol string, status acn.Status, n int) {
			vec.WithLabelValues(protocol, statusLabel(status)).Add(float64(n))
		}
	}
	add := func(vec *prometheus.CounterVec) func(string, int) {
		return func(protocol string, n int) { vec.WithLabelValues(protocol).Add(float64(n)) }
	}
	set := func(direction string) func(int) {
		return func(open int) { m.links.WithLabelValues(direction).Set(float64(open)) }
	}
	return relay.Observer{
		Sent: count(m.sent), Received: count(m.received),
		SentBytes: add(m.sentBytes), ReceivedBytes: add(m.receivedBytes),
		OutgoingLinks: set("out"), IncomingLinks: set("in"),
		LinkEnded: func(outgoing bool, reason relay.Reason) {
			direction := "in"
			if outgoing {
				direction = "out"
			}
			m.linksEnded.WithLabelValues(direction, string(reason)).Inc()
		},
		LookupServed: func(status acn.Status) { m.lookupsServed.WithLabelValues(statusLabel(status)).Inc() },
		Refused:      func(protocol string) { m.streamRefused.WithLabelValues(protocol).Inc() },
	}
}

func (m *metrics) delegates() *delegate.Observer {
	return &delegate.Observer{
		Refused: func(why delegate.Refusal) { m.connRefused.WithLabelValues(string(why)).Inc() },
		Handshake: func(ok bool, took time.Duration) {
			result := "failed"
			if ok {
				result = "ok"
			}
			m.handshakes.WithLabelValues(result).Observe(took.Seconds())
		},
		Registered: func(status acn.Status) { m.registrations.WithLabelValues(statusLabel(status)).Inc() },
		Sessions:   func(delta int) { m.sessions.Add(float64(delta)) },
		Submitted: func(status acn.Status, bytes int) {
			m.delegateSubmitted.WithLabelValues(statusLabel(status)).Inc()
			m.delegateBytes.Add(float64(bytes))
		},
		Delivered:   func(status acn.Status) { m.delegateDelivered.WithLabelValues(statusLabel(status)).Inc() },
		WrongSender: m.wrongSenders.Inc,
		StrayStatus: m.strayStatuses.Inc,
		Silent:      m.silent.Inc,
	}
}

// statusLabel is the code where it is one of ours: peers may send any number,
// and each label value is a time series.
func statusLabel(status acn.Status) string {
	if !status.Known() {
		return "other"
	}
	return strconv.Itoa(int(status))
}
