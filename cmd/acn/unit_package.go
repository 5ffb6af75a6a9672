package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/pkg"
)

// packageShown is the package of a unit or service as it is printed.
type packageShown struct {
	Package     *pkg.Hash `json:"package,omitempty"`
	Name        string    `json:"name,omitempty"`
	Description string    `json:"description,omitempty"`
	Agrees      *bool     `json:"agrees,omitempty"` // the units on the chain, with what the package needs
	Different   []string  `json:"differences,omitempty"`

	unitless bool // the chain has no units to compare
}

func packageOf(m registries.Metadata) packageShown {
	return packageShown{Package: &m.Code, Name: m.Name, Description: m.Description}
}

// compare notes where the chain and a package differ.
func (p *packageShown) compare(ctx context.Context, files registries.Files, tree *pkg.Node, compare comparison) error {
	differences, err := compare(ctx, files, tree)
	if errors.Is(err, registries.ErrNoUnits) {
		p.unitless = true
		return nil
	}
	if err != nil {
		return err
	}
	if id := tree.ID.String(); id != p.Name {
		p.Different = append(p.Different, fmt.Sprintf("the metadata name it %s, and the package is %s", p.Name, id))
	}
	for _, one := range differences {
		p.Different = append(p.Different, one.String())
	}
	agrees := len(p.Different) == 0
	p.Agrees = &agrees
	return nil
}

// verdict is the error of a command that found differences.
func (p *packageShown) verdict(of string) error {
	if len(p.Different) == 0 {
		return nil
	}
	return fail(fmt.Errorf("the units of %s differ from its package in %d places", of, len(p.Different)), "mint or update what is missing, or take the packages that are registered")
}

// row prints one line of a table.
type row func(name, format string, args ...any)

// rows prints into a table; texts of strangers are made printable.
func rows(table io.Writer) row {
	return func(name, format string, args ...any) {
		fmt.Fprintf(table, "%s\t%s\n", name, printable(fmt.Sprintf(format, args...)))
	}
}

func (p *packageShown) printPackage(row row) {
	if p.Package == nil {
		return
	}
	row("package", "%v", *p.Package)
	row("name", "%s", p.Name)
	if p.Description != "" {
		row("description", "%s", p.Description)
	}
}

func (p *packageShown) printUnits(row row) {
	switch {
	case p.unitless:
		row("units", "nobody can tell: this chain has no registries of units")
	case p.Agrees != nil && *p.Agrees:
		row("units", "agree with the package")
	}
	for _, one := range p.Different {
		row("differs", "%s", one)
	}
}
