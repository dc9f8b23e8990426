package gate

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"livebrief/internal/brief"
)

// Certificate is what a listener shows of itself, from two files. Whatever renews them does not have to tell us: they
// are read again when they change. A pair that does not fit together is never shown; the one before stays.
type Certificate struct {
	cert, key string
	shown     atomic.Pointer[tls.Certificate]

	mu   sync.Mutex
	seen [2]os.FileInfo
	// gone says that a file is missing, and that this was said.
	gone bool
}

// OpenCertificate reads a certificate with its chain, and its key, both as PEM.
func OpenCertificate(cert, key string) (*Certificate, error) {
	c := &Certificate{cert: cert, key: key}
	_, err := c.Look()
	return c, err
}

// Look reads the files again when they are not the ones that were read last. Fresh says that another pair is shown from
// now on. An error says why the new pair is not; it is given once for each change.
func (c *Certificate) Look() (fresh bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var now [2]os.FileInfo
	for i, name := range []string{c.cert, c.key} {
		if now[i], err = os.Stat(name); err != nil {
			if c.gone {
				return false, nil
			}
			c.gone, c.seen = true, [2]os.FileInfo{}
			return false, brief.Invalid(fmt.Sprintf("the file %s cannot be read (%v)", name, pathCause(err)), "bring it back, or check its owner")
		}
	}
	c.gone = false
	if same(c.seen[0], now[0]) && same(c.seen[1], now[1]) {
		return false, nil
	}
	c.seen = now
	return c.read()
}

// Again reads the files whether they changed or not.
func (c *Certificate) Again() (fresh bool, err error) {
	c.mu.Lock()
	c.seen, c.gone = [2]os.FileInfo{}, false
	c.mu.Unlock()
	return c.Look()
}

// read shows the pair that the files hold now; the caller holds the lock.
func (c *Certificate) read() (fresh bool, err error) {
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return false, brief.Invalid(fmt.Sprintf("%s and %s are no certificate with its key (%v)", c.cert, c.key, err),
			"give the certificate with its chain, and its key, both as PEM")
	}
	old := c.shown.Swap(&pair)
	return old == nil || string(old.Certificate[0]) != string(pair.Certificate[0]), nil
}

func same(a, b os.FileInfo) bool {
	return a != nil && os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}

// pathCause is an error of a file without the name, which the sentence has already.
func pathCause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// Expires is when the certificate that is shown ends.
func (c *Certificate) Expires() time.Time { return c.shown.Load().Leaf.NotAfter }

// Pin names the key of the certificate that is shown: the hexadecimal SHA-256 of its SubjectPublicKeyInfo.
func (c *Certificate) Pin() string { return PinOf(c.shown.Load().Leaf.RawSubjectPublicKeyInfo) }

// PinOf names a key by its SubjectPublicKeyInfo.
func PinOf(info []byte) string {
	sum := sha256.Sum256(info)
	return hex.EncodeToString(sum[:])
}

// Config is TLS as a listener speaks it. Ciphers, curves and tickets are the standard library's, whose choice is kept up
// to date; what is older than TLS 1.2 is refused.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.shown.Load(), nil }}
}
