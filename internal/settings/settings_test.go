package settings

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"go-acn/acn"
)

const (
	secret = "54562eb807d2f80df8151db0a394cac72e16435a5f64275c277cae70308e8b24"
	peerID = "16Uiu2HAmMC2tJMRaRTeWSESv8mArbq6jipJCD4adSBcBLsbc7cSL"
	entry  = "/dns4/acn.example.org/tcp/9005/p2p/" + peerID
)

// load parses flags as the command line does.
func load(t *testing.T, env map[string]string, args ...string) (*Settings, error) {
	t.Helper()
	if env == nil {
		env = map[string]string{}
	}
	t.Setenv("HOME", "/h")
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	AddFlags(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return Load(Sources{Flags: flags, Env: env})
}

func mustLoad(t *testing.T, env map[string]string, args ...string) *Settings {
	t.Helper()
	s, err := load(t, env, args...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func writeFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "acn.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// problems are the texts and hints of an error of Load.
func problems(t *testing.T, err error) []string {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("%v is not several errors", err)
	}
	var texts []string
	for _, one := range joined.Unwrap() {
		var problem *Problem
		if !errors.As(one, &problem) {
			t.Fatalf("%v is no Problem", one)
		}
		texts = append(texts, problem.Error()+" | "+problem.Hint())
	}
	return texts
}

func wantProblems(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", parts)
	}
	got := problems(t, err)
	if len(got) != len(parts) {
		t.Errorf("%d problems, want %d:\n%s", len(got), len(parts), strings.Join(got, "\n"))
	}
	for _, part := range parts {
		if !strings.Contains(strings.Join(got, "\n"), part) {
			t.Errorf("no problem says %q:\n%s", part, strings.Join(got, "\n"))
		}
	}
}

func TestDefaults(t *testing.T) {
	want := &Settings{
		DataDir: "/h/.acn", Listen: "0.0.0.0:9000", QUIC: true, Network: NetworkPrivate,
		DelegateListen: "0.0.0.0:11000", AdminListen: "127.0.0.1:9600", LogLevel: slog.LevelInfo, LogFormat: FormatText,
		MaxConnections: 4096, MaxSessions: 10000,
		Registry: Registry{Listen: "127.0.0.1:9700", KuboListen: "127.0.0.1:5001", Lease: 90 * 24 * time.Hour, Collect: time.Hour, Reserve: 1 << 30, Factor: 3},
	}
	got := mustLoad(t, nil)
	if diff := cmp.Diff(fmt.Sprintf("%+v", want), fmt.Sprintf("%+v", got)); diff != "" {
		t.Error(diff)
	}
}

func TestTableIsSound(t *testing.T) {
	seen := make(map[string]bool)
	for _, l := range allLines() {
		if !strings.HasPrefix(l.env, "ACN_") || seen[l.env] || seen[l.key()] {
			t.Errorf("%q, %q: used twice, or not ours", l.name, l.env)
		}
		seen[l.env], seen[l.key()] = true, true
		if l.name != "" && l.env != "ACN_"+strings.ToUpper(strings.ReplaceAll(l.name, "-", "_")) {
			t.Errorf("--%s and %s do not match", l.name, l.env)
		}
		if l.kind.secret != (l.name == "") {
			t.Errorf("%s: secrets, and nothing else, come from the environment only", l.env)
		}
		if l.explain == "" || strings.HasSuffix(l.explain, ".") || strings.Contains(l.explain, "|") {
			t.Errorf("--%s: explanation %q", l.name, l.explain)
		}
	}
}

func TestPrecedence(t *testing.T) {
	file := writeFile(t, "listen: 127.0.0.1:1\ndelegate-listen: 127.0.0.1:1\nlog-level: debug\nadmin-listen: off\n")
	env := map[string]string{"ACN_CONFIG": file, "ACN_LISTEN": "127.0.0.1:2", "ACN_DELEGATE_LISTEN": "127.0.0.1:2", "ACN_PUBLIC": ""}
	s := mustLoad(t, env, "--listen", "127.0.0.1:3")
	for _, test := range []struct{ what, got, want string }{
		{"flag", s.Listen, "127.0.0.1:3"},
		{"environment", s.DelegateListen, "127.0.0.1:2"},
		{"file", s.LogLevel.String(), "DEBUG"},
		{"off", s.AdminListen, ""},
		{"default", s.LogFormat, "text"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.what, test.got, test.want)
		}
	}
	// A flag also decides which file is read.
	other := writeFile(t, "log-format: json\n")
	if s := mustLoad(t, env, "--config", other); s.LogFormat != FormatJSON || s.LogLevel != slog.LevelInfo {
		t.Errorf("--config: %+v", s)
	}
}

