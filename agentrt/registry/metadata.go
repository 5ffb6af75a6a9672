package registry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// ParseMetadata reads the file that describes a package on a chain. It takes it
// only as pkg.Metadata writes it, byte for byte, which is what existing tools
// write: whatever else a registry is asked to keep is a package.
func ParseMetadata(text []byte) (pkg.Metadata, error) {
	if len(text) > store.MaxFile {
		return pkg.Metadata{}, fmt.Errorf("more than %d bytes", store.MaxFile)
	}
	var file struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Code        string `json:"code_uri"`
		Image       string `json:"image"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return pkg.Metadata{}, fmt.Errorf("it is no JSON: %w", err)
	}
	id, err := pkg.ParseID(file.Name)
	if err != nil {
		return pkg.Metadata{}, err
	}
	m := pkg.Metadata{ID: id, Description: file.Description}
	for _, link := range []struct {
		uri  string
		hash *pkg.Hash
	}{{file.Code, &m.Code}, {file.Image, &m.Image}} {
		cid, ok := strings.CutPrefix(link.uri, "ipfs://")
		if !ok {
			return pkg.Metadata{}, errors.New("code_uri and image begin with ipfs://")
		}
		if *link.hash, err = pkg.ParseHash(cid); err != nil {
			return pkg.Metadata{}, err
		}
	}
	if !bytes.Equal(m.JSON(), text) {
		return pkg.Metadata{}, errors.New("other fields, or another order or spelling, than tools write")
	}
	return m, nil
}
