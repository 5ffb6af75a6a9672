package kuboapi

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"

	"go-acn/agentrt/pkg"
)

// upload is what a request to add brought: one folder, or one file.
type upload struct {
	dir    string // where it is kept until close
	root   *os.Root
	limits pkg.Limits
	left   int64 // bytes that may still come

	top     string   // name of the folder or file
	single  bool     // it is a file by itself
	files   []string // below the folder, in the order they came
	entries int
}

// receive reads the parts of a request into a new folder. Nothing is written
// outside of it, whatever names the parts have.
func receive(req *http.Request, folder string, limits pkg.Limits) (_ *upload, err error) {
	kind, params, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") || params["boundary"] == "" {
		return nil, usage("file argument 'path' is required")
	}
	dir, err := os.MkdirTemp(folder, "upload-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for an upload: %w", err)
	}
	u := &upload{dir: dir, limits: limits, left: limits.Total}
	defer func() {
		if err != nil {
			err = errors.Join(err, u.close())
		}
	}()
	if u.root, err = os.OpenRoot(dir); err != nil {
		return nil, fmt.Errorf("opening a folder for an upload: %w", err)
	}
	reader := multipart.NewReader(req.Body, params["boundary"])
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, told("expected a file argument")
		}
		if err := u.take(part); err != nil {
			return nil, err
		}
	}
	if u.top == "" {
		return nil, told("expected a file argument")
	}
	return u, nil
}

func (u *upload) close() error {
	var err error
	if u.root != nil {
		err = u.root.Close()
	}
	return errors.Join(err, os.RemoveAll(u.dir))
}

func (u *upload) take(part *multipart.Part) error {
	name, err := partName(part)
	if err != nil {
		return err
	}
	if u.entries++; u.entries > u.limits.Files+1 || strings.Count(name, "/") > u.limits.Depth+1 {
		return told(fmt.Sprintf("a package has up to %d files and folders, %d deep", u.limits.Files, u.limits.Depth))
	}
	kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
	top, below, inside := strings.Cut(name, "/")
	switch {
	case u.top == "":
		u.top, u.single = top, !inside && kind != "application/x-directory"
	case u.single || u.top != top:
		return told("add one package at a time: everything has to be in one folder")
	}
	switch kind {
	case "application/x-directory":
		return hide(u.root.MkdirAll(name, 0o700))
	case "application/symlink":
		return told("a package holds files and folders, no symbolic links or devices")
	}
	if inside {
		u.files = append(u.files, below)
		if err := u.root.MkdirAll(path.Dir(name), 0o700); err != nil {
			return hide(err)
		}
	}
	return u.write(name, part)
}

// partName is where a part belongs. Names come escaped.
func partName(part *multipart.Part) (string, error) {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return "", told("expected a file argument")
	}
	name, err := url.QueryUnescape(params["filename"])
	name = strings.TrimSuffix(name, "/")
	if err != nil || !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00") {
		return "", told(fmt.Sprintf("%q is no name for a file of a package", short(name)))
	}
	return name, nil
}

func (u *upload) write(name string, r io.Reader) error {
	file, err := u.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return hide(err)
	}
	n, err := io.Copy(file, io.LimitReader(r, min(u.left, u.limits.File)+1))
	u.left -= n
	switch {
	case err != nil:
		return errors.Join(told("the upload broke off"), err, file.Close())
	case n > u.limits.File || u.left < 0:
		return errors.Join(told(fmt.Sprintf("a package has up to %d bytes, a file of one %d", u.limits.Total, u.limits.File)), file.Close())
	}
	return hide(file.Close())
}

// hide keeps paths of this machine from others, but not what they mean.
func hide(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrExist):
		return told("two files of the same name")
	}
	return fmt.Errorf("keeping an upload: %w", err)
}

// folder is what was uploaded as a package.
func (u *upload) folder() (fs.FS, error) { return fs.Sub(u.root.FS(), u.top) }

// file is what was uploaded as a file, if it has at most so many bytes.
func (u *upload) file(most int64) ([]byte, error) {
	f, err := u.root.Open(u.top)
	if err != nil {
		return nil, hide(err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = told(fmt.Sprintf("a file that is no package has up to %d bytes", most))
	}
	return text, err
}
