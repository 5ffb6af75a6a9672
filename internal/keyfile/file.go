package keyfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// maxFile bounds what is read as a key or a passphrase, in bytes.
const maxFile = 64 << 10

// Error names a file, what is wrong with it and what to do about it.
type Error struct {
	Kind   string // "key file" or "passphrase file"
	Path   string
	Err    error
	Advice string // may be empty
}

func (e *Error) Error() string { return fmt.Sprintf("%s %s: %v", e.Kind, e.Path, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Hint is what to do about it.
func (e *Error) Hint() string { return e.Advice }

// Read reads a key file of either form. passphrase is called only for an
// encrypted one. Errors are *Error.
func Read(path string, passphrase Passphrase) (Key, error) {
	raw, err := readPrivate(path)
	if err != nil {
		return Key{}, explain(kindKey, path, err)
	}
	key, err := Decode(raw, func() ([]byte, error) { return passphrase(path) })
	if err != nil {
		return Key{}, explain(kindKey, path, err)
	}
	return key, nil
}

// Decode is Read for the content of a file.
func Decode(raw []byte, passphrase func() ([]byte, error)) (Key, error) {
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		return open(raw, passphrase)
	}
	return parsePlain(raw)
}

// Encode is the content of a file: plain without a passphrase, and encrypted
// with one.
func Encode(key Key, passphrase []byte, cost Cost) ([]byte, error) {
	if len(passphrase) == 0 {
		return []byte(key.Hex() + "\n"), nil
	}
	return seal(key, passphrase, cost)
}

// Save writes a key to a new file of mode 0600: plain if passphrase is nil,
// encrypted otherwise. The file appears whole or not at all; one that is there
// already is left alone, and no passphrase is asked for it. Errors are *Error.
func Save(path string, key Key, passphrase Passphrase, cost Cost) error {
	if err := save(path, key, passphrase, cost); err != nil {
		return explain(kindKey, path, err)
	}
	return nil
}

func save(path string, key Key, passphrase Passphrase, cost Cost) error {
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	var words []byte
	if passphrase != nil {
		var err error
		if words, err = passphrase(path); err != nil {
			return err
		}
		if len(words) == 0 {
			return errEmpty
		}
	}
	content, err := Encode(key, words, cost)
	if err != nil {
		return err
	}
	return create(path, content)
}

func create(path string, content []byte) error {
	dir := filepath.Dir(path)
	// Temporary files have mode 0600 from the start.
	file, err := os.CreateTemp(dir, ".key-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	if err := place(file.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

// place gives a file another name that must be free. Unlike a rename, a link
// does not replace what is there; where there are no links the name is taken
// first, and a crash in between leaves an empty file.
func place(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	reserved, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(reserved.Close(), os.Rename(from, to))
}

func syncDir(dir string) error {
	if runtime.GOOS == "windows" { // directories cannot be synced there
		return nil
	}
	handle, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(handle.Sync(), handle.Close())
}

var (
	errOpenToOthers = errors.New("others may read it")
	errTooLong      = fmt.Errorf("is longer than %d bytes", maxFile)
	errNotRegular   = errors.New("is no regular file")
)

// readPrivate reads a file that only its owner may read. The mode is that of
// the file that was opened, so it cannot be exchanged in between.
func readPrivate(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNotRegular
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("%w (mode %04o)", errOpenToOthers, info.Mode().Perm())
	}
	return readBounded(file)
}

func readBounded(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(raw) > maxFile {
		err = errTooLong
	}
	return raw, err
}

const (
	kindKey        = "key file"
	kindPassphrase = "passphrase file"
)

// explain adds what to do. An error that is explained already, as that of a
// passphrase file met while reading a key, stays as it is; errors of the
// system lose the path, which Error has.
func explain(kind, path string, err error) error {
	var explained *Error
	if errors.As(err, &explained) {
		return explained
	}
	var system *fs.PathError
	if errors.As(err, &system) {
		err = system.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		err = link.Err
	}
	return &Error{Kind: kind, Path: path, Err: err, Advice: advice(kind, path, err)}
}

func advice(kind, path string, err error) string {
	switch {
	case errors.Is(err, errOpenToOthers):
		return "chmod 600 " + path
	case errors.Is(err, fs.ErrNotExist) && kind == kindKey:
		return "check the path, or make a key with: acn key new wallet --out " + path
	case errors.Is(err, fs.ErrNotExist):
		return "check the path"
	case errors.Is(err, fs.ErrExist):
		return "it is never overwritten; choose another name, or move it away"
	case errors.Is(err, ErrPassphrase):
		return "try again; without the passphrase the key cannot be recovered"
	case errors.Is(err, ErrNeedsOne):
		return "use --passphrase-file or ACN_PASSPHRASE, or run this in a terminal to be asked"
	case errors.Is(err, errEmpty):
		return "put the passphrase into the first line"
	case errors.Is(err, errNotKey):
		return "bring other key files into one of these forms first"
	}
	return ""
}
