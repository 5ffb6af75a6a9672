package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every acn command in README exists, with its flags and number of arguments.
func TestReadmeCommands(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^bin/acn (.*)$`).FindAllStringSubmatch(string(readme), -1)
	if len(lines) < 4 {
		t.Fatalf("README shows %d acn commands", len(lines))
	}
	for _, line := range lines {
		c := &console{env: map[string]string{}, in: os.Stdin, out: new(bytes.Buffer), err: new(bytes.Buffer)}
		words := strings.Fields(strings.TrimSuffix(line[1], " ..."))
		command, rest, err := c.rootCommand().Find(words)
		if err != nil {
			t.Errorf("acn %s: %v", line[1], err)
			continue
		}
		if err := command.ParseFlags(rest); err != nil {
			t.Errorf("acn %s: %v", line[1], err)
			continue
		}
		if err := command.ValidateArgs(command.Flags().Args()); err != nil {
			t.Errorf("acn %s: %v", line[1], err)
		}
	}
}
