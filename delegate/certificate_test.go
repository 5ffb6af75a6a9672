package delegate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
	"time"

	"go-acn/acn"
)

// vectors are the parts of the reference vectors this package is about.
type vectors struct {
	TLS struct {
		PrivateKey string `json:"node_private_key_hex"`
		Signature  string `json:"signature_der_hex"`
		Signed     string `json:"signed_bytes_hex"`
		Key        string `json:"tls_p256_private_key_hex"`
	} `json:"tls_key_signature"`
	Replies struct {
		Cases []struct {
			Case   string     `json:"case"`
			Status acn.Status `json:"status_code"`
		} `json:"cases"`
	} `json:"observed_delegate_registration_replies"`
}

func loadVectors(t testing.TB) (v vectors) {
	t.Helper()
	raw, err := os.ReadFile("../acn/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestCertificateSignatureVector(t *testing.T) {
	v := loadVectors(t).TLS
	identity := must(acn.ParseIdentity(v.PrivateKey))
	key := must(ecdsa.ParseRawPrivateKey(elliptic.P256(), must(hex.DecodeString(v.Key))))
	certificate := must(certify(identity, key))
	if point := must(keyPoint(&key.PublicKey)); hex.EncodeToString(point) != v.Signed {
		t.Errorf("signed %x, want %s", point, v.Signed)
	}
	if got := hex.EncodeToString(certificate.Signature()); got != v.Signature {
		t.Errorf("signature is %s, want %s", got, v.Signature)
	}
}

// Existing clients were made for exactly this profile.
func TestCertificateProfile(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	leaf := must(must(NewCertificate(must(acn.NewIdentity()))).at(now)).Leaf
	if got := leaf.Subject.String(); got != "O=Acn Node" || leaf.Issuer.String() != got {
		t.Errorf("subject %q, issuer %q", got, leaf.Issuer)
	}
	if leaf.SerialNumber.Int64() != 1 || !leaf.IsCA || !leaf.BasicConstraintsValid {
		t.Errorf("serial %v, CA %v", leaf.SerialNumber, leaf.IsCA)
	}
	if want := x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign; leaf.KeyUsage != want {
		t.Errorf("key usage %b, want %b", leaf.KeyUsage, want)
	}
	if usages := leaf.ExtKeyUsage; len(usages) != 2 || usages[0] != x509.ExtKeyUsageClientAuth || usages[1] != x509.ExtKeyUsageServerAuth {
		t.Errorf("extended key usage %v", usages)
	}
	if key, ok := leaf.PublicKey.(*ecdsa.PublicKey); !ok || key.Curve != elliptic.P256() {
		t.Errorf("key is %T", leaf.PublicKey)
	}
	if len(leaf.SubjectKeyId) == 0 || len(leaf.DNSNames)+len(leaf.IPAddresses)+len(leaf.URIs)+len(leaf.EmailAddresses) != 0 {
		t.Errorf("subject key id %x, names %v %v", leaf.SubjectKeyId, leaf.DNSNames, leaf.IPAddresses)
	}
	for _, extension := range leaf.Extensions {
		if extension.Id.String() == "2.5.29.19" && !extension.Critical {
			t.Error("basic constraints are not critical")
		}
	}
	// What existing clients do: this very certificate as the only authority.
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	for _, clock := range []time.Time{now.Add(-time.Hour), now, now.AddDate(9, 0, 0)} {
		if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: clock}); err != nil {
			t.Errorf("client at %v: %v", clock, err)
		}
	}
}

// A node that runs for years, or that started with a wrong clock, shows a
// certificate that is in force, under the key it signed at its start.
func TestCertificateIsRenewed(t *testing.T) {
	started := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	certificate := must(NewCertificate(must(acn.NewIdentity())))
	first := must(certificate.at(started))
	for _, test := range []struct {
		clock time.Time
		same  bool
	}{
		{started, true},
		{started.Add(certificateLife - certificateMargin - time.Second), true},
		{started.Add(certificateLife - certificateMargin), false},
		{started.AddDate(40, 0, 0), false},
		{started.AddDate(-30, 0, 0), false},
	} {
		certificate.current = first
		got := must(certificate.at(test.clock))
		if (got == first) != test.same {
			t.Errorf("at %v: same certificate %v, want %v", test.clock, got == first, test.same)
		}
		if test.clock.Before(got.Leaf.NotBefore) || !test.clock.Before(got.Leaf.NotAfter) {
			t.Errorf("at %v: certificate is from %v to %v", test.clock, got.Leaf.NotBefore, got.Leaf.NotAfter)
		}
		if !bytes.Equal(got.Leaf.RawSubjectPublicKeyInfo, first.Leaf.RawSubjectPublicKeyInfo) {
			t.Errorf("at %v: another key", test.clock)
		}
	}
}

// Whatever a client offers, or nothing, it gets a connection.
func TestProtocolNegotiation(t *testing.T) {
	node := startNode(t, ServerConfig{})
	for _, test := range []struct {
		name    string
		offered []string
		version uint16
		want    string
	}{
		{"nothing offered", nil, tls.VersionTLS13, ""},
		{"nothing offered, TLS 1.2", nil, tls.VersionTLS12, ""},
		{"unknown protocols", []string{"h2", "http/1.1"}, tls.VersionTLS13, ""},
		{"ours", []string{acn.ALPNDelegate}, tls.VersionTLS13, acn.ALPNDelegate},
		{"ours, TLS 1.2", []string{acn.ALPNDelegate}, tls.VersionTLS12, acn.ALPNDelegate},
		{"ours last", []string{"acn-delegate/2", acn.ALPNDelegate}, tls.VersionTLS13, acn.ALPNDelegate},
	} {
		t.Run(test.name, func(t *testing.T) {
			conn, err := tls.Dial("tcp", node.addr, &tls.Config{InsecureSkipVerify: true, NextProtos: test.offered, MaxVersion: test.version})
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if got := conn.ConnectionState(); got.NegotiatedProtocol != test.want || got.Version != test.version {
				t.Errorf("negotiated %q over %x, want %q over %x", got.NegotiatedProtocol, got.Version, test.want, test.version)
			}
		})
	}
	conn, err := tls.Dial("tcp", node.addr, &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	if err == nil {
		_ = conn.Close()
		t.Error("TLS 1.1 was accepted")
	}
}
