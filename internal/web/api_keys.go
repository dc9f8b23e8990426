package web

import (
	"context"
	"net/http"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// KeyStanding is which key signs a record.
type KeyStanding struct {
	Origin string `json:"origin"`
	// Key and Root are public keys; a record that has declared no root has none.
	Key             string `json:"key"`
	Fingerprint     string `json:"fingerprint"`
	Root            string `json:"root"`
	RootFingerprint string `json:"root_fingerprint"`
	// RootHere says that the root's secret half lies on the server, where it should not stay.
	RootHere bool `json:"root_here"`
	// Expires is the last day (YYYY-MM-DD, UTC) on which the key signs; empty for a key that was never declared.
	Expires string `json:"expires"`
	// Number counts the declarations, Since is the entry of the last one.
	Number int       `json:"number"`
	Since  brief.Seq `json:"since"`
}

// KeyWish is what somebody wants of a new key.
type KeyWish struct {
	// Lost says that the key before is lost or stolen: it does not sign, and the root alone vouches.
	Lost bool `json:"lost"`
	// Expires is the last day of the new key, a year from now when empty.
	Expires string `json:"expires"`
}

// Keys keeps the keys of records and prepares new ones.
type Keys interface {
	Standing(ctx context.Context, id brief.BriefingID) (KeyStanding, error)
	// Request prepares a key and gives its declaration without the root's signature.
	Request(ctx context.Context, id brief.BriefingID, wish KeyWish) ([]byte, error)
	// Sign adds the root's signature where the root is on this machine; a conflict where it is not.
	Sign(ctx context.Context, id brief.BriefingID, request []byte) ([]byte, error)
}

// keysOf finds the briefing whose keys are meant.
func (s *deskServer) keysOf(c *call) (*dossier, error) {
	if s.Keys == nil {
		return nil, brief.NotFound("this desk keeps no keys", "")
	}
	return s.dossier(c)
}

// apiKeys tells which key signs the record.
func (s *deskServer) apiKeys(c *call) error {
	d, err := s.keysOf(c)
	if err != nil {
		return err
	}
	standing, err := s.Keys.Standing(c.ctx(), d.id)
	if err != nil {
		return err
	}
	return c.answer(standing)
}

// apiKeyRequest prepares a key; the root signs what is answered elsewhere.
func (s *deskServer) apiKeyRequest(c *call) error {
	d, err := s.keysOf(c)
	if err != nil {
		return err
	}
	var wish KeyWish
	if err := readJSON(c.r, &wish); err != nil {
		return err
	}
	request, err := s.Keys.Request(c.ctx(), d.id, wish)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Request string `json:"request"`
	}{string(request)})
}

// keyOrder is a key to be declared: a finished declaration, or one to be made where the root is on this machine.
type keyOrder struct {
	KeyWish
	Declaration string `json:"declaration"`
	Rotate      bool   `json:"rotate"`
	Note        string `json:"note"`
}

// apiKeyDeclare lets another key sign from now on.
func (s *deskServer) apiKeyDeclare(c *call) error {
	d, err := s.keysOf(c)
	if err != nil {
		return err
	}
	var order keyOrder
	if err := readJSON(c.r, &order); err != nil {
		return err
	}
	declaration := []byte(order.Declaration)
	if order.Rotate {
		request, err := s.Keys.Request(c.ctx(), d.id, order.KeyWish)
		if err != nil {
			return err
		}
		if declaration, err = s.Keys.Sign(c.ctx(), d.id, request); err != nil {
			return err
		}
	}
	out, err := s.Desk.DeclareKey(c.ctx(), c.now, c.who, desk.KeyOrder{Briefing: d.id, Declaration: declaration, Note: order.Note,
		Key: c.r.Header.Get("Idempotency-Key")})
	if err != nil {
		return err
	}
	return writeJSON(c.w, http.StatusCreated, out)
}
