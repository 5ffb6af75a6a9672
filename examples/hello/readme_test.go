package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The code in README is the code of this example, which compiles.
func TestReadmeShowsThisExample(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```go\n(.*?)```").FindSubmatch(readme)
	if block == nil {
		t.Fatal("README shows no Go code")
	}
	if !strings.Contains(string(source), string(block[1])) {
		t.Errorf("main.go does not contain what README shows:\n%s", block[1])
	}
}
