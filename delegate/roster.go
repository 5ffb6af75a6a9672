package delegate

import (
	"net"
	"net/netip"
	"sync"
)

// Refusal says why a connection was turned away at once.
type Refusal string

// Refusals; they are label values of a metric.
const (
	RefusedFull       Refusal = "full"       // MaxConnections
	RefusedAddress    Refusal = "address"    // MaxPerAddress
	RefusedHandshakes Refusal = "handshakes" // MaxHandshakes
)

// roster counts connections against their limits.
type roster struct {
	maxAll, maxPerAddress, maxHandshakes int

	mu         sync.Mutex
	all        int
	handshakes int
	perAddress map[netip.Addr]int
}

// enter admits a connection that begins its handshake, or says why not.
func (r *roster) enter(from netip.Addr) Refusal {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.all >= r.maxAll:
		return RefusedFull
	case from.IsValid() && r.perAddress[from] >= r.maxPerAddress:
		return RefusedAddress
	case r.handshakes >= r.maxHandshakes:
		return RefusedHandshakes
	}
	r.all++
	r.handshakes++
	if from.IsValid() {
		if r.perAddress == nil {
			r.perAddress = make(map[netip.Addr]int)
		}
		r.perAddress[from]++
	}
	return ""
}

// settle ends a handshake.
func (r *roster) settle() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.handshakes--
}

// leave ends a connection.
func (r *roster) leave(from netip.Addr) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all--
	if !from.IsValid() {
		return
	}
	if r.perAddress[from]--; r.perAddress[from] == 0 {
		delete(r.perAddress, from)
	}
}

// origin is whom a connection counts against: the IPv4 address, or the IPv6
// network of 64 bits, which is what one customer has. Invalid for connections
// that are not TCP.
func origin(conn net.Conn) netip.Addr {
	tcp, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	addr := tcp.AddrPort().Addr().Unmap()
	if addr.Is4() {
		return addr
	}
	network, err := addr.WithZone("").Prefix(64)
	if err != nil {
		return netip.Addr{}
	}
	return network.Addr()
}
