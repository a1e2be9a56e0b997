#!/usr/bin/env bash
# nginx 1.22 as a cache: a directive that only ends like "s-maxage" is taken for it.
#
# One would expect: "Cache-Control: max-age=0, cdn-s-maxage=600" is a response that is stale at once: cdn-s-maxage is an extension that nginx does not
#   know and ignores (RFC 9111 §5.2.3: a cache MUST ignore unrecognized cache directives).
# What happens: proxy_cache looks for the text "s-maxage=" anywhere in the value, and keeps the response for ten minutes. "foo-max-age=600" alone is a
#   lifetime too, and "x-no-store=1" or the RFC's own example community="private" keep a response with max-age out of the cache. A quoted max-age="600", which
#   a cache should take (§5.2), is none.
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
import urllib.parse

class Origin(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Cache-Control", urllib.parse.unquote(self.path[1:]))
        self.send_header("Content-Length", "0")
        self.end_headers()

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
while IFS= read -r value; do
  path=$(printf '%s' "$value" | sed 's/ /%20/g; s/"/%22/g')
  for _ in 1 2; do
    curl -s -o "$dir/none" -D "$dir/head" "http://127.0.0.1:$listen/$path" || exit 2
  done
  cache=$(tr -d '\r' < "$dir/head" | sed -n 's/^X-Cache: //p')
  printf 'the second request for "%s": %s\n' "$value" "$cache"
  seen="$seen$cache "
done <<'VALUES'
max-age=600
max-age=0, max-age-hint=600
max-age=0, cdn-s-maxage=600
foo-max-age=600
max-age=600, x-no-store=1
max-age=600, community="private"
max-age="600"
VALUES
if [ "$seen" = "HIT MISS HIT HIT MISS MISS MISS " ]; then
  echo "So it is: the directives are found by substring."
else
  echo "Not so any more: $seen"; exit 1
fi
