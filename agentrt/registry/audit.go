package registry

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
)

// What is done, as the audit log has it.
const (
	doPush     = "push"     // a package from a publisher
	doAdd      = "add"      // a package from the operator
	doWait     = "wait"     // the same, which waits for others
	doMetadata = "metadata" // a file of metadata
	doTake     = "take"     // a copy from another node
	doPin      = "pin"      // a pin of what is here
	doWithdraw = "withdraw" // a pin ends
	doCollect  = "collect"  // nobody needed it any more
)

// event is one line of the audit log. It holds no content and no keys.
type event struct {
	Time    time.Time   `json:"time"`
	Who     acn.Address `json:"who,omitempty"`
	From    string      `json:"from,omitempty"` // network address
	What    string      `json:"what"`
	Package pkg.Hash    `json:"package"`
	Name    string      `json:"name,omitempty"` // of the folder
	Size    int64       `json:"size,omitempty"`
	Until   time.Time   `json:"until,omitzero"`
	Code    Code        `json:"refused,omitempty"` // empty: it was done
	Reasons []string    `json:"reasons,omitempty"`
}

// maxReasons bounds a line: a bad package may have a reason for each file.
const maxReasons = 20

// record writes a line and tells the observer.
func (r *Registry) record(e event, err error, bytes int64) {
	e.Time = time.Now().UTC()
	if err != nil {
		refusal := RefusalOf(err)
		e.Code = refusal.Code
		e.Reasons = refusal.Reasons[:min(len(refusal.Reasons), maxReasons)]
	}
	if err := r.audit.write(e); err != nil {
		r.cfg.Logger.Error("writing the audit log", "file", r.cfg.AuditFile, "err", err)
	}
	if e.What != doCollect && r.cfg.Observer.Pushed != nil {
		r.cfg.Observer.Pushed(e.Code, bytes)
	}
}

// audit appends lines of JSON to a file. When it is larger than most it becomes
// FILE.1, that FILE.2, and so on to FILE.4.
type audit struct {
	name string
	most int64

	mu   sync.Mutex
	file *os.File
	size int64
}

const oldAudits = 4

func (a *audit) write(e event) error {
	if a.name == "" {
		return nil
	}
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.open(int64(len(line)) + 1); err != nil {
		return err
	}
	n, err := a.file.Write(append(line, '\n'))
	a.size += int64(n)
	return err
}

// open makes sure that there is a file with room for n bytes.
func (a *audit) open(n int64) error {
	if a.file != nil && a.size+n > a.most && a.size > 0 {
		if err := a.rotate(); err != nil {
			return err
		}
	}
	if a.file != nil {
		return nil
	}
	file, err := os.OpenFile(a.name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	a.file, a.size = file, info.Size()
	return nil
}

func (a *audit) rotate() error {
	err := a.file.Close()
	a.file, a.size = nil, 0
	for i := oldAudits; i > 0; i-- {
		from := a.name
		if i > 1 {
			from = fmt.Sprintf("%s.%d", a.name, i-1)
		}
		if failed := os.Rename(from, fmt.Sprintf("%s.%d", a.name, i)); !errors.Is(failed, os.ErrNotExist) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

func (a *audit) close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.file == nil {
		return nil
	}
	err := a.file.Close()
	a.file = nil
	return err
}
