package delegate

import (
	"context"
	"crypto/ecdsa"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"go-acn/acn"
)

// maxSignature bounds the certificate signature frame; a DER signature has 70
// to 72 bytes.
const maxSignature = 256

// dial connects to a node and makes sure that it is that node. The last result
// tells whether it speaks our protocol.
func (c *Client) dial(ctx context.Context, node Node) (*tls.Conn, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.DialTimeout)
	defer cancel()
	socket, err := c.cfg.Dial(ctx, "tcp", node.Address)
	if err != nil {
		return nil, false, fmt.Errorf("dialling: %w", err)
	}
	keepAlive(socket, c.cfg.KeepAlive)
	conn := tls.Client(socket, clientTLS(!c.cfg.Legacy))
	deadline, _ := ctx.Deadline()
	err = socket.SetDeadline(deadline)
	if err == nil {
		unhook := context.AfterFunc(ctx, func() { _ = socket.SetDeadline(time.Unix(1, 0)) })
		err = c.introduce(conn, node)
		unhook()
	}
	if err == nil {
		err = socket.SetDeadline(time.Time{})
	}
	if err != nil {
		_ = socket.Close()
		return nil, false, err
	}
	return conn, conn.ConnectionState().NegotiatedProtocol == acn.ALPNDelegate, nil
}

// clientTLS accepts any certificate, because its issuer and names say nothing:
// what makes it the node's is the signature by the node key over the
// certificate's key, which the node sends first (checkNode). The handshake
// has proved by then that the node holds that key.
func clientTLS(pipelined bool) *tls.Config {
	cfg := &tls.Config{
		MinVersion:                  tls.VersionTLS12,
		InsecureSkipVerify:          true, //nolint:gosec // see above
		DynamicRecordSizingDisabled: true,
	}
	if pipelined {
		cfg.NextProtos = []string{acn.ALPNDelegate}
	}
	return cfg
}

// introduce checks the node and registers with it.
func (c *Client) introduce(conn *tls.Conn, node Node) error {
	if err := conn.Handshake(); err != nil {
		return fmt.Errorf("TLS handshake: %w", err)
	}
	if err := checkNode(conn, node.Key); err != nil {
		return err
	}
	proof, err := c.prove(conn.ConnectionState(), node)
	if err == nil {
		err = acn.WriteFrame(conn, acn.EncodeProvenRegister(node.Record, proof))
	}
	if err != nil {
		return fmt.Errorf("registering: %w", err)
	}
	answer, err := acn.ReadFrame(conn, nil, MaxOpening)
	if err != nil {
		return fmt.Errorf("registering: %w", err)
	}
	message, err := acn.DecodeMessage(answer)
	if err != nil {
		return fmt.Errorf("registering: %w", err)
	}
	switch {
	case message.Kind != acn.KindStatus:
		return errors.New("registering: the node's answer is no status")
	case message.Status != acn.StatusSuccess:
		return fmt.Errorf("registering: %w", &acn.Failure{Status: message.Status, Reason: errRefused})
	}
	return nil
}

// prove signs the session with the wallet, if there is one and the node knows
// what to do with it.
func (c *Client) prove(state tls.ConnectionState, node Node) (proof string, err error) {
	if c.wallet == nil || state.NegotiatedProtocol != acn.ALPNDelegate {
		return "", nil
	}
	session, err := state.ExportKeyingMaterial(acn.SessionLabel, nil, acn.SessionLength)
	if err != nil {
		return "", err
	}
	return acn.SignSession(c.wallet, node.Key, session)
}

var errRefused = errors.New("refused by the node")

// checkNode reads the node's signature over the key of the certificate it has
// shown and checks it.
func checkNode(conn *tls.Conn, node acn.NodeKey) error {
	certificates := conn.ConnectionState().PeerCertificates
	if len(certificates) == 0 {
		return errors.New("checking node: no certificate")
	}
	key, ok := certificates[0].PublicKey.(*ecdsa.PublicKey)
	if !ok {
		return errors.New("checking node: certificate key is not ECDSA")
	}
	point, err := keyPoint(key)
	if err != nil {
		return fmt.Errorf("checking node: %w", err)
	}
	signature, err := acn.ReadFrame(conn, nil, maxSignature)
	if err != nil {
		return fmt.Errorf("reading certificate signature: %w", err)
	}
	if err := node.VerifyDER(point, signature); err != nil {
		return fmt.Errorf("checking node: %w: %w", ErrWrongNode, err)
	}
	return nil
}

// netDial is the default of ClientConfig.Dial.
func netDial(ctx context.Context, network, address string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, address)
}
