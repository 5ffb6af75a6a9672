package registry_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"go-acn/agentrt/registry"
)

// FuzzClient: whatever a server answers, a client takes it for success only if
// it says so and is the JSON that a registry writes; a refusal always has a
// code; and nobody is asked without end.
func FuzzClient(f *testing.F) {
	f.Add(200, []byte(`{"version":1,"operator":"0x7e9fb40f66c4e132Fa5E64E49f307E02B76540f8","packages":2,"bytes":7,"quota":{"bytes":1}}`))
	f.Add(200, []byte(`{"publisher":"x","quota":{"packages":3},"used":{"bytes":-1}}`))
	f.Add(200, []byte(`{"pins":[{"publisher":"x","package":"bafybeiec7c5szsgnyfpmqmyiuvmz6d3mnd4g2vaw374vcvl4dkrjwgruf4","issued":"2026-03-01T12:00:00Z","pin":"AAEC"}],"next":"x/ff"}`))
	f.Add(200, []byte(`{"pins":null} {}`))
	f.Add(403, []byte(`{"code":"closed","text":"no","reasons":["a","b"]}`))
	f.Add(500, []byte(`{"code":""}`))
	f.Add(204, []byte(`{}`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		asked := 0
		c, err := registry.NewClient("http://registry.example", &http.Client{Transport: transport(func(*http.Request) *http.Response {
			asked++
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body))}
		})})
		if err != nil {
			t.Fatal(err)
		}
		judge := func(err error) bool {
			t.Helper()
			var refusal *registry.Refusal
			switch {
			case err == nil && (status != http.StatusOK || !json.Valid(body)):
				t.Errorf("status %d with %q is success", status, body)
			case errors.As(err, &refusal) && (refusal.Code == "" || status == http.StatusOK):
				t.Errorf("status %d with %q is the refusal %v", status, body, refusal)
			}
			return err == nil
		}
		if s, err := c.Status(t.Context()); judge(err) {
			readsBack(t, s)
		}
		if a, err := c.Account(t.Context(), "x"); judge(err) {
			readsBack(t, a)
		}
		asked = 0
		if pins, err := c.Pins(t.Context(), ""); judge(err) {
			readsBack(t, pins)
		}
		if asked > 2 {
			t.Errorf("asked %d times for the same page", asked)
		}
	})
}

// readsBack tells whether what was read is what writing it anew gives.
func readsBack[T any](t *testing.T, value T) {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatalf("%+v was read and cannot be written: %v", value, err)
	}
	var again T
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if diff := cmp.Diff(value, again); diff != "" {
		t.Error(diff)
	}
}

// transport answers by itself.
type transport func(*http.Request) *http.Response

func (a transport) RoundTrip(r *http.Request) (*http.Response, error) { return a(r), nil }
