package dht

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	kad "github.com/libp2p/go-libp2p-kad-dht"
	"github.com/libp2p/go-libp2p/core/peer"
)

// Config tunes a Directory. Its zero value is right for a node that others
// can reach on a private network; a field left zero means its default.
type Config struct {
	// Client takes part without serving others, as a node nobody can dial
	// must. False serves.
	Client bool
	// Public keeps addresses of private networks out of records, routing
	// tables and answers, and bounds the share of a routing table that one IP
	// block may have. Set it on nodes of the open network.
	Public bool
	// DisableLegacy leaves out the DHT of the existing network.
	DisableLegacy bool
	// EntryPeers are dialled by a routing table that has run empty. Nil dials
	// nobody.
	EntryPeers func() []peer.AddrInfo
	// KadOptions are appended to those of both DHTs; simulations replace the
	// message sender with them.
	KadOptions []kad.Option

	// RecordLife is the life of a signed record; 26 h, at most MaxRecordLife.
	RecordLife time.Duration
	// Republish is the time between two signatures of a record, give or take a
	// fifth; 8 h, at most a third of RecordLife, so that a record survives two
	// failures.
	Republish time.Duration
	// Reprovide is the most time between two provider records, at least 4/5
	// of it; 10 h, at most 12 h, as nodes of the existing network forget
	// providers after 24 h.
	Reprovide time.Duration
	// RetryMin and RetryMax bound the pause after an attempt that failed,
	// which doubles; 5 s and 10 min.
	RetryMin, RetryMax time.Duration
	// AddressSettle is how long the host's addresses may change before they
	// are announced; 10 s.
	AddressSettle time.Duration
	// NeighbourSettle is how often the routing tables are looked at for new
	// peers, to whom everything that has few holders is announced; 1 s.
	NeighbourSettle time.Duration
	// AnnouncePause is the least time between two announcements of an address
	// that succeeded; 10 s. A change of addresses does not wait for it.
	AnnouncePause time.Duration
	// Publishers is how many announcements are under way at a time; 8.
	Publishers int
	// PublishTimeout bounds one announcement; 1 min.
	PublishTimeout time.Duration

	// LookupTimeout bounds a search; 5 s.
	LookupTimeout time.Duration
	// LookupPause is the time between the two rounds of a search that finds
	// nothing, in which an agent that is just registering may appear; 300 ms.
	LookupPause time.Duration
	// AskTimeout bounds one question to a provider; 3 s.
	AskTimeout time.Duration
	// Lookups is how many searches are under way at a time, further ones
	// wait; 256.
	Lookups int
	// CacheSize is how many addresses are remembered; 16384.
	CacheSize int
	// RecordTTL, ProviderTTL and MissTTL are how long the cache keeps a signed
	// record, an answer of a provider and a search without result; 10 min,
	// 1 min and 3 s.
	RecordTTL, ProviderTTL, MissTTL time.Duration
	// ShunTTL is how long a peer that was found not to have an agent is not
	// given as its location again, unless it signs a newer record; 5 s.
	ShunTTL time.Duration

	// MaxRecords and MaxRecordBytes bound what is stored for others: signed
	// records, offers of content and provider records of the legacy DHT, each
	// by itself; 65536 and 64 MiB.
	MaxRecords     int
	MaxRecordBytes int64
	// MaxOffers is how much content one peer may say it has, in records held
	// here; 16384. MaxProviders is how many peers may say so of one content;
	// 64, of which MaxProvidersPerPlace may be of one IPv4 address or IPv6
	// /56; 16.
	MaxOffers, MaxProviders, MaxProvidersPerPlace int
	// MaxFloors bounds the floors remembered, twice: those of anybody, and
	// those of the wallets local agents deal with; 65536.
	MaxFloors int
	// PutRate and PutBurst bound how many things one IPv4 address or IPv6 /56
	// may store here, per second and at once; 100 and 2000.
	PutRate  float64
	PutBurst int

	// Now is the clock records are judged by; nil means time.Now.
	Now func() time.Time
	// Logger gets lifecycle messages; nil discards them.
	Logger   *slog.Logger
	Observer Observer
}

