package settings

import (
	"maps"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"
)

// legacyEnv is a node of its own, as container setups configure it.
func legacyEnv(more ...string) map[string]string {
	env := map[string]string{
		legacyKey: secret, legacyListen: "127.0.0.1:9000", legacyPublic: "127.0.0.1:9000", legacyDelegate: "127.0.0.1:11000",
	}
	for _, pair := range more {
		name, text, _ := strings.Cut(pair, "=")
		env[name] = text
	}
	return env
}

func loadLegacy(t *testing.T, env map[string]string) *Settings {
	t.Helper()
	s, err := Load(Sources{Legacy: true, Env: env})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLegacyNode(t *testing.T) {
	s := loadLegacy(t, legacyEnv(legacyEntry+"="+entry+","+entry, legacyStore+"=/var/records", legacyDelay+"=1.9", legacyMailbox+"=127.0.0.1:8888"))
	for _, test := range []struct{ what, got, want string }{
		{"node", s.Identity.NodeKey().PeerID(), peerID},
		{"listen", s.Listen, "127.0.0.1:9000"},
		{"public", s.Public, "127.0.0.1:9000"},
		{"delegate", s.DelegateListen, "127.0.0.1:11000"},
		{"mailbox", s.MailboxListen, "127.0.0.1:8888"},
		{"admin", s.AdminListen, ""},
		{"entry", strings.Join(s.EntryPeers, " "), entry + " " + entry},
		{"store", s.RelayClientFile, "/var/records"},
		{"data", s.DataDir, "acn_data_" + peerID},
		{"delay", s.RegistrationDelay.String(), time.Second.String()},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.what, test.got, test.want)
		}
	}
	if s.Relayed || s.QUIC || s.AgentRecord != nil {
		t.Errorf("%+v", s)
	}
}

func TestLegacyLeniency(t *testing.T) {
	for _, test := range []struct {
		set  string
		want func(*Settings) bool
	}{
		{legacyListen + "=127.0.0.1:90x", func(s *Settings) bool { return s.Listen == "127.0.0.1:0" }},
		{legacyListen + "=127.0.0.1:70000", func(s *Settings) bool { return s.Listen == "127.0.0.1:65535" }},
		{legacyListen + "=127.0.0.1:9000:1", func(s *Settings) bool { return s.Listen == "127.0.0.1:9000" }},
		{legacyListen + "=localhost:9000", func(s *Settings) bool { return s.Listen == "127.0.0.1:9000" }},
		{legacyDelegate + "=", func(s *Settings) bool { return s.DelegateListen == "" }},
		{legacyDelegate + "=ignored.example:11001", func(s *Settings) bool { return s.DelegateListen == "127.0.0.1:11001" }},
		{legacyDelegate + "=127.0.0.1:eleven", func(s *Settings) bool { return s.DelegateListen == "" }},
		{legacyMonitoring + "=127.0.0.1:8080", func(s *Settings) bool { return s.AdminListen == "127.0.0.1:8080" }},
		{legacyMonitoring + "=:8080", func(s *Settings) bool { return s.AdminListen == "127.0.0.1:8080" }},
		{legacyMonitoring + "=0.0.0.0:8080", func(s *Settings) bool { return s.AdminListen == "0.0.0.0:8080" }},
		{legacyMonitoring + "=x:0", func(s *Settings) bool { return s.AdminListen == "" }},
		{legacyPublic + "=0.0.0.0:5000", func(s *Settings) bool { return s.Public == "0.0.0.0:5000" && s.Network == NetworkPrivate }},
		{legacyPublic + "=acn.example.org:9005", func(s *Settings) bool { return s.Network == NetworkPublic }},
		{legacyDelay + "=0.5", func(s *Settings) bool { return s.RegistrationDelay == 0 }},
		{legacyDelay + "=-3", func(s *Settings) bool { return s.RegistrationDelay == 0 }},
		{legacyAgent + "=", func(s *Settings) bool { return s.AgentSocket == "" }},
	} {
		if s := loadLegacy(t, legacyEnv(test.set)); !test.want(s) {
			t.Errorf("%s: %+v", test.set, s)
		}
	}
}

func TestLegacyRelayed(t *testing.T) {
	for _, public := range []string{"", "acn.example.org:0", "acn.example.org:nine"} {
		s := loadLegacy(t, legacyEnv(legacyPublic+"="+public, legacyEntry+"="+entry, legacyMailbox+"=127.0.0.1:1"))
		if !s.Relayed || s.Public != "" || s.DelegateListen != "" || s.MailboxListen != "" {
			t.Errorf("public address %q: %+v", public, s)
		}
	}
}

// agentEnv is what an agent's connection writes for its node.
func agentEnv(t *testing.T, more ...string) map[string]string {
	t.Helper()
	env := legacyEnv(legacyToNode+"=5001", legacyFromNode+"=5001", "AEA_P2P_POR_SERVICE_ID=acn", "AEA_P2P_POR_LEDGER_ID=ethereum")
	s := mustLoad(t, nil, "--agent-socket", "127.0.0.1:1", "--agent-record", recordJSON(t))
	env[legacyAgent] = string(s.AgentRecord.Address)
	env["AEA_P2P_POR_ADDRESS"] = string(s.AgentRecord.Address)
	env["AEA_P2P_POR_PUBKEY"] = s.AgentRecord.PublicKey
	env["AEA_P2P_POR_PEER_PUBKEY"] = string(s.AgentRecord.Node)
	env["AEA_P2P_POR_SIGNATURE"] = s.AgentRecord.Signature
	maps.Copy(env, Env(more))
	return env
}