func TestEmptyFlagTakesBack(t *testing.T) {
	s := mustLoad(t, map[string]string{"ACN_PUBLIC": "acn.example.org:9000"}, "--public", "", "--delegate-listen=", "--pprof")
	if s.Public != "" || s.DelegateListen != "" || !s.Profiling {
		t.Errorf("%+v", s)
	}
	_, err := load(t, nil, "--listen", "", "--log-level", "")
	wantProblems(t, err, "--listen: is not of the form", "--log-level: is none of")
}

func TestValues(t *testing.T) {
	for _, test := range []struct{ flag, text, says string }{ // empty says: good
		{"listen", "0.0.0.0:0", ""},
		{"listen", ":65535", ""},
		{"listen", "localhost:1", ""},
		{"listen", "[::]:9000", ""},
		{"listen", ":65536", "not a number from 0 to 65535"},
		{"listen", ":-1", "not a number"},
		{"listen", "9000", "not of the form"},
		{"listen", "example.org:9000", "not an IP address of this machine"},
		{"admin-listen", "off", ""},
		{"admin-listen", "none", "not of the form"},
		{"public", "acn.example.org:1", ""},
		{"public", "acn.example.org:0", "cannot be dialled"},
		{"public", ":9000", "host is missing"},
		{"public", "/dns4/x:9000", "neither a name nor"},
		{"entry", entry + ", " + entry, ""},
		{"entry", "acn.example.org:9005", "not a multiaddr"},
		{"entry", "/dns4/acn.example.org/tcp/9005", "does not say how"},
		{"entry", "/p2p/" + peerID, "does not say how"},
		{"role", "leader", "none of public, relayed"},
		{"network", "lan", "none of auto, public, private"},
		{"quic", "maybe", "neither true nor false"},
		{"max-connections", "16", ""},
		{"max-connections", "15", "not a number from 16"},
		{"max-connections", "1000000", ""},
		{"max-connections", "1000001", "not a number"},
		{"max-sessions", "0", "not a number from 1"},
		{"memory-limit", "64MiB", ""},
		{"memory-limit", "63MiB", "too small"},
		{"memory-limit", "1 GiB", ""},
		{"memory-limit", "-1GiB", "too small"},
		{"memory-limit", "99999999999GiB", "not a number before"},
		{"memory-limit", "512", "not a size"},
		{"registration-delay", "1.5s", ""},
		{"registration-delay", "-1s", "not a duration"},
		{"log-level", "trace", "none of debug"},
		{"agent-record", "/nowhere", "no such file"},
		{"agent-record", "{}", "unsupported ledger"},
	} {
		_, err := load(t, nil, "--"+test.flag+"="+test.text)
		if test.says == "" {
			if err != nil {
				t.Errorf("--%s %s: %v", test.flag, test.text, err)
			}
			continue
		}
		wantProblems(t, err, test.says)
	}
}

