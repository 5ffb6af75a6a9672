package kuboapi

import (
	"encoding/json"
	"net/http"
	"path"
	"strconv"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// added is one line of the answer to add.
type added struct{ Name, Hash, Size string }

// add takes one package in one folder, wrapped, or one file of metadata. The
// answer comes when all of it is verified and stored, so that there is either
// an error or all lines.
func (h *handler) add(w http.ResponseWriter, req *http.Request) error {
	o, err := parseOptions(req.URL.Query())
	if err != nil {
		return err
	}
	lines, pinned, err := h.take(req, o)
	if err != nil {
		return err
	}
	if !pinned.IsZero() {
		h.r.Copied(req.Context(), pinned)
	}
	begin(w, "application/json")
	w.Header().Set("X-Chunked-Output", "1")
	encoder := json.NewEncoder(w)
	for _, line := range lines {
		_ = encoder.Encode(line) // a client that hangs up is no failure of ours
	}
	return nil
}

// take puts in what is uploaded, when it is its turn. What was pinned and is
// here is to be copied before the answer.
func (h *handler) take(req *http.Request, o options) (lines []added, pinned pkg.Hash, err error) {
	select {
	case h.uploads <- struct{}{}:
		defer func() { <-h.uploads }()
	case <-req.Context().Done():
		return nil, pkg.Hash{}, req.Context().Err()
	}
	u, err := receive(req, h.cfg.Folder, h.cfg.Limits)
	if err != nil {
		return nil, pkg.Hash{}, err
	}
	defer u.close() //nolint:errcheck // what is left is a folder among temporary ones
	switch {
	case u.single && o.wrap:
		return nil, pkg.Hash{}, told("this registry keeps packages, which are folders, and files that describe them, which are not wrapped")
	case u.single:
		return h.addFile(req, u, o)
	case !o.wrap:
		return nil, pkg.Hash{}, told("this registry keeps packages: add wrap-with-directory=true, as their CIDs are those of a folder around them")
	}
	return h.addFolder(req, u, o)
}

func (h *handler) addFile(req *http.Request, u *upload, o options) (lines []added, pinned pkg.Hash, err error) {
	text, err := u.file(store.MaxFile)
	if err != nil {
		return nil, pkg.Hash{}, err
	}
	block, err := pkg.FileBlock(text)
	if err != nil {
		return nil, pkg.Hash{}, err
	}
	if !o.onlyHash {
		if _, err := h.r.AddMetadata(req.Context(), text, o.pin); err != nil {
			return nil, pkg.Hash{}, err
		}
		if o.pin {
			pinned = block.Hash
		}
	}
	return []added{{u.top, o.spell(block.Hash), strconv.Itoa(len(block.Data))}}, pinned, nil
}

func (h *handler) addFolder(req *http.Request, u *upload, o options) (lines []added, pinned pkg.Hash, err error) {
	folder, err := u.folder()
	if err != nil {
		return nil, pkg.Hash{}, err
	}
	l, err := list(folder, u.top, h.cfg.Limits)
	if err != nil {
		return nil, pkg.Hash{}, told(err.Error()) // about files of the upload, by their names in it
	}
	if !o.onlyHash {
		entry, waits, err := h.r.AddFolder(req.Context(), folder, u.top, o.pin)
		if err != nil {
			return nil, pkg.Hash{}, err
		}
		if o.pin && !waits {
			pinned = entry.Hash
		}
	}
	return l.lines(u.files, o), pinned, nil
}

// lines are what kubo says: the files in the order they came, then the folders
// from the inside out, last the one around the package.
func (l *listing) lines(received []string, o options) []added {
	hashes := make(map[string]pkg.Hash, len(l.content.Files))
	for _, file := range l.content.Files {
		hashes[file.Path] = file.Hash
	}
	var lines []added
	line := func(name string, h pkg.Hash) {
		lines = append(lines, added{name, o.spell(h), strconv.FormatUint(l.nodes[h].size, 10)})
	}
	for _, name := range received {
		if h, kept := hashes[name]; kept && !o.silent {
			line(path.Join(l.content.Name, name), h)
		}
	}
	l.walk(l.content.Name, l.content.Folder, line)
	line("", l.content.Hash)
	return lines
}

func (o options) spell(h pkg.Hash) string {
	if o.v1 {
		return h.String()
	}
	return h.V0()
}
