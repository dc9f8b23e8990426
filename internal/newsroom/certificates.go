package newsroom

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/gate"
)

// TLSSettings are the certificates of the listeners. Without them a listener speaks clear text, for a proxy in front.
type TLSSettings struct {
	ReadersTLS
	DeskTLSCert string `name:"desk-tls-cert" help:"The same for the desk's listener." type:"path" placeholder:"FILE" env:"LIVEBRIEF_DESK_TLS_CERT"`
	DeskTLSKey  string `name:"desk-tls-key" help:"Key of --desk-tls-cert (PEM)." type:"path" placeholder:"FILE" env:"LIVEBRIEF_DESK_TLS_KEY"`
}

// ReadersTLS is the certificate of the readers' listener.
type ReadersTLS struct {
	TLSCert string `name:"tls-cert" help:"Certificate with its chain (PEM) of the readers' listener, which speaks https then; read again when it changes." type:"path" placeholder:"FILE" env:"LIVEBRIEF_TLS_CERT"`
	TLSKey  string `name:"tls-key" help:"Key of --tls-cert (PEM)." type:"path" placeholder:"FILE" env:"LIVEBRIEF_TLS_KEY"`
}

const (
	// certificatesEvery is how soon a renewed certificate is shown.
	certificatesEvery = 5 * time.Second
	// renewBefore is how long before its end the log asks for a certificate to be renewed.
	renewBefore = 10 * 24 * time.Hour
)

// openCertificate reads the pair of the flags that begin with prefix, nil when there is none.
func openCertificate(prefix, cert, key string) (*gate.Certificate, error) {
	switch {
	case cert == "" && key == "":
		return nil, nil
	case cert == "" || key == "":
		return nil, usageError{fmt.Errorf("%scert and %skey go together", prefix, prefix)}
	}
	return gate.OpenCertificate(cert, key)
}

// watchCertificates shows what was renewed.
func (r *Room) watchCertificates(context.Context) { r.renew((*gate.Certificate).Look) }

// Reload reads the certificates again, as SIGHUP asks for.
func (r *Room) Reload() { r.renew((*gate.Certificate).Again) }

// renew looks at both certificates. What cannot be shown is said, and the old one stays.
func (r *Room) renew(look func(*gate.Certificate) (bool, error)) {
	for _, c := range []*gate.Certificate{r.readersCert, r.deskCert} {
		if c == nil {
			continue
		}
		fresh, err := look(c)
		if err != nil {
			r.log.Error("the certificate from before stays", "error", err)
		}
		if fresh && c == r.deskCert {
			if err := r.leaveDesk(); err != nil {
				r.log.Error("commands on this machine do not know the desk's new certificate", "error", err)
			}
		}
	}
}

// noticeCertificates says in time that a certificate ends.
func (r *Room) noticeCertificates(context.Context) {
	for _, c := range []*gate.Certificate{r.readersCert, r.deskCert} {
		if c != nil && c.Expires().Sub(r.now()) < renewBefore {
			r.log.Warn("a certificate has to be renewed; browsers refuse it afterwards", "ends", c.Expires().UTC().Format(time.RFC3339))
		}
	}
}

// pinned is a way to a desk on this machine whose certificate is for another name than its address: it is known by the
// key that the server left in the data folder.
func pinned(pin string) http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: true, //nolint:gosec // the key is compared instead, below
		VerifyConnection: func(s tls.ConnectionState) error {
			if len(s.PeerCertificates) == 0 || gate.PinOf(s.PeerCertificates[0].RawSubjectPublicKeyInfo) != pin {
				return x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign, Detail: "it is not the desk's of this data folder"}
			}
			return nil
		}}
	return t
}

// unknownCertificate gives a sentence when err is about a certificate, nil when it is not.
func unknownCertificate(base string, err error) error {
	var invalid *tls.CertificateVerificationError
	var other x509.CertificateInvalidError
	if !errors.As(err, &invalid) && !errors.As(err, &other) {
		return nil
	}
	return brief.Unavailable("the certificate of "+base+" is not the desk's", "check --server; on the server's machine leave it out", err)
}