func TestEveryProblemAtOnce(t *testing.T) {
	file := writeFile(t, "lisen: 127.0.0.1:1\nmax-sessions: many\nlog-level: [debug]\n")
	_, err := load(t, map[string]string{"ACN_CONFIG": file, "ACN_NODE_KEY": "0x" + secret}, "--admin-listen", "nine", "--role", "boss")
	wantProblems(t, err,
		"acn.yaml:1: lisen: there is no such setting | did you mean listen?",
		`acn.yaml:2: max-sessions "many": is not a number from 1 to 1000000`,
		"acn.yaml:3: log-level: is not a single value",
		"ACN_NODE_KEY: node key is not 64 hex digits (write it without 0x)",
		`--admin-listen "nine": is not of the form HOST:PORT | for example`,
		`--role "boss": is none of public, relayed | write public or relayed`,
	)
	if strings.Contains(err.Error(), secret[:8]) {
		t.Errorf("the secret is in %v", err)
	}
}

func TestSettingsAgainstEachOther(t *testing.T) {
	for _, test := range []struct {
		name string
		env  map[string]string
		args []string
		says []string
	}{
		{"two keys", map[string]string{"ACN_NODE_KEY": secret}, []string{"--key-file", "k"}, []string{"--key-file: a node key is given twice"}},
		{"relayed alone", nil, []string{"--role", "relayed"}, []string{"--role: a relayed node needs an entry peer"}},
		{"relayed with services", nil, []string{"--role", "relayed", "--entry", entry, "--delegate-listen", ":11000", "--mailbox-listen", ":11001", "--public", "a.example:1"},
			[]string{"--delegate-listen: a relayed node", "--mailbox-listen: a relayed node", "--public: a relayed node"}},
		{"socket alone", nil, []string{"--agent-socket", "127.0.0.1:1"}, []string{"--agent-socket: an agent needs both"}},
		{"record alone", map[string]string{"ACN_AGENT_RECORD": recordJSON(t)}, nil, []string{"ACN_AGENT_RECORD: an agent needs both"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(t, test.env, test.args...)
			wantProblems(t, err, test.says...)
		})
	}
	s := mustLoad(t, nil, "--role", "relayed", "--entry", entry)
	if !s.Relayed || s.DelegateListen != "" || s.MailboxListen != "" {
		t.Errorf("relayed node has services: %+v", s)
	}
}

