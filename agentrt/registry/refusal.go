package registry

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry/pin"
)

// Code says why something was not done. Codes are part of the HTTP API.
type Code string

// Codes of refusals.
const (
	CodeRequest  Code = "bad-request"
	CodePin      Code = "bad-pin"
	CodeClosed   Code = "closed"
	CodeBytes    Code = "quota-bytes"
	CodePackages Code = "quota-packages"
	CodeFull     Code = "full"
	CodeOlder    Code = "older"
	CodeEarly    Code = "early"
	CodeOver     Code = "over"
	CodeGate     Code = "gate"
	CodeContent  Code = "content"
	CodeMissing  Code = "blocks-missing"
	CodeSize     Code = "size"
	CodeMetadata Code = "metadata"
	CodeNotFound Code = "not-found"
	CodeBusy     Code = "busy"
	CodeTooLarge Code = "too-large"
	CodeTimeout  Code = "timeout"
	CodeDiskFull Code = "disk-full"
	CodeReadOnly Code = "read-only"
	CodeInternal Code = "internal"
)

// texts are what others are told beside a code, and all they are told.
var texts = map[Code]string{
	CodeRequest:  "the request is malformed",
	CodePin:      "the pin is malformed, or its signature does not verify",
	CodeClosed:   "this registry does not keep packages for this publisher",
	CodeBytes:    "the publisher's quota of bytes does not hold it",
	CodePackages: "the publisher's quota of packages is used up",
	CodeFull:     "this registry keeps no more pins",
	CodeOlder:    "a newer pin of this publisher for the package is known",
	CodeEarly:    "the pin was issued in the future",
	CodeOver:     "the pin's lease is over",
	CodeGate:     "the package is no good",
	CodeContent:  "the content is no package",
	CodeMissing:  "blocks of the package are missing",
	CodeSize:     "the pin says another size than the package has",
	CodeMetadata: "the file does not describe a package as registries on chains do",
	CodeNotFound: "not here",
	CodeBusy:     "too much is going on; try again later",
	CodeTooLarge: "it is larger than may be",
	CodeTimeout:  "it took too long",
	CodeDiskFull: "the registry's disk is full",
	CodeReadOnly: "the registry cannot write to its disk",
	CodeInternal: "the registry failed",
}

// Refusal is an error that whoever asked may see all of.
type Refusal struct {
	Code    Code     `json:"code"`
	Text    string   `json:"text"`
	Reasons []string `json:"reasons,omitempty"` // of CodeGate: what is wrong with the package, the finding first

	missing []pkg.Ref // dependencies that are not here, if nothing else is wrong
}

func (r *Refusal) Error() string {
	return strings.Join(append([]string{string(r.Code) + ": " + r.Text}, r.Reasons...), "; ")
}

func refuse(code Code) *Refusal { return &Refusal{Code: code, Text: texts[code]} }

// codes are what our own errors mean to others.
var codes = []struct {
	err  error
	code Code
}{
	{pin.ErrClosed, CodeClosed}, {pin.ErrBytes, CodeBytes}, {pin.ErrPackages, CodePackages}, {pin.ErrFull, CodeFull},
	{pin.ErrOlder, CodeOlder}, {pin.ErrEarly, CodeEarly}, {pin.ErrOver, CodeOver},
	{store.ErrIncomplete, CodeMissing}, {store.ErrNotFound, CodeNotFound},
	{syscall.ENOSPC, CodeDiskFull}, {syscall.EDQUOT, CodeDiskFull}, {syscall.EROFS, CodeReadOnly}, {fs.ErrPermission, CodeReadOnly},
	{context.DeadlineExceeded, CodeTimeout}, {context.Canceled, CodeTimeout}, {os.ErrDeadlineExceeded, CodeTimeout},
}

// RefusalOf is what others may know of an error: itself if it is a Refusal,
// CodeInternal if it is nothing we know.
func RefusalOf(err error) *Refusal { return refusalOf(err, CodeInternal) }

// refusalOf takes a code for errors that are not known.
func refusalOf(err error, otherwise Code) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	for _, known := range codes {
		if errors.Is(err, known.err) {
			return refuse(known.code)
		}
	}
	return refuse(otherwise)
}

// refusing wraps what is behind a code, for the log.
func refusing(code Code, format string, args ...any) error {
	return fmt.Errorf("%w (%w)", refuse(code), fmt.Errorf(format, args...))
}
