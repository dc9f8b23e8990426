package newsroom

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certify writes a certificate for name, not for the address, into dir, and gives a pool that trusts it.
func certify(t *testing.T, dir, name string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(48 * time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(dir, file), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return pool
}

// trusting is a client that knows a server of the name by its pool.
func trusting(pool *x509.CertPool, name string) *http.Client {
	return &http.Client{Timeout: time.Minute, Transport: &http.Transport{ForceAttemptHTTP2: true, DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: name}}}
}

// TestBothListenersSpeakTLS also sees that commands on the machine reach the desk, whose certificate is for another name
// than its address, and no other server there.
func TestBothListenersSpeakTLS(t *testing.T) {
	var said safeBuffer
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	pool := certify(t, dir, "live.example")
	room := runRoom(t, Settings{TLSSettings: TLSSettings{ReadersTLS: ReadersTLS{TLSCert: cert, TLSKey: key}, DeskTLSCert: cert, DeskTLSKey: key}}, &said)
	if !strings.HasPrefix(room.ReadersURL(), "https://") || !strings.HasPrefix(room.DeskURL(), "https://") {
		t.Fatalf("%s, %s", room.ReadersURL(), room.DeskURL())
	}
	res, err := trusting(pool, "live.example").Get(room.ReadersURL() + "/")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.ProtoMajor != 2 || res.StatusCode != http.StatusOK || res.TLS.Version != tls.VersionTLS13 {
		t.Errorf("%s, status %d, %s", res.Proto, res.StatusCode, tls.VersionName(res.TLS.Version))
	}
	if err := room.commands(t).do(t.Context(), request{method: "GET", path: "/api/briefings"}, nil); err != nil {
		t.Errorf("a command on the machine: %v", err)
	}
	stale := room.commands(t)
	pool = certify(t, dir, "live.example")
	room.Reload()
	if res, err = trusting(pool, "live.example").Get(room.ReadersURL() + "/"); err != nil {
		t.Fatalf("after the renewal: %v", err)
	}
	res.Body.Close()
	if err := room.commands(t).do(t.Context(), request{method: "GET", path: "/api/briefings"}, nil); err != nil {
		t.Errorf("a command after the renewal: %v", err)
	}
	if err := stale.do(t.Context(), request{method: "GET", path: "/api/briefings"}, nil); err == nil || !strings.Contains(err.Error(), "is not the desk's") {
		t.Errorf("a command with the pin of another key: %v", err)
	}
	if err := os.WriteFile(cert, []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	room.Reload()
	if !strings.Contains(string(said.Bytes()), "the certificate from before stays") {
		t.Errorf("nothing is said of a broken pair: %s", said.Bytes())
	}
	if res, err = trusting(pool, "live.example").Get(room.ReadersURL() + "/"); err != nil {
		t.Fatalf("with a broken pair on the disk: %v", err)
	}
	res.Body.Close()
	room.noticeCertificates(t.Context())
	if !strings.Contains(string(said.Bytes()), "has to be renewed") {
		t.Error("a certificate of two days is not said to end")
	}
}

func TestHalfACertificateIsWrongUsage(t *testing.T) {
	for _, s := range []Settings{{TLSSettings: TLSSettings{ReadersTLS: ReadersTLS{TLSCert: "cert.pem"}}}, {TLSSettings: TLSSettings{DeskTLSKey: "key.pem"}}} {
		s.Listen, s.Desk = "127.0.0.1:0", "127.0.0.1:0"
		room, err := Open(t.Context(), filepath.Join(t.TempDir(), "data"), s, io.Discard)
		if exitCode(err) != exitUsage {
			t.Errorf("%+v: %v", s.TLSSettings, err)
		}
		if room != nil {
			room.Close()
		}
	}
}