// withDefaults fills in what is zero.
func (c Config) withDefaults() Config {
	setDefault(&c.RecordLife, 26*time.Hour)
	setDefault(&c.Republish, 8*time.Hour)
	setDefault(&c.Reprovide, 10*time.Hour)
	setDefault(&c.RetryMin, 5*time.Second)
	setDefault(&c.RetryMax, 10*time.Minute)
	setDefault(&c.AddressSettle, 10*time.Second)
	setDefault(&c.NeighbourSettle, time.Second)
	setDefault(&c.AnnouncePause, 10*time.Second)
	setDefault(&c.Publishers, 8)
	setDefault(&c.PublishTimeout, time.Minute)
	setDefault(&c.LookupTimeout, 5*time.Second)
	setDefault(&c.LookupPause, 300*time.Millisecond)
	setDefault(&c.AskTimeout, 3*time.Second)
	setDefault(&c.Lookups, 256)
	setDefault(&c.CacheSize, 16384)
	setDefault(&c.RecordTTL, 10*time.Minute)
	setDefault(&c.ProviderTTL, time.Minute)
	setDefault(&c.MissTTL, 3*time.Second)
	setDefault(&c.ShunTTL, 5*time.Second)
	setDefault(&c.MaxRecords, 65536)
	setDefault(&c.MaxRecordBytes, 64<<20)
	setDefault(&c.MaxOffers, 16384)
	setDefault(&c.MaxProviders, 64)
	setDefault(&c.MaxProvidersPerPlace, 16)
	setDefault(&c.MaxFloors, 65536)
	setDefault(&c.PutRate, 100)
	setDefault(&c.PutBurst, 2000)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

func setDefault[T ~int | ~int64 | ~float64](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

// validate reports everything that is wrong at once.
func (c Config) validate() error {
	var errs []error
	refuse := func(bad bool, format string, args ...any) {
		if bad {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	refuse(c.RecordLife > MaxRecordLife, "record life %s is above %s", c.RecordLife, MaxRecordLife)
	refuse(c.Republish > c.RecordLife/3, "republishing every %s is too rare for a record life of %s", c.Republish, c.RecordLife)
	refuse(c.Reprovide > 12*time.Hour, "reproviding every %s is above 12h", c.Reprovide)
	refuse(c.RetryMax < c.RetryMin, "longest retry pause %s is below the shortest %s", c.RetryMax, c.RetryMin)
	for name, value := range map[string]time.Duration{
		"record life": c.RecordLife, "republish": c.Republish, "reprovide": c.Reprovide, "retry min": c.RetryMin,
		"address settle": c.AddressSettle, "neighbour settle": c.NeighbourSettle, "announce pause": c.AnnouncePause,
		"publish timeout": c.PublishTimeout, "lookup timeout": c.LookupTimeout, "lookup pause": c.LookupPause,
		"ask timeout": c.AskTimeout, "record ttl": c.RecordTTL, "provider ttl": c.ProviderTTL, "miss ttl": c.MissTTL, "shun ttl": c.ShunTTL,
	} {
		refuse(value < 0, "%s is negative: %s", name, value)
	}
	for name, value := range map[string]int64{
		"publishers": int64(c.Publishers), "lookups": int64(c.Lookups), "cache size": int64(c.CacheSize),
		"max records": int64(c.MaxRecords), "max record bytes": c.MaxRecordBytes, "max floors": int64(c.MaxFloors), "put burst": int64(c.PutBurst),
		"max offers": int64(c.MaxOffers), "max providers": int64(c.MaxProviders), "max providers per place": int64(c.MaxProvidersPerPlace),
	} {
		refuse(value < 0, "%s is negative: %d", name, value)
	}
	refuse(c.PutRate < 0, "put rate is negative: %g", c.PutRate)
	return errors.Join(errs...)
}
