package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"go-acn/agentrt/pkg"
)

// treeOrder are the folders of a tree's packages, each after those it needs.
// Packages of third parties are left out where they are not in the tree.
func treeOrder(dir string) ([]string, error) {
	root, repository, err := openPackages(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var listed []pkg.ID
	for _, ref := range repository.Index.Dev {
		listed = append(listed, ref.ID)
	}
	for _, ref := range repository.Index.ThirdParty {
		if _, err := root.Stat(ref.Folder()); err == nil {
			listed = append(listed, ref.ID)
		}
	}
	order, err := dependenciesFirst(repository, listed)
	if err != nil {
		return nil, err
	}
	folders := make([]string, len(order))
	for i, id := range order {
		folders[i] = filepath.Join(root.Name(), filepath.FromSlash(id.Folder()))
	}
	return folders, nil
}

// dependenciesFirst sorts packages so that each comes after those it needs.
func dependenciesFirst(repository *pkg.Repository, ids []pkg.ID) ([]pkg.ID, error) {
	due := make(map[pkg.ID]bool)
	for _, id := range ids {
		due[id] = true
	}
	var order []pkg.ID
	var visit func(id pkg.ID) error
	visit = func(id pkg.ID) error {
		if !due[id] {
			return nil
		}
		delete(due, id)
		config, err := repository.Config(id)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		for _, needed := range config.Dependencies {
			if err := visit(needed.ID); err != nil {
				return err
			}
		}
		order = append(order, id)
		return nil
	}
	for _, id := range slices.Clone(ids) {
		if err := visit(id); err != nil {
			return nil, err
		}
	}
	return order, nil
}
