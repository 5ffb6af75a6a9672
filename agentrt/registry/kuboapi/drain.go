package kuboapi

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// How fast what is refused has to come to be heard out.
const (
	drainPatience = 30 * time.Second
	drainRate     = 16 << 10 // bytes a second after that
)

// drain reads what is left of a request that is refused, up to so many bytes.
// The clients send all of a request before they read the answer: one that comes
// earlier, on a connection that is then closed, they never see.
func drain(w http.ResponseWriter, req *http.Request, most int64) {
	control := http.NewResponseController(w)
	begun := time.Now()
	for n := int64(0); n < most; {
		deadline := begun.Add(drainPatience + time.Duration(n/drainRate)*time.Second)
		if err := control.SetReadDeadline(deadline); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return
		}
		read, err := io.CopyN(io.Discard, req.Body, min(256<<10, most-n))
		if n += read; err != nil {
			return
		}
	}
}