func TestLegacyAgent(t *testing.T) {
	s := loadLegacy(t, agentEnv(t))
	if s.AgentSocket != "127.0.0.1:5001" || s.AgentRecord == nil || string(s.AgentRecord.Address) != agentEnv(t)[legacyAgent] {
		t.Errorf("%+v", s)
	}
}

func TestLegacyMistakes(t *testing.T) {
	for _, test := range []struct {
		name string
		env  map[string]string
		says []string
	}{
		{"nothing", map[string]string{}, []string{legacyKey + ": is not set", legacyListen + ": is not set"}},
		{"key with 0x", legacyEnv(legacyKey + "=0x" + secret), []string{legacyKey + ": node key is not 64 hex digits"}},
		{"no colon", legacyEnv(legacyListen+"=here", legacyPublic+"=there", legacyMonitoring+"=9000"),
			[]string{legacyListen + ` "here": is not of the form`, legacyPublic + ` "there"`, legacyMonitoring + ` "9000"`}},
		{"relayed alone", legacyEnv(legacyPublic + "="), []string{legacyPublic + ": a relayed node needs an entry peer"}},
		{"entry", legacyEnv(legacyEntry + "=nowhere"), []string{legacyEntry + ` "nowhere"`}},
		{"delay", legacyEnv(legacyDelay + "=soon"), []string{legacyDelay + ": is not a number of seconds"}},
		{"mixed", legacyEnv(legacyAgent + "=0x1"), []string{"go together"}},
		{"mixed otherwise", agentEnv(t, legacyFromNode+"="), []string{"go together"}},
		{"no record", agentEnv(t, "AEA_P2P_POR_ADDRESS="), []string{"AEA_P2P_POR_ADDRESS: is not set"}},
		{"other record", agentEnv(t, legacyAgent+"=0x1"), []string{legacyAgent + ": is not AEA_P2P_POR_ADDRESS"}},
		{"forged record", agentEnv(t, "AEA_P2P_POR_SIGNATURE=0x"+strings.Repeat("11", 64)+"1b"), []string{"AEA_P2P_POR_*"}},
		{"broken delegation", agentEnv(t, "AEA_P2P_POR_DELEGATION=zz"), []string{"AEA_P2P_POR_DELEGATION: "}},
		{"pipe", agentEnv(t, legacyToNode+"=/run/pipe"), []string{legacyToNode + ": is not a port"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(Sources{Legacy: true, Env: test.env})
			wantProblems(t, err, test.says...)
			if strings.Contains(err.Error(), secret[:8]) {
				t.Errorf("the secret is in %v", err)
			}
		})
	}
}

// Variables of existing nodes go above ours, but only where they say something.
func TestLegacyAndOurs(t *testing.T) {
	s := loadLegacy(t, legacyEnv("ACN_LISTEN=127.0.0.1:1", "ACN_ADMIN_LISTEN=127.0.0.1:2", "ACN_DATA_DIR=/d", "ACN_LOG_LEVEL=debug", "ACN_KEY_FILE=k"))
	if s.Listen != "127.0.0.1:9000" || s.AdminListen != "127.0.0.1:2" || s.DataDir != "/d" || s.LogLevel.String() != "DEBUG" || s.KeyFile != "" {
		t.Errorf("%+v", s)
	}
	s = mustLoad(t, legacyEnv())
	if s.Identity != nil || s.Listen != "0.0.0.0:9000" {
		t.Errorf("the variables count without being asked for: %+v", s)
	}
}

func FuzzLegacy(f *testing.F) {
	f.Add(secret, "127.0.0.1:9000", "a:1", "b:2", "c:3", entry, "5000", "1.5")
	f.Add("", ":", "::", ":0", ":x", ",", "", "NaN")
	f.Fuzz(func(t *testing.T, key, listen, public, delegate, monitoring, entries, agent, delay string) {
		s, err := Load(Sources{Legacy: true, Env: map[string]string{
			legacyKey: key, legacyListen: listen, legacyPublic: public, legacyDelegate: delegate, legacyMonitoring: monitoring,
			legacyEntry: entries, legacyToNode: agent, legacyFromNode: agent, legacyDelay: delay,
		}})
		if (s == nil) == (err == nil) {
			t.Fatalf("%v, %v", s, err)
		}
		if s == nil {
			return
		}
		for _, addr := range []string{s.Listen, s.Public, s.DelegateListen, s.AdminListen} {
			if addr == "" {
				continue
			}
			_, port, err := net.SplitHostPort(addr)
			if n, numberErr := strconv.Atoi(port); err != nil || numberErr != nil || n < 0 || n > 65535 {
				t.Errorf("address %q came through", addr)
			}
		}
		if s.RegistrationDelay < 0 {
			t.Errorf("delay %s came through", s.RegistrationDelay)
		}
	})
}
