package replica

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// StatusPath is where Handler serves the status.
const StatusPath = "GET /v1/replication"

// mostStatus is how many bytes of a status are read.
const mostStatus = 256 << 20

// Handler serves the status as JSON. The server around it has to have timeouts.
func (s *Service) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_ = json.NewEncoder(w).Encode(s.Status()) // a client that hangs up is no failure of ours
	})
}

// StatusOf asks the registry whose HTTP API is below base for its status.
func StatusOf(ctx context.Context, client *http.Client, base string) (Status, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/v1/replication", nil)
	if err != nil {
		return Status{}, err
	}
	response, err := client.Do(request)
	if err != nil {
		return Status{}, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return Status{}, fmt.Errorf("asking %s: status %d", base, response.StatusCode)
	}
	var status Status
	if err := json.NewDecoder(io.LimitReader(response.Body, mostStatus)).Decode(&status); err != nil {
		return Status{}, fmt.Errorf("asking %s: %w", base, err)
	}
	return status, nil
}
