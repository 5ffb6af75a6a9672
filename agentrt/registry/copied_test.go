package registry_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"go-acn/agentrt/pkg"
)

// A push is answered with the copies there are, and waits for as many as the
// client wants; a withdrawal waits for none.
func TestCopies(t *testing.T) {
	cfg := config(t)
	var asked atomic.Int32
	cfg.Copied = func(ctx context.Context, _ pkg.Hash, copies int) int {
		if _, bounded := ctx.Deadline(); !bounded {
			t.Error("waits without end")
		}
		asked.Store(int32(copies))
		return 3
	}
	r := open(t, cfg, memory())
	base, c := serve(t, r)
	for _, want := range []int{0, 1, 64} {
		c.Copies = want
		content := measure(t, contract("a"), "a")
		p := sign(t, wallet(t, 1), wish(content.Hash, content.Size, uint64(10+want)))
		done, err := c.Push(t.Context(), contract("a"), "a", p, nil)
		if want == 0 {
			want = 2
		}
		if err != nil || done.Copies != 3 || done.Hash != content.Hash || asked.Load() != int32(want) {
			t.Errorf("%+v, %v; waited for %d", done, err, asked.Load())
		}
	}
	asked.Store(-1)
	gone := wish(measure(t, contract("a"), "a").Hash, 1, 1000)
	gone.Until = gone.Issued
	if done, err := c.Pin(t.Context(), sign(t, wallet(t, 1), gone)); err != nil || done.Copies != 0 || asked.Load() != -1 {
		t.Errorf("%+v, %v", done, err)
	}
	if n := r.Copied(t.Context(), pkg.Hash{1}); n != 3 || asked.Load() != 2 {
		t.Errorf("%d copies, waited for %d", n, asked.Load())
	}
	for _, bad := range []string{"0", "65", "x"} {
		ask(t, http.MethodPost, base+"/v1/pins?copies="+bad, nil, strings.NewReader("x"), 400)
	}
}
