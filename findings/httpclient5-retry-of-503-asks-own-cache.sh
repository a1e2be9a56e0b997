#!/usr/bin/env bash
# Apache HttpClient 5 with its cache: the automatic retry of a 503 is answered by the client's own cache.
#
# One would expect: HttpClient retries a 503 after a second, by default, and the retry asks the origin, with a cache as without
#   one. Without a cache it does: an origin that is well again after its first 503 is seen as well.
# What happens: CachingHttpClients stores a 503 that states a lifetime (allowed, RFC 9111 §3), and the retry runs outside the cache.
#   The retry waits its second and then gets the stored 503, now with "Age: 1". The origin is asked once. Each request within the
#   lifetime pays the second again. A 503 that states no lifetime is retried at the origin, in both clients.
# Version: org.apache.httpcomponents.client5:httpclient5-cache 5.6.5, a JDK 17 or later.
# Source: run and seen. DefaultHttpRequestRetryStrategy lists 503 among the codes that are retried.
#
# Exit status: 0 it is so, 1 it is not so any more, 2 it could not be tried.
set -uo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cat > "$dir/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.httpcomponents.client5</groupId><artifactId>httpclient5-cache</artifactId><version>5.6.5</version>
    </dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
POM
(cd "$here" && ./mvnw -q -f "$dir/pom.xml" -Dmaven.repo.local="$dir/m2" \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory="$dir/lib") || exit 2

cat > "$dir/Retry.java" <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.cache.CachingHttpClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;

class Retry {
    static AtomicInteger asked = new AtomicInteger();
    static boolean lifetime;

    public static void main(String[] none) throws Exception {
        HttpServer origin = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        origin.createContext("/", exchange -> {
            boolean first = asked.incrementAndGet() == 1;
            if (lifetime) {
                exchange.getResponseHeaders().add("Cache-Control", "max-age=5");
            }
            exchange.sendResponseHeaders(first ? 503 : 200, -1);
            exchange.close();
        });
        origin.start();
        String url = "http://127.0.0.1:" + origin.getAddress().getPort() + "/";
        String seen = "";
        for (boolean stated : new boolean[] {false, true}) {
            for (boolean cached : new boolean[] {false, true}) {
                lifetime = stated;
                asked.set(0);
                try (CloseableHttpClient client =
                        cached ? CachingHttpClients.createMemoryBound() : HttpClients.createDefault()) {
                    String got = client.execute(new HttpGet(url), response -> response.getCode() + ", Age: "
                            + (response.containsHeader("Age") ? response.getFirstHeader("Age").getValue() : "none"));
                    System.out.printf("lifetime stated: %-5s cache: %-5s -> %s; origin asked %d times%n",
                            stated, cached, got, asked.get());
                    seen += got.substring(0, 3) + "/" + asked.get() + " ";
                }
            }
        }
        origin.stop(0);
        System.exit(seen.equals("200/2 200/2 200/2 503/1 ") ? 0 : 1);
    }
}
JAVA
echo "httpclient5-cache 5.6.5, java $(java -version 2>&1 | head -n 1)"
timeout 60 java -cp "$dir/lib/*" "$dir/Retry.java"
case $? in
  0) echo "So it is: with a cache and a stated lifetime the retry never reaches the origin." ;;
  1) echo "Not so any more."; exit 1 ;;
  *) exit 2 ;;
esac
