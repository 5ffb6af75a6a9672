package settings

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	"go-acn/acn"
)

// Variables of existing nodes that do not map to a line one to one.
const (
	legacyKey        = "AEA_P2P_ID"
	legacyListen     = "AEA_P2P_URI"
	legacyPublic     = "AEA_P2P_URI_PUBLIC"
	legacyDelegate   = "AEA_P2P_DELEGATE_URI"
	legacyMonitoring = "AEA_P2P_URI_MONITORING"
	legacyMailbox    = "AEA_P2P_MAILBOX_URI"
	legacyEntry      = "AEA_P2P_ENTRY_URIS"
	legacyDelay      = "AEA_P2P_CFG_REGISTRATION_DELAY"
	legacyStore      = "AEA_P2P_CFG_STORAGE_PATH"
	legacyAgent      = "AEA_AGENT_ADDR"
	legacyToNode     = "AEA_TO_NODE"
	legacyFromNode   = "NODE_TO_AEA"
)

// legacyReader collects what the variables say.
type legacyReader struct {
	env       map[string]string
	said      layer // goes above our own variables
	otherwise layer // goes below the configuration file
	problems  []error
}

// fromLegacy reads the environment as existing nodes do: ports are read
// leniently, a missing public address means relayed, a service without an
// address is off.
func fromLegacy(env map[string]string) (said, otherwise layer, problems []error) {
	r := &legacyReader{env: env, said: make(layer), otherwise: make(layer)}
	r.identity()
	host := r.listening()
	relayed := r.public()
	r.services(host, relayed)
	r.agent()
	r.rest()
	return r.said, r.otherwise, r.problems
}

func (r *legacyReader) say(key, variable, text string) { r.said[key] = value{text, variable} }

func (r *legacyReader) complain(variable string, err error, hint string) {
	r.problems = append(r.problems, &Problem{Where: variable, Err: err, Advice: hint})
}

// identity: existing nodes keep their files in the working directory, under
// the node's name.
func (r *legacyReader) identity() {
	text := r.env[legacyKey]
	if text == "" {
		r.complain(legacyKey, errors.New("is not set"), "set it to the node's private key, 64 hex digits without 0x")
		return
	}
	r.say("ACN_NODE_KEY", legacyKey, text)
	// Nothing else may name a key then.
	r.say("key-file", legacyKey, "")
	if identity, err := acn.ParseIdentity(text); err == nil {
		id := identity.NodeKey().PeerID()
		r.otherwise["relay-client-file"] = value{"agent_records_store_" + id, originDefault}
		r.otherwise["data-dir"] = value{"acn_data_" + id, originDefault}
	}
}

// listening says where, and returns the host, which the delegate service
// shares.
func (r *legacyReader) listening() (host string) {
	text := r.env[legacyListen]
	if text == "" {
		r.complain(legacyListen, errors.New("is not set"), "set it to HOST:PORT to listen on, also in relayed mode")
		return ""
	}
	host, port, ok := r.split(legacyListen)
	if ok {
		r.say("listen", legacyListen, net.JoinHostPort(host, port))
	}
	return host
}

// public says the address to tell others; without one the node is relayed.
func (r *legacyReader) public() (relayed bool) {
	host, port, ok := r.split(legacyPublic)
	switch {
	case r.env[legacyPublic] != "" && !ok:
	case port == "" || port == "0":
		r.say("role", legacyPublic, "relayed")
		r.say("public", legacyPublic, "")
		return true
	default:
		r.say("role", legacyPublic, "public")
		r.say("public", legacyPublic, net.JoinHostPort(host, port))
	}
	// Advertised is only what the variable says, and that is TCP.
	r.otherwise["quic"] = value{"false", originDefault}
	return false
}

