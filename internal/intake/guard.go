package intake

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"

	"livebrief/internal/brief"
)

// guard decides which machines may be reached. It is asked by the dialer with the address that is about to be
// connected to, after names are resolved: a check of the name beforehand could be answered differently the second
// time, and would not see redirects.
type guard struct {
	allow  []netip.Prefix
	public *ssrf.Guardian
}

func newGuard(allow []netip.Prefix) *guard { return &guard{allow: allow, public: ssrf.New()} }

// control is net.Dialer's hook.
func (g *guard) control(network, address string, raw syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dialling %q: %w", address, err)
	}
	if g.allows(to.Addr()) {
		return nil
	}
	return refusal(to, g.public.Safe(network, address, raw))
}

func (g *guard) allows(addr netip.Addr) bool {
	for _, p := range g.allow {
		if p.Contains(addr.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}

// refusal turns the library's verdict into a sentence.
func refusal(to netip.AddrPort, verdict error) error {
	switch {
	case verdict == nil:
		return nil
	case errors.Is(verdict, ssrf.ErrProhibitedPort):
		return brief.Invalid(fmt.Sprintf("the address uses port %d", to.Port()), "livebrief fetches from ports 80 and 443 only")
	}
	return brief.Invalid(fmt.Sprintf("the address leads to %s, %s", to.Addr(), describe(to.Addr().Unmap())),
		"livebrief fetches public addresses only")
}

// describe says what sort of address it is that is not public.
func describe(a netip.Addr) string {
	switch {
	case a.IsLoopback(), a.IsUnspecified():
		return "a machine-local address"
	case a.IsPrivate():
		return "an address of a private network"
	case a.IsLinkLocalUnicast():
		return "a link-local address"
	case a.IsMulticast(), a.IsInterfaceLocalMulticast():
		return "a multicast address"
	}
	return "a reserved address"
}

// check refuses what no fetch may go to, before anything is dialled: other schemes, and credentials, which would
// end in logs and in the record.
func (c *Client) check(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return brief.Invalid(fmt.Sprintf("the address begins with %.20q", u.Scheme+":"), "use an address that begins with http: or https:")
	case u.Hostname() == "":
		return brief.Invalid("the address names no host", "use an address like https://news.example/feed")
	case u.User != nil:
		return brief.Invalid("the address holds a user name or password", "leave it out")
	}
	// Behind a proxy nothing is dialled here, so a number is checked as it stands.
	if addr, err := netip.ParseAddr(strings.Trim(u.Hostname(), "[]")); err == nil && c.opts.Proxy != nil && !c.guard.allows(addr) {
		return refusal(netip.AddrPortFrom(addr, 0), c.guard.public.SafeAddr(addr.Unmap()))
	}
	return nil
}

// Parse reads an address that a person gave, and refuses it for the same reasons as Fetch would.
func (c *Client) parse(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || len(address) > 2000 {
		return nil, brief.Invalid("this is not an address", "use one like https://news.example/feed")
	}
	u.Fragment = ""
	return u, c.check(u)
}
