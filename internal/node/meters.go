package node

import "github.com/prometheus/client_golang/prometheus"

// Meters are metrics of services, which know nothing of Prometheus. A name is
// acn_<package>_<thing>, and given once.
type Meters struct{ registry prometheus.Registerer }

// Meters are the metrics of this node.
func (p Platform) Meters() Meters { return Meters{p.Metrics} }

// Counter makes one that is added to, for each combination of values of its
// labels.
func (m Meters) Counter(name, help string, labels ...string) func(n float64, values ...string) {
	vec := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	m.registry.MustRegister(vec)
	return func(n float64, values ...string) { vec.WithLabelValues(values...).Add(n) }
}

// Gauge makes one that is set.
func (m Meters) Gauge(name, help string) func(float64) {
	gauge := prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help})
	m.registry.MustRegister(gauge)
	return gauge.Set
}
