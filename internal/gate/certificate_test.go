package gate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// made writes a certificate for name and gives its pool.
func made(t *testing.T, dir, name string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, filepath.Join(dir, "cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	keep(t, filepath.Join(dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
	pool := x509.NewCertPool()
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(cert)
	return pool
}

// keep writes a file as those who renew certificates do: another file takes its name.
func keep(t *testing.T, name string, raw []byte) {
	t.Helper()
	if err := os.WriteFile(name+".new", raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		t.Fatal(err)
	}
}

func opening(t *testing.T, dir string) *Certificate {
	t.Helper()
	c, err := OpenCertificate(filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// shows connects and gives the name on the certificate and what was agreed on.
func shows(t *testing.T, at string, pool *x509.CertPool) (string, tls.ConnectionState, error) {
	t.Helper()
	conn, err := tls.Dial("tcp", at, &tls.Config{RootCAs: pool, NextProtos: []string{"h2", "http/1.1"}})
	if err != nil {
		return "", tls.ConnectionState{}, err
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].Subject.CommonName, conn.ConnectionState(), nil
}

func TestRenewedCertificateIsShownWithoutARestart(t *testing.T) {
	dir := t.TempDir()
	first := made(t, dir, "first.example")
	c := opening(t, dir)
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := tls.NewListener(Listen(raw, Limits{}), c.Config())
	t.Cleanup(func() { l.Close() })
	go (&http.Server{Handler: http.NotFoundHandler(), ReadHeaderTimeout: time.Minute}).Serve(l)
	name, state, err := shows(t, raw.Addr().String(), first)
	if err != nil || name != "first.example" || state.NegotiatedProtocol != "h2" {
		t.Fatalf("%q, %q, %v", name, state.NegotiatedProtocol, err)
	}
	if fresh, err := c.Look(); fresh || err != nil {
		t.Errorf("nothing changed: %v, %v", fresh, err)
	}
	before := c.Pin()
	second := made(t, dir, "second.example")
	if fresh, err := c.Look(); !fresh || err != nil {
		t.Fatalf("after a change: %v, %v", fresh, err)
	}
	if name, _, err = shows(t, raw.Addr().String(), second); err != nil || name != "second.example" {
		t.Errorf("%q, %v", name, err)
	}
	if c.Pin() == before || len(c.Pin()) != 64 {
		t.Errorf("the pin is %q, before %q", c.Pin(), before)
	}
}

func TestBrokenPairIsNotShown(t *testing.T) {
	dir := t.TempDir()
	made(t, dir, "good.example")
	c := opening(t, dir)
	good := c.Pin()
	other := t.TempDir()
	made(t, other, "other.example")
	half, err := os.ReadFile(filepath.Join(other, "cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range [][]byte{half, []byte("no certificate"), half[:100], nil} {
		keep(t, filepath.Join(dir, "cert.pem"), raw)
		if fresh, err := c.Look(); fresh || err == nil || !strings.Contains(err.Error(), "no certificate with its key") {
			t.Errorf("%d bytes: %v, %v", len(raw), fresh, err)
		}
		if fresh, err := c.Look(); fresh || err != nil {
			t.Errorf("said twice: %v, %v", fresh, err)
		}
		if c.Pin() != good {
			t.Fatal("a broken pair is shown")
		}
	}
	if err := os.Remove(filepath.Join(dir, "cert.pem")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Look(); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("a file that is gone: %v", err)
	}
	if _, err := c.Look(); err != nil {
		t.Errorf("said twice: %v", err)
	}
	// The certificate first, then its key, as some write them: shown when both are there.
	keep(t, filepath.Join(dir, "cert.pem"), half)
	if fresh, err := c.Look(); fresh || err == nil {
		t.Errorf("half of a pair: %v, %v", fresh, err)
	}
	key, err := os.ReadFile(filepath.Join(other, "key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	keep(t, filepath.Join(dir, "key.pem"), key)
	if fresh, err := c.Look(); !fresh || err != nil || c.Pin() == good {
		t.Errorf("the whole pair: %v, %v", fresh, err)
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	dir := t.TempDir()
	pool := made(t, dir, "a.example")
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := tls.NewListener(raw, opening(t, dir).Config())
	t.Cleanup(func() { l.Close() })
	go (&http.Server{Handler: http.NotFoundHandler(), ReadHeaderTimeout: time.Minute}).Serve(l)
	for _, c := range []struct {
		version uint16
		ok      bool
	}{{tls.VersionTLS11, false}, {tls.VersionTLS12, true}, {tls.VersionTLS13, true}} {
		conn, err := tls.Dial("tcp", raw.Addr().String(), &tls.Config{RootCAs: pool, MinVersion: c.version, MaxVersion: c.version})
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", tls.VersionName(c.version), err)
		}
		if err == nil {
			conn.Close()
		}
	}
}

func TestNoCertificateIsASentence(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenCertificate(filepath.Join(dir, "none"), filepath.Join(dir, "none")); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("no file: %v", err)
	}
}