// services: the delegate service takes its host from the listen address. The
// monitoring service used to be open to everybody, whatever its host said;
// here the host counts, and none means this machine only. A relayed node has
// no services but that one.
func (r *legacyReader) services(host string, relayed bool) {
	for _, key := range []string{"delegate-listen", "mailbox-listen", "admin-listen"} {
		r.otherwise[key] = value{off, originDefault}
	}
	if _, port, ok := r.split(legacyDelegate); ok && port != "0" && !relayed {
		r.say("delegate-listen", legacyDelegate, net.JoinHostPort(host, port))
	}
	if text := r.env[legacyMailbox]; text != "" && !relayed {
		r.say("mailbox-listen", legacyMailbox, text)
	}
	if admin, port, ok := r.split(legacyMonitoring); ok && port != "0" {
		if admin == "" {
			admin = "127.0.0.1"
		}
		r.say("admin-listen", legacyMonitoring, net.JoinHostPort(admin, port))
	}
}

// agent: all three variables or none; the two channels are one TCP port of
// this machine, written twice.
func (r *legacyReader) agent() {
	set := 0
	for _, name := range []string{legacyAgent, legacyToNode, legacyFromNode} {
		if r.env[name] != "" {
			set++
		}
	}
	wire, err := acn.RecordFromEnv(func(name string) string { return r.env[name] })
	if err != nil {
		r.complain(acn.EnvRecordDelegation, err, "leave it empty if the record is not dated")
	}
	switch {
	case set == 0:
		return // a record without an agent is of no use and does no harm
	case set < 3:
		r.complain(legacyAgent, fmt.Errorf("%s, %s and %s go together", legacyAgent, legacyToNode, legacyFromNode), "set all three to attach an agent, or none for a node of its own")
		return
	case wire == nil:
		if err == nil {
			r.complain(acn.EnvRecordAddress, errors.New("is not set, so this node may not speak for the agent"), "set the AEA_P2P_POR_ variables; acn record make prints them")
		}
		return
	case wire.GetAddress() != r.env[legacyAgent]:
		r.complain(legacyAgent, fmt.Errorf("is not %s, whose record is given", acn.EnvRecordAddress), "set both to the agent's address")
		return
	}
	text, err := acn.RecordJSON(wire)
	if err != nil {
		r.complain(acn.EnvRecordAddress, err, "")
		return
	}
	r.say("agent-record", "AEA_P2P_POR_*", string(text))
	if port := lenientPort(r.env[legacyToNode]); port == "0" {
		r.complain(legacyToNode, errors.New("is not a port of this machine"), "set it to the TCP port on which the agent listens; pipes are not supported any more")
	} else {
		r.say("agent-socket", legacyToNode, net.JoinHostPort("127.0.0.1", port))
	}
}

// rest: seconds are cut to whole ones, as existing nodes do.
func (r *legacyReader) rest() {
	if text := r.env[legacyEntry]; text != "" {
		r.say("entry", legacyEntry, text)
	}
	if text := r.env[legacyStore]; text != "" {
		r.say("relay-client-file", legacyStore, text)
	}
	if text := r.env[legacyDelay]; text != "" {
		seconds, err := strconv.ParseFloat(text, 32)
		if err != nil {
			r.complain(legacyDelay, errors.New("is not a number of seconds"), "set it to 0, or leave it away")
			return
		}
		r.say("registration-delay", legacyDelay, strconv.Itoa(max(0, int(seconds)))+"s")
	}
}

// split reads HOST:PORT; ok is false, and a problem noted, if a value has no
// colon, and false without a problem if there is no value.
func (r *legacyReader) split(variable string) (host, port string, ok bool) {
	text := r.env[variable]
	if text == "" {
		return "", "", false
	}
	host, port, ok = strings.Cut(text, ":")
	if !ok {
		r.problems = append(r.problems, &Problem{Where: variable, Value: text, Err: errors.New("is not of the form HOST:PORT"), Advice: "for example 127.0.0.1:9000"})
		return "", "", false
	}
	port, _, _ = strings.Cut(port, ":") // what follows was never looked at
	return host, lenientPort(port), true
}

// lenientPort is 0 for what is no number and 65535 for what is too large.
func lenientPort(text string) string {
	port, _ := strconv.ParseUint(text, 10, 16)
	return strconv.FormatUint(port, 10)
}
