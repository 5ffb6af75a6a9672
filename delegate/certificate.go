package delegate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"sync"
	"time"

	"go-acn/acn"
)

// Validity of a certificate. Existing clients load the certificate they are
// shown as their only authority and so check its dates against their own
// clocks, and mailbox clients keep using the one they loaded first: it must
// already be valid for a clock that is behind, and outlive any process.
const (
	certificateLife     = 10 * 365 * 24 * time.Hour
	certificateBackdate = 24 * time.Hour
	certificateMargin   = 365 * 24 * time.Hour
)

// Certificate is the TLS certificate of the delegate and mailbox services and
// the node's signature that vouches for its key; the signature is what clients
// trust. The key lives as long as the Certificate; the certificate around it
// is made again when it nears its end or the clock turns out to have been
// wrong when it was made.
type Certificate struct {
	node      acn.NodeKey
	key       *ecdsa.PrivateKey
	signature []byte

	mu      sync.Mutex
	current *tls.Certificate
}

// NewCertificate makes a fresh key and has the node vouch for it.
func NewCertificate(identity *acn.Identity) (*Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making certificate key: %w", err)
	}
	return certify(identity, key)
}

func certify(identity *acn.Identity, key *ecdsa.PrivateKey) (*Certificate, error) {
	point, err := keyPoint(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	return &Certificate{node: identity.NodeKey(), key: key, signature: identity.SignDER(point)}, nil
}

// keyPoint is the signed form of a certificate's key: 04, X and Y, 65 bytes.
func keyPoint(key *ecdsa.PublicKey) ([]byte, error) {
	if key.Curve != elliptic.P256() {
		return nil, fmt.Errorf("certificate key is on %s, want P-256", key.Params().Name)
	}
	point, err := key.Bytes()
	if err != nil {
		return nil, fmt.Errorf("reading certificate key: %w", err)
	}
	return point, nil
}

// Node is the key of the node that signed.
func (c *Certificate) Node() acn.NodeKey { return c.node }

// Signature is the node's DER signature over the 65-byte point of the
// certificate's key; callers must not change it.
func (c *Certificate) Signature() []byte { return c.signature }

// at is the certificate to show at this moment.
func (c *Certificate) at(now time.Time) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.current != nil && !now.Before(c.current.Leaf.NotBefore) && now.Add(certificateMargin).Before(c.current.Leaf.NotAfter) {
		return c.current, nil
	}
	made, err := makeCertificate(c.key, now)
	if err != nil {
		return nil, err
	}
	c.current = made
	return made, nil
}

// makeCertificate follows the profile existing clients accept: self-signed,
// O=Acn Node, serial 1, its own authority, no names.
func makeCertificate(key *ecdsa.PrivateKey, now time.Time) (*tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{Organization: []string{"Acn Node"}},
		NotBefore:             now.Add(-certificateBackdate),
		NotAfter:              now.Add(certificateLife),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("making certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("reading back certificate: %w", err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}

// serverTLS is the TLS side of both services. Protocols lists what is
// negotiated; clients that offer none of them, or nothing, must connect all
// the same, which crypto/tls allows only with an empty list.
func (c *Certificate) serverTLS(protocol string) *tls.Config {
	plain := &tls.Config{
		MinVersion: tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return c.at(time.Now())
		},
		// Existing clients read a frame's body with one call, so a frame of
		// up to 16 kB must be one TLS record.
		DynamicRecordSizingDisabled: true,
		// Nobody resumes, and a resumed session would cost us memory.
		SessionTicketsDisabled: true,
	}
	if protocol == "" {
		return plain
	}
	negotiated := plain.Clone()
	negotiated.NextProtos = []string{protocol}
	plain.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		for _, offered := range hello.SupportedProtos {
			if offered == protocol {
				return negotiated, nil
			}
		}
		return nil, nil // go on with this one
	}
	return plain
}
