package live

import (
	"fmt"
	"os"
	"path/filepath"
)

// nchanModule is where Debian has nchan.
const nchanModule = "/usr/lib/nginx/modules/ngx_nchan_module.so"

// nchanConfig is nginx with nchan as the package's own documents set it up for one channel. Everything it writes lies in dir.
func nchanConfig(dir string, streams, control int, tls *certificate) string {
	listen := fmt.Sprintf("listen 127.0.0.1:%d backlog=4096;", streams)
	if tls != nil {
		listen = fmt.Sprintf("listen 127.0.0.1:%d ssl backlog=4096; ssl_certificate %s; ssl_certificate_key %s;", streams, tls.cert, tls.key)
	}
	return nginxFrame(dir, "load_module "+nchanModule+";", fmt.Sprintf(`
	nchan_shared_memory_size 256M;
	server {
		%s
		location = /sub { nchan_subscriber eventsource; nchan_channel_id live; nchan_subscriber_first_message newest; nchan_subscribe_existing_channels_only off; }
	}
	server {
		listen 127.0.0.1:%d;
		location = /pub { nchan_publisher; nchan_channel_id live; nchan_message_buffer_length 1000; nchan_message_timeout 10m; client_max_body_size 1m; client_body_buffer_size 1m; }
	}`, listen, control))
}

// nginxFrame is what every configuration here shares: one worker, no log, nothing outside dir.
func nginxFrame(dir, before, inside string) string {
	return fmt.Sprintf(`%s
worker_processes 1;
worker_rlimit_nofile 20000;
daemon off;
pid %[2]s/pid;
error_log %[2]s/error.log crit;
events { worker_connections 20000; }
http {
	access_log off;
	keepalive_timeout 600;
	keepalive_requests 100000000;
	client_body_temp_path %[2]s/body;
	proxy_temp_path %[2]s/proxy;
	fastcgi_temp_path %[2]s/fastcgi;
	uwsgi_temp_path %[2]s/uwsgi;
	scgi_temp_path %[2]s/scgi;
%[3]s
}
`, before, dir, inside)
}

// writeNginx leaves a configuration in dir and gives its path.
func writeNginx(dir, text string) (string, error) {
	path := filepath.Join(dir, "nginx.conf")
	return path, os.WriteFile(path, []byte(text), 0o600)
}

// proxyConfig is nginx before a server of ours, as the documents set it up.
func proxyConfig(dir string, port int, upstream string, tls *certificate) string {
	listen := fmt.Sprintf("listen 127.0.0.1:%d backlog=4096;", port)
	if tls != nil {
		listen = fmt.Sprintf("listen 127.0.0.1:%d ssl backlog=4096; ssl_certificate %s; ssl_certificate_key %s;", port, tls.cert, tls.key)
	}
	return nginxFrame(dir, "", fmt.Sprintf(`
	server {
		%s
		location / {
			proxy_pass http://%s;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
			proxy_buffering off;
			proxy_buffer_size 4k;
			proxy_read_timeout 1h;
		}
	}`, listen, upstream))
}