func recordJSON(t *testing.T) string {
	t.Helper()
	wallet, err := acn.ParseWallet(acn.Ethereum, strings.Repeat("17", 32))
	if err != nil {
		t.Fatal(err)
	}
	identity, err := acn.ParseIdentity(secret)
	if err != nil {
		t.Fatal(err)
	}
	record, err := acn.Representation(wallet, identity.NodeKey())
	if err != nil {
		t.Fatal(err)
	}
	text, err := acn.RecordJSON(record.Wire())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAgentRecord(t *testing.T) {
	text := recordJSON(t)
	for _, source := range []string{text, writeFile(t, text)} {
		s := mustLoad(t, nil, "--agent-socket", "127.0.0.1:5000", "--agent-record", source)
		if s.AgentRecord.Node.PeerID() != peerID {
			t.Errorf("record names %s", s.AgentRecord.Node)
		}
	}
	long := writeFile(t, text+strings.Repeat(" ", acn.MaxRecordText))
	_, err := load(t, nil, "--agent-record", long)
	wantProblems(t, err, "longer than")
}

func TestNetworkIsGuessed(t *testing.T) {
	for _, test := range []struct {
		args []string
		want Network
	}{
		{nil, NetworkPrivate},
		{[]string{"--public", "acn.example.org:9000"}, NetworkPublic},
		{[]string{"--public", "203.0.113.7:9000"}, NetworkPublic},
		{[]string{"--public", "10.0.0.1:9000"}, NetworkPrivate},
		{[]string{"--public", "127.0.0.1:9000"}, NetworkPrivate},
		{[]string{"--public", "0.0.0.0:9000"}, NetworkPrivate},
		{[]string{"--public", "acn_node:9000"}, NetworkPrivate},
		{[]string{"--public", "printer.local:9000"}, NetworkPrivate},
		{[]string{"--public", "[fe80::1]:9000"}, NetworkPrivate},
		{[]string{"--entry", entry}, NetworkPublic},
		{[]string{"--entry", "/ip4/192.168.0.2/tcp/1/p2p/" + peerID, "--entry", "/ip4/203.0.113.7/tcp/1/p2p/" + peerID}, NetworkPublic},
		{[]string{"--entry", "/ip4/192.168.0.2/tcp/1/p2p/" + peerID}, NetworkPrivate},
		{[]string{"--entry", entry, "--network", "private"}, NetworkPrivate},
		{[]string{"--network", "public"}, NetworkPublic},
	} {
		if s := mustLoad(t, nil, test.args...); s.Network != test.want {
			t.Errorf("%v: %s, want %s", test.args, s.Network, test.want)
		}
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	s := mustLoad(t, map[string]string{"ACN_NODE_KEY": secret, "ACN_PASSPHRASE": "open sesame"})
	if s.Identity.NodeKey().PeerID() != peerID || s.Passphrase.Reveal() != "open sesame" {
		t.Fatal("secrets were not read")
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%d", "%s"} {
		text := fmt.Sprintf(verb, s) + fmt.Sprintf(verb, *s)
		if strings.Contains(text, "sesame") || strings.Contains(text, secret[:8]) || strings.Contains(text, "[111 112 101") {
			t.Errorf("%s prints a secret: %s", verb, text)
		}
	}
}

func TestRegistrationDelayInFile(t *testing.T) {
	s := mustLoad(t, nil, "--config", writeFile(t, "registration-delay: 2s\nmax-sessions: 5\nquic: no\nentry:\n  - "+entry+"\n  - "+entry+"\npublic:\n"))
	if s.RegistrationDelay != 2*time.Second || s.MaxSessions != 5 || len(s.EntryPeers) != 2 {
		t.Errorf("%+v", s)
	}
}

func TestConfigFileMistakes(t *testing.T) {
	for _, test := range []struct{ name, text, says string }{
		{"no mapping", "- a\n- b\n", "is not a list of settings"},
		{"no yaml", "a: [", "acn.yaml: line 1"},
		{"twice", "listen: :1\nlisten: :2\n", "is set twice"},
		{"underscore", "log_level: info\n", "did you mean log-level?"},
		{"nothing like it", "telemetry: on\n", "acn node --help lists them"},
		{"a secret", "node-key: 123\n", "there is no such setting"},
		{"the file itself", "config: other.yaml\n", "there is no such setting"},
		{"empty name", `"": x` + "\n", "there is no such setting"},
		{"nested", "listen:\n  host: x\n", "is not a single value"},
		{"list of lists", "entry: [[a]]\n", "is not a list of single values"},
		{"too long", "# " + strings.Repeat("x", maxConfigFile), "longer than"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(t, nil, "--config", writeFile(t, test.text))
			wantProblems(t, err, test.says)
		})
	}
	_, err := load(t, map[string]string{"ACN_CONFIG": "/nowhere.yaml"})
	wantProblems(t, err, `ACN_CONFIG "/nowhere.yaml": no such file`)
	if s := mustLoad(t, nil, "--config", writeFile(t, "")); s.Listen != "0.0.0.0:9000" {
		t.Errorf("empty file: %+v", s)
	}
}

func FuzzParseFile(f *testing.F) {
	f.Add([]byte("listen: 127.0.0.1:1\nentry: [a, b]\n"))
	f.Add([]byte("a: &x [*x]\n"))
	f.Add([]byte("? {a: b}\n: c\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		values, problems := parseFile("f", raw)
		for key := range values {
			if _, err := fileLine(key); err != nil {
				t.Errorf("unknown key %q came through", key)
			}
		}
		for _, problem := range problems {
			if strings.Count(problem.Error(), "\n") > 20 {
				t.Errorf("problem of many lines: %v", problem)
			}
		}
	})
}
