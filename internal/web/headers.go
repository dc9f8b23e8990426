package web

import (
	"net/http"
	"strings"
)

// The policies of the kinds of page. Nothing inline is allowed anywhere; scripts go through one named
// Trusted Types policy.
const (
	readerPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types livebrief"
	embedPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'"
	// mirrorPolicy is that of a copy's pages, which run no script, but for its maps.
	mirrorPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	mirrorMapPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types livebrief"
	// dataPolicy is that of what is no page, wherever it ends up being looked at as one.
	dataPolicy = "default-src 'none'; frame-ancestors 'none'"
	deskPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)

// permissions switches off what a page of text never needs.
const permissions = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), " +
	"geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"

// setStrict puts the headers that stand on every answer of either listener.
func setStrict(h http.Header, policy, public string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", permissions)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if strings.HasPrefix(public, "https://") {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// setPolicy puts another policy in the place of the readers'; empty leaves that. Data has none of what speaks to a page
// only, which would be most of what a head weighs.
func setPolicy(h http.Header, policy string) {
	if policy != "" {
		h.Set("Content-Security-Policy", policy)
	}
	if policy == dataPolicy {
		h.Del("Permissions-Policy")
		h.Del("Cross-Origin-Opener-Policy")
	}
}

// The lives of what readers get. A redaction must be out of every cache in minutes, so nothing that holds
// text lives longer than that, not even while this server is down: fresh and stale together are five minutes at most.
const (
	lifePage = "public, max-age=5, s-maxage=10, stale-while-revalidate=30, stale-if-error=290"
	lifeSlow = "public, max-age=60, s-maxage=60, stale-while-revalidate=120, stale-if-error=240"
	lifeCopy = "public, max-age=120, s-maxage=120, stale-while-revalidate=60, stale-if-error=180"
	// The head lives as long as it is useful, a full segment as long as it may.
	lifeHead    = "public, max-age=2, s-maxage=2, stale-while-revalidate=3, stale-if-error=60"
	lifeFilling = "public, max-age=5, s-maxage=5, stale-while-revalidate=10, stale-if-error=295"
	lifeSegment = "public, max-age=180, s-maxage=180, stale-while-revalidate=30, stale-if-error=120"
	lifeError   = "public, max-age=5"
	lifeStatic  = "public, max-age=31536000, immutable"
	lifeNone    = "no-store"
)
