package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path"
	"strings"
)

//go:embed assets
var assets embed.FS

// Asset gives a static file by its name ("live.css") or by its name with the hash of its content
// ("live.1a2b3c4d.css"), with its media type. The second form never changes and can be cached for ever; a hash that is
// not that of the content gives nothing.
func Asset(name string) (body []byte, contentType string, ok bool) {
	plain, hash := name, ""
	if parts := strings.Split(name, "."); len(parts) == 3 {
		plain, hash = parts[0]+"."+parts[2], parts[1]
	}
	types := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
	contentType, known := types[path.Ext(plain)]
	if !known || strings.ContainsAny(plain, `/\`) {
		return nil, "", false
	}
	body, err := assets.ReadFile("assets/" + plain)
	if err != nil || hash != "" && hash != hashOf(plain) {
		return nil, "", false
	}
	return body, contentType, true
}

// AssetHash gives the name of a static file with the hash of its content, "live.1a2b3c4d.css", "" when there is no such
// file.
func AssetHash(name string) string {
	hash := hashOf(name)
	if hash == "" {
		return ""
	}
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hash + ext
}

// hashOf gives the first 8 hexadecimal digits of the SHA-256 of a static file.
func hashOf(name string) string {
	body, err := assets.ReadFile("assets/" + name)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:4])
}
