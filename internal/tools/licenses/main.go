// Command licenses writes the licences and notices of everything linked into a
// binary, for those it is handed to. It fails on a module without a licence
// and on licences that a closed or Apache-2.0 program cannot meet.
//
//	go run ./internal/tools/licenses ./cmd/acn > THIRD_PARTY_LICENSES
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "licenses: name at least one package")
		os.Exit(2)
	}
	modules, err := linked(os.Args[1:]...)
	if err == nil {
		err = write(os.Stdout, modules)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "licenses:", err)
		os.Exit(1)
	}
}

// module is one linked module and the texts it asks to be handed on.
type module struct {
	path, version string
	kinds         []string // of its licences, in order
	texts         map[string]string
}

// linked are the modules, and the standard library, behind packages.
func linked(packages ...string) ([]module, error) {
	cmd := exec.Command("go", append([]string{"list", "-deps", "-json=Module"}, packages...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // as the product is built
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("listing packages: %w", err)
	}
	dirs := make(map[[2]string]string)
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg struct {
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("listing packages: %w", err)
		}
		if pkg.Module != nil && !pkg.Module.Main {
			dirs[[2]string{pkg.Module.Path, pkg.Module.Version}] = pkg.Module.Dir
		}
	}
	root, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, fmt.Errorf("finding the standard library: %w", err)
	}
	goroot, version, _ := strings.Cut(strings.TrimSpace(string(root)), "\n")
	dirs[[2]string{"std", version}] = goroot
	return collect(dirs)
}

func collect(dirs map[[2]string]string) ([]module, error) {
	var modules []module
	var errs []error
	for id, dir := range dirs {
		m := module{path: id[0], version: id[1]}
		err := m.read(dir)
		if err == nil {
			err = m.classify()
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", m.path, err))
		}
		modules = append(modules, m)
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return modules, errors.Join(errs...)
}

var legalName = regexp.MustCompile(`(?i)^(licen[cs]es?|copying|notice|patents)([-.].*)?$`)

// read takes the legal texts at the top of a module, and those in a folder
// made for them.
func (m *module) read(dir string) error {
	m.texts = make(map[string]string)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !legalName.MatchString(entry.Name()) {
			continue
		}
		paths := []string{filepath.Join(dir, entry.Name())}
		if entry.IsDir() {
			if paths, err = filepath.Glob(filepath.Join(dir, entry.Name(), "*")); err != nil {
				return err
			}
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			m.texts[filepath.ToSlash(path[len(dir)+1:])] = string(text)
		}
	}
	return nil
}

// kinds of licences, by words that only they have. The order matters where one
// text quotes another.
var kinds = []struct {
	name  string
	words string
}{
	{"LGPL-3.0", "GNU LESSER GENERAL PUBLIC LICENSE Version 3"},
	{"GPL", "GNU GENERAL PUBLIC LICENSE Version"},
	{"AGPL", "GNU AFFERO GENERAL PUBLIC LICENSE Version"},
	{"MPL-2.0", "Mozilla Public License Version 2.0"},
	{"MPL-2.0", "Mozilla Public License, version 2.0"},
	{"Apache-2.0", "apache.org/licenses/"},
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"BSD", "Redistribution and use in source and binary forms, with or without"},
	{"ISC", "Permission to use, copy, modify, and distribute this software"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software"},
	{"CC0-1.0", "CC0 1.0 Universal"},
}

var errLicence = errors.New("no licence that is known here")

// classify says under which licences a module is.
func (m *module) classify() error {
	for _, text := range m.texts {
		plain := strings.Join(strings.Fields(text), " ")
		for _, kind := range kinds {
			if strings.Contains(plain, kind.words) && !slices.Contains(m.kinds, kind.name) {
				m.kinds = append(m.kinds, kind.name)
			}
		}
	}
	slices.Sort(m.kinds)
	// The lesser licence is an addition to the GPL, whose text comes with it;
	// the Mozilla one names others it may be combined with.
	if slices.Contains(m.kinds, "LGPL-3.0") {
		m.kinds = slices.DeleteFunc(m.kinds, func(kind string) bool { return kind == "GPL" })
	}
	switch {
	case len(m.kinds) == 0:
		return errLicence
	case slices.Contains(m.kinds, "GPL") || slices.Contains(m.kinds, "AGPL"):
		return fmt.Errorf("its licence is %s", strings.Join(m.kinds, ", "))
	}
	return nil
}

// write puts each text once, under the modules that have it.
func write(w io.Writer, modules []module) error {
	owners := make(map[string][]string)
	var order []string
	for _, m := range modules {
		for _, name := range slices.Sorted(maps.Keys(m.texts)) {
			text := strings.TrimSpace(strings.ReplaceAll(m.texts[name], "\r\n", "\n"))
			if owners[text] == nil {
				order = append(order, text)
			}
			owners[text] = append(owners[text], fmt.Sprintf("%s %s %s", m.path, m.version, name))
		}
	}
	for _, text := range order {
		rule := strings.Repeat("=", 80)
		if _, err := fmt.Fprintf(w, "%s\n%s\n%s\n\n%s\n\n", rule, strings.Join(owners[text], "\n"), rule, text); err != nil {
			return err
		}
	}
	return nil
}
