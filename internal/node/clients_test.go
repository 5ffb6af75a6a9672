package node

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"go-acn/acn"
)

func TestRelayClientsSurviveARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clients")
	first := newRelayClients(path)
	records := []*acn.Record{testRecord(t), testRecord(t)}
	for _, record := range append(records, records...) {
		if err := first.add(record); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := len(records[0].Bytes()) + len(records[1].Bytes()) + 8; len(raw) != want {
		t.Errorf("file has %d bytes after registering twice, want %d", len(raw), want)
	}
	// Others append at every registration, and may be killed while they do.
	raw = append(raw, raw...)
	if err := os.WriteFile(path, raw[:len(raw)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	second := newRelayClients(path)
	loaded, err := second.load()
	if err == nil || len(loaded) != 2 {
		t.Errorf("loaded %d, %v; want 2 and a word about the tail", len(loaded), err)
	}
	for _, record := range records {
		got := second.record(record.Address)
		if got == nil || !bytes.Equal(got.Bytes(), record.Bytes()) || !second.registered(recordPeer(record)) {
			t.Errorf("%s is lost", record.Address)
		}
	}
	third := newRelayClients(path)
	if loaded, err := third.load(); err != nil || len(loaded) != 2 {
		t.Errorf("after the repair: %d, %v", len(loaded), err)
	}
}

func FuzzRelayClients(f *testing.F) {
	f.Add(acn.AppendFrame(nil, testRecord(f).Bytes()))
	f.Add([]byte{0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, raw []byte) {
		clients := newRelayClients("")
		read, err := clients.parse(raw)
		if err == nil && read < len(clients.byAddr) || len(clients.byAddr) != len(clients.all()) {
			t.Errorf("read %d, kept %d", read, len(clients.byAddr))
		}
	})
}
