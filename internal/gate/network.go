package gate

import (
	"hash/maphash"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// How much of an address is a network: what one household, office or cheap attacker has.
const (
	bitsV4 = 24
	bitsV6 = 48
)

// network stands for a network without saying which: a hash under the seed of this process.
type network uint64

// networks tells networks apart, and knows the proxies whose word it takes for where a request comes from.
type networks struct {
	seed    maphash.Seed
	trusted []netip.Prefix
}

func newNetworks(trusted []netip.Prefix) networks {
	return networks{seed: maphash.MakeSeed(), trusted: trusted}
}

// Loopback is where a proxy on the same machine asks from.
func Loopback() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// of gives the network of an address.
func (n networks) of(a netip.Addr) network {
	a = a.Unmap().WithZone("")
	bits := bitsV6
	if a.Is4() {
		bits = bitsV4
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return 0 // an address that is none; all of those are one network
	}
	return network(maphash.Comparable(n.seed, p))
}

// trusts tells whether a proxy of ours asks from there.
func (n networks) trusts(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, p := range n.trusted {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// peer gives the network at the other end of a connection. Without one, which is a trusted proxy or a socket of this
// machine, nothing is counted by network.
func (n networks) peer(at net.Addr) (network, bool) {
	if at == nil {
		return 0, false
	}
	tcp, ok := at.(*net.TCPAddr)
	if !ok || n.trusts(tcp.AddrPort().Addr()) {
		return 0, false
	}
	return n.of(tcp.AddrPort().Addr()), true
}

// asker gives the network that a request comes from: the peer's, or, when the peer is a trusted proxy, that of the last
// address in X-Forwarded-For that is not one too. What stands before it was written by somebody who is not trusted. A
// proxy that names nobody asks for everybody, and is not counted: one bucket for all readers would shut all of them out.
func (n networks) asker(r *http.Request) (network, bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err == nil && !n.trusts(peer.Addr()) {
		return n.of(peer.Addr()), true
	}
	list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(list) - 1; i >= 0; i-- {
		a, err := forwarded(list[i])
		if err != nil {
			return 0, false
		}
		if !n.trusts(a) {
			return n.of(a), true
		}
	}
	return 0, false
}

// forwarded reads one address of X-Forwarded-For, which some proxies write with a port.
func forwarded(text string) (netip.Addr, error) {
	text = strings.TrimSpace(text)
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at.Addr(), nil
	}
	return netip.ParseAddr(strings.Trim(text, "[]"))
}
