package acn

import (
	"encoding/hex"
	"fmt"
)

// A record is public and never expires, so whoever has seen it could register
// with it. On a session of our own protocol the agent also signs the session
// itself: a value that both ends of one TLS connection derive from its keys
// and nobody else knows or can bring about again (RFC 9266).

// SessionLabel and SessionLength are the exporter label (RFC 8446, section
// 7.5) and the length in bytes of the value that stands for a TLS session.
const (
	SessionLabel  = "EXPORTER-acn-delegate-registration"
	SessionLength = 32
)

// sessionText is what the wallet signs, rebuilt by who checks it.
func sessionText(addr Address, node NodeKey, session []byte) []byte {
	return fmt.Appendf(nil, "ACN registration v1\nwallet: %s\nnode: %s\nsession: %s\n", addr, node, hex.EncodeToString(session))
}

// SignSession proves on one TLS session that the wallet itself registers at
// node; the result goes into EncodeProvenRegister.
func SignSession(wallet *Wallet, node NodeKey, session []byte) (string, error) {
	return wallet.Sign(sessionText(wallet.Address(), node, session))
}

// VerifySession checks a proof of SignSession by the wallet of record, for the
// node that record names. Errors are Failures.
func VerifySession(record *Record, session []byte, proof string) error {
	return VerifyMessage(record.Ledger, record.PublicKey, proof, sessionText(record.Address, record.Node, session))
}
