package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// LICENSE is the text of apache.org/licenses/LICENSE-2.0.txt, to the letter.
func TestLicence(t *testing.T) {
	const apache = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
	sum := sha256.Sum256([]byte(readFile(t, "LICENSE")))
	if got := hex.EncodeToString(sum[:]); got != apache {
		t.Errorf("LICENSE has SHA-256 %s", got)
	}
}

// The command under "Test" in README, which .ci/run cuts out by the same
// marks, is the one everybody knows.
func TestReadmeTestCommand(t *testing.T) {
	block := regexp.MustCompile("(?s)\n## Test\n\n```sh\n(.*?)```\n").FindStringSubmatch(readFile(t, "README.md"))
	if block == nil || block[1] != "go test ./...\n" {
		t.Errorf("README's test command is %q", block)
	}
	ci := readFile(t, ".ci/run")
	for _, want := range []string{`/^## Test$/`, `bash -euc "$test_command"`} {
		if !strings.Contains(ci, want) {
			t.Errorf(".ci/run does not hold %s", want)
		}
	}
}

// The image is built with the Go of go.mod, pinned, holds nothing but the
// product, and runs as nobody in particular.
func TestDockerfile(t *testing.T) {
	docker := readFile(t, "Dockerfile")
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(readFile(t, "go.mod"))
	if version == nil {
		t.Fatal("go.mod names no version")
	}
	for _, want := range []string{
		`FROM golang:` + regexp.QuoteMeta(version[1]) + `\.\d+-`, `FROM scratch$`, `USER \d+:\d+$`,
		`VOLUME /data$`, `EXPOSE 9000/tcp 9000/udp 11000/tcp$`, `ENTRYPOINT \["/acn"\]$`,
	} {
		if !regexp.MustCompile(`(?m)^` + want).MatchString(docker) {
			t.Errorf("Dockerfile has no line %s", want)
		}
	}
	if strings.Contains(docker, ":latest") || strings.Count(docker, "\nFROM ") != 2 {
		t.Error("Dockerfile: want two stages, neither at :latest")
	}
}

// Every direct dependency has a line in the decision on dependencies, and the
// other way round.
func TestDependenciesAreDecided(t *testing.T) {
	direct, _, _ := strings.Cut(readFile(t, "go.mod"), "\n)\n")
	var want []string
	for _, match := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(direct, -1) {
		want = append(want, match[1])
	}
	var got []string
	for _, row := range tables(t, "../../docs/decisions/0001-dependencies.md")["module|for|licence|note"] {
		got = append(got, row[0])
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/decisions/0001-dependencies.md differs from go.mod:\n%s", diff)
	}
}
