package gate

import (
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestNetworkIsThePrefixOfAnAddress(t *testing.T) {
	n := newNetworks(nil)
	for _, c := range []struct {
		one, other string
		same       bool
	}{
		{"192.0.2.1", "192.0.2.254", true},
		{"192.0.2.1", "192.0.3.1", false},
		{"192.0.2.1", "::ffff:192.0.2.77", true},
		{"2001:db8:1:1::1", "2001:db8:1:ffff::9", true},
		{"2001:db8:1::1", "2001:db8:2::1", false},
		{"fe80::1%eth0", "fe80::2%eth1", true},
	} {
		if same := n.of(netip.MustParseAddr(c.one)) == n.of(netip.MustParseAddr(c.other)); same != c.same {
			t.Errorf("%s and %s: one network is %v", c.one, c.other, same)
		}
	}
	if newNetworks(nil).of(netip.MustParseAddr("192.0.2.1")) == newNetworks(nil).of(netip.MustParseAddr("192.0.2.1")) {
		t.Error("the name of a network is the same in two processes")
	}
}

// TestForwardedAddressIsBelievedOfProxiesOnly holds what a request says about itself against who hands it over.
func TestForwardedAddressIsBelievedOfProxiesOnly(t *testing.T) {
	n := newNetworks(append(Loopback(), netip.MustParsePrefix("10.0.0.0/8")))
	for _, c := range []struct {
		name, peer string
		forwarded  []string
		want       string // an address of the network, empty for none
	}{
		{"a reader of its own", "203.0.113.9:4000", nil, "203.0.113.9"},
		{"a reader who pretends", "203.0.113.9:4000", []string{"198.51.100.1"}, "203.0.113.9"},
		{"through a proxy", "127.0.0.1:4000", []string{"198.51.100.1"}, "198.51.100.1"},
		{"through two proxies", "127.0.0.1:4000", []string{"198.51.100.1, 10.1.2.3"}, "198.51.100.1"},
		{"two headers", "127.0.0.1:4000", []string{"192.0.2.5", "198.51.100.1"}, "198.51.100.1"},
		{"who wrote a line before the proxy's", "127.0.0.1:4000", []string{"192.0.2.5, 198.51.100.1"}, "198.51.100.1"},
		{"with a port", "[::1]:4000", []string{"[2001:db8:7::1]:443"}, "2001:db8:7::1"},
		{"a proxy that names nobody", "127.0.0.1:4000", nil, ""},
		{"a proxy that names nonsense", "127.0.0.1:4000", []string{"198.51.100.1, unknown"}, ""},
		{"proxies alone", "127.0.0.1:4000", []string{"10.9.9.9"}, ""},
		{"a socket of this machine", "@", []string{"198.51.100.1"}, "198.51.100.1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		r.Header["X-Forwarded-For"] = c.forwarded
		got, known := n.asker(r)
		if known != (c.want != "") {
			t.Errorf("%s: known is %v", c.name, known)
		} else if known && got != n.of(netip.MustParseAddr(c.want)) {
			t.Errorf("%s: not the network of %s", c.name, c.want)
		}
	}
}
