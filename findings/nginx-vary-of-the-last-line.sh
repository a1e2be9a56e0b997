#!/usr/bin/env bash
# nginx 1.22 as a cache: of a Vary in two lines only the last line counts.
#
# One would expect: "Vary: X-A" and "Vary: X-B" in two lines mean "Vary: X-A, X-B" (RFC 9110 §5.3), as applications behind several
#   layers of middleware send it, each adding a line of its own.
# What happens: proxy_cache chooses by X-B alone. A request with another X-A gets the variant that was stored first, as a HIT, with both Vary lines on it.
#   In one line, "Vary: X-A, X-B", both count.
# Version: nginx of Debian 12 (1.22.1), Python 3 for the origin, curl.
# Source: run and seen.
#
# Exit status: 0 it is so, 1 it is not so any more, 2 it could not be tried.
set -uo pipefail
dir=$(mktemp -d) || exit 2
origin= nginx=
trap 'kill $origin $nginx 2>/dev/null; wait 2>/dev/null; rm -rf "$dir"' EXIT
(cd "$dir" && apt-get download nginx >/dev/null 2>&1 && dpkg -x nginx_1.22.1-*.deb root) || { echo "no nginx 1.22.1 to be had"; exit 2; }
program=$dir/root/usr/sbin/nginx
"$program" -v || exit 2
cat > "$dir/origin.py" <<'PYTHON'
import http.server

class Origin(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    count = 0

    def do_GET(self):
        Origin.count += 1
        content = ("made for X-A=%s X-B=%s" % (self.headers["X-A"], self.headers["X-B"])).encode()
        self.send_response(200)
        self.send_header("Cache-Control", "max-age=600")
        for line in (["X-A", "X-B"] if self.path == "/two" else ["X-A, X-B"]):
            self.send_header("Vary", line)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *unused):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Origin)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
python3 "$dir/origin.py" > "$dir/port" & origin=$!
for _ in $(seq 50); do [ -s "$dir/port" ] && break; sleep 0.1; done
listen=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat > "$dir/nginx.conf" <<CONF
$([ "$(id -u)" = 0 ] && echo 'user root;')
daemon off; worker_processes 1; pid $dir/pid; error_log $dir/error.log;
events {}
http {
  access_log off;
  client_body_temp_path $dir/a; proxy_temp_path $dir/b; fastcgi_temp_path $dir/c; uwsgi_temp_path $dir/d; scgi_temp_path $dir/e;
  proxy_cache_path $dir/cache keys_zone=zone:1m;
  server {
    listen 127.0.0.1:$listen;
    location / { proxy_pass http://127.0.0.1:$(cat "$dir/port"); proxy_cache zone; add_header X-Cache \$upstream_cache_status; }
  }
}
CONF
"$program" -p "$dir" -c "$dir/nginx.conf" -e "$dir/error.log" & nginx=$!
for _ in $(seq 50); do curl -s -o "$dir/none" "http://127.0.0.1:$listen/warm" && break; sleep 0.1; done
seen=
for path in /one /two; do
  for pair in "1 1" "2 1" "1 2"; do
    set -- $pair
    got=$(curl -s -D "$dir/head" -H "X-A: $1" -H "X-B: $2" "http://127.0.0.1:$listen$path") || exit 2
    cache=$(tr -d '\r' < "$dir/head" | sed -n 's/^X-Cache: //p')
    printf '%s  asked with X-A=%s X-B=%s: %-4s %s\n' "$path" "$1" "$2" "$cache" "$got"
    seen="$seen$cache "
  done
done
if [ "$seen" = "MISS MISS MISS MISS HIT MISS " ]; then
  echo "So it is: /two is answered with what was made for another X-A."
else
  echo "Not so any more: $seen"; exit 1
fi
