package kuboapi

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"time"

	"go-acn/agentrt/pkg"
)

// open finds what an address means, among what was accepted.
func (h *handler) open(ctx context.Context, a address) (fs.FS, fs.FileInfo, error) {
	view, err := h.r.Store().View(ctx, a.root)
	if err != nil {
		return nil, nil, notFound(err, a.root, "")
	}
	if !fs.ValidPath(a.path) {
		return nil, nil, told(fmt.Sprintf("invalid path %q", short(a.path)))
	}
	info, err := fs.Stat(view, a.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, told(fmt.Sprintf("no link named %q under %s", short(path.Base(a.path)), a.root.V0()))
	}
	return view, info, err
}

// get gives a file or folder as a tar archive, whose entries are below the name
// that the request used.
func (h *handler) get(w http.ResponseWriter, req *http.Request) error {
	query := req.URL.Query()
	args, err := arguments(query)
	if err != nil {
		return err
	}
	if compress, err := flagOf(query, "compress", false); err != nil || compress {
		return errors.Join(err, told("this registry compresses nothing: leave compress away"))
	}
	view, info, err := h.open(req.Context(), args[0])
	if err != nil {
		return err
	}
	name := args[0].cid
	if args[0].path != "." {
		name = path.Base(args[0].path)
	}
	begin(w, "application/x-tar")
	w.Header().Set("X-Stream-Output", "1")
	if !info.IsDir() {
		w.Header().Set("X-Content-Length", strconv.FormatInt(info.Size(), 10))
	} else if size, err := h.below(req.Context(), args[0]); err == nil {
		w.Header().Set("X-Content-Length", strconv.FormatUint(size, 10))
	}
	if err := writeTar(w, view, args[0].path, name); err != nil {
		panic(http.ErrAbortHandler) // the client must not take what it has for all of it
	}
	return nil
}

// below is the size of a folder as kubo has it: everything in it and the nodes.
func (h *handler) below(ctx context.Context, a address) (uint64, error) {
	if a.path != "." {
		return 0, fs.ErrInvalid
	}
	block, err := h.r.Store().Block(ctx, a.root)
	if err != nil {
		return 0, err
	}
	n, err := describe(pkg.Block{Hash: a.root, Data: block})
	return n.size, err
}

func writeTar(w io.Writer, view fs.FS, from, name string) error {
	archive, now := tar.NewWriter(w), time.Now().Truncate(time.Second)
	err := fs.WalkDir(view, from, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside := name
		if at != from {
			rest := at
			if from != "." {
				rest = at[len(from)+1:]
			}
			inside = name + "/" + rest
		}
		return writeEntry(archive, view, at, inside, now)
	})
	return errors.Join(err, archive.Close())
}

func writeEntry(archive *tar.Writer, view fs.FS, at, name string, now time.Time) error {
	file, err := view.Open(at)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return archive.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeDir, Mode: 0o755, ModTime: now})
	}
	if err := archive.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Size: info.Size(), Mode: 0o644, ModTime: now}); err != nil {
		return err
	}
	_, err = io.Copy(archive, file)
	return err
}

// cat gives the bytes of files, one after the other.
func (h *handler) cat(w http.ResponseWriter, req *http.Request) error {
	query := req.URL.Query()
	args, err := arguments(query)
	if err != nil {
		return err
	}
	offset, err := count(query.Get("offset"), 0)
	if err != nil {
		return told("cannot specify negative offset")
	}
	length, err := count(query.Get("length"), 1<<62)
	if err != nil {
		return told("cannot specify negative length")
	}
	var readers []io.Reader
	total := int64(0)
	for _, a := range args {
		view, info, err := h.open(req.Context(), a)
		if err != nil {
			return err
		}
		if info.IsDir() {
			return told("this dag node is a directory")
		}
		file, err := view.Open(a.path)
		if err != nil {
			return err
		}
		defer file.Close()
		readers, total = append(readers, file), total+info.Size()
	}
	all := io.MultiReader(readers...)
	if _, err := io.CopyN(io.Discard, all, min(offset, total)); err != nil {
		return err
	}
	length = min(length, max(0, total-offset))
	begin(w, "text/plain")
	w.Header().Set("X-Stream-Output", "1")
	w.Header().Set("X-Content-Length", strconv.FormatInt(length, 10))
	if n, err := io.Copy(w, io.LimitReader(all, length)); err != nil || n < length {
		panic(http.ErrAbortHandler)
	}
	return nil
}

func count(text string, otherwise int64) (int64, error) {
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil && n < 0 {
		err = strconv.ErrRange
	}
	return n, err
}
