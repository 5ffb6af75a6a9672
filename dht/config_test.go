package dht

import (
	"strings"
	"testing"
	"time"

	"github.com/multiformats/go-multiaddr"
)

func TestConfig(t *testing.T) {
	if err := (Config{}).withDefaults().validate(); err != nil {
		t.Errorf("defaults: %v", err)
	}
	for name, test := range map[string]struct {
		cfg  Config
		want string // empty: fine
	}{
		"longest life":       {Config{RecordLife: MaxRecordLife}, ""},
		"longer life":        {Config{RecordLife: MaxRecordLife + 1}, "record life"},
		"rarest republish":   {Config{Republish: 26 * time.Hour / 3}, ""},
		"rarer republish":    {Config{Republish: 26*time.Hour/3 + 1}, "republishing"},
		"rarest reprovide":   {Config{Reprovide: 12 * time.Hour}, ""},
		"rarer reprovide":    {Config{Reprovide: 12*time.Hour + 1}, "reproviding"},
		"retries turned":     {Config{RetryMin: 2, RetryMax: 1}, "retry pause"},
		"negative duration":  {Config{AskTimeout: -1}, "ask timeout"},
		"negative count":     {Config{Publishers: -1}, "publishers"},
		"negative offers":    {Config{MaxOffers: -1}, "max offers"},
		"negative providers": {Config{MaxProviders: -1}, "max providers"},
		"negative place":     {Config{MaxProvidersPerPlace: -1}, "max providers per place"},
		"negative rate":      {Config{PutRate: -1}, "put rate"},
		"negative and wrong": {Config{Lookups: -1, Reprovide: time.Hour * 99}, "lookups is negative: -1"},
	} {
		err := test.cfg.withDefaults().validate()
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRecordPlaces(t *testing.T) {
	const relay = "16Uiu2HAm5qnMKTecNm8SGzYzRhtQAYsLzYp9GN61KpWDNPE6n1Sz"
	circuit := mustAddr(t, "/ip4/198.51.100.1/tcp/9/p2p/"+relay+"/p2p-circuit")
	addrs := []multiaddr.Multiaddr{
		mustAddr(t, "/ip4/203.0.113.4/tcp/1"), mustAddr(t, "/ip4/203.0.113.4/tcp/1"), circuit,
		mustAddr(t, "/dns4/"+strings.Repeat("a", MaxAddrSize)), mustAddr(t, "/ip4/203.0.113.4/tcp/1/p2p/"+relay), nil,
	}
	places, relays := recordPlaces(addrs, true)
	if len(places) != 2 || !places[1].Equal(circuit) || len(relays) != 1 || relays[0].String() != relay {
		t.Errorf("%v through %v", places, relays)
	}
	if places, relays = recordPlaces(addrs, false); len(places) != 1 || len(relays) != 0 {
		t.Errorf("without relays: %v through %v", places, relays)
	}
	var many []multiaddr.Multiaddr
	for _, port := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		many = append(many, mustAddr(t, "/ip4/203.0.113.4/tcp/"+port))
	}
	if places, _ := recordPlaces(many, true); len(places) != MaxAddrs {
		t.Errorf("%d addresses", len(places))
	}
}

// TestPublicAddresses: unlike the library's filters ours must know that nodes
// of the existing network announce DNS names alone.
func TestPublicAddresses(t *testing.T) {
	for text, want := range map[string][2]bool{ // public, reachable without a relay
		"/dns4/acn.example.org/tcp/9005": {true, true},
		"/ip4/8.8.8.8/tcp/9005":          {true, true},
		"/ip4/127.0.0.1/tcp/9005":        {false, false},
		"/ip4/10.0.0.1/tcp/9005":         {false, false},
		"/dns4/localhost/tcp/9005":       {false, false},
		"/ip4/8.8.8.8/tcp/9/p2p/16Uiu2HAm5qnMKTecNm8SGzYzRhtQAYsLzYp9GN61KpWDNPE6n1Sz/p2p-circuit": {true, false},
	} {
		addrs := []multiaddr.Multiaddr{mustAddr(t, text)}
		if got := [2]bool{len(publicOnly(addrs)) == 1, reachable(addrs)}; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
