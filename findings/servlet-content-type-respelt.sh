#!/usr/bin/env bash
# In Jetty and in Tomcat, HttpServletResponse.setHeader("Content-Type", v) does not send v.
#
# One would expect: setHeader "sets a response header with the given name and value" (Servlet 6.0), so that a proxy that copies fields
#   passes on the bytes it was given, and a signature over them (RFC 9421) still fits.
# What happens: both take the value apart and put another together. Of "text/html; charset=UTF-8" Jetty makes "text/html;charset=utf-8"
#   and Tomcat "text/html;charset=UTF-8". Jetty makes "text/html" of "TEXT/HTML", and leaves 'Text/Html;Charset="Utf-8"' as it is.
#   Any other field, Content-Language for one, goes out as it was set.
# Version: org.eclipse.jetty.ee10:jetty-ee10-servlet 12.1.14, org.apache.tomcat.embed:tomcat-embed-core 10.1.44, a JDK 17 or later.
# Source: run and seen.
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
    <dependency><groupId>org.eclipse.jetty.ee10</groupId><artifactId>jetty-ee10-servlet</artifactId><version>12.1.14</version></dependency>
    <dependency><groupId>org.apache.tomcat.embed</groupId><artifactId>tomcat-embed-core</artifactId><version>10.1.44</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
(cd "$here" && ./mvnw -q -f "$dir/pom.xml" -Dmaven.repo.local="$dir/m2" \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory="$dir/lib") || exit 2

cat > "$dir/Types.java" <<'JAVA'
import jakarta.servlet.http.*;
import java.io.*;
import java.net.*;
import java.util.*;

class Types {
    static final String[] TYPES = {"text/html; charset=UTF-8", "TEXT/HTML", "Text/Html;Charset=\"Utf-8\"", "application/x; a=b"};

    static class Says extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String type = TYPES[Integer.parseInt(request.getQueryString())];
            response.setHeader("Content-Type", type);
            response.setHeader("Content-Language", type);
            response.getOutputStream().write(120);
        }
    }

    static int jetty() throws Exception {
        var server = new org.eclipse.jetty.server.Server(new InetSocketAddress("127.0.0.1", 0));
        var context = new org.eclipse.jetty.ee10.servlet.ServletContextHandler("/");
        context.addServlet(new org.eclipse.jetty.ee10.servlet.ServletHolder(new Says()), "/");
        server.setHandler(context);
        server.start();
        return ((org.eclipse.jetty.server.ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    static int tomcat(String base) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        var tomcat = new org.apache.catalina.startup.Tomcat();
        tomcat.setBaseDir(base);
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var context = tomcat.addContext("", base);
        org.apache.catalina.startup.Tomcat.addServlet(context, "says", new Says());
        context.addServletMappingDecoded("/", "says");
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    static Map<String, String> ask(int port, int number) throws Exception {
        Map<String, String> fields = new HashMap<>();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(("GET /?" + number + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").getBytes());
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0) fields.put(line.substring(0, colon).toLowerCase(), line.substring(colon + 1).trim());
            }
        }
        return fields;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Integer> ports = new TreeMap<>(Map.of("Jetty", jetty(), "Tomcat", tomcat(arguments[0])));
        List<String> got = new ArrayList<>();
        boolean others = true;
        for (var server : ports.entrySet()) {
            for (int i = 0; i < TYPES.length; i++) {
                var fields = ask(server.getValue(), i);
                System.out.println(server.getKey() + ": set " + TYPES[i] + ", sent " + fields.get("content-type"));
                got.add(fields.get("content-type"));
                others &= TYPES[i].equals(fields.get("content-language"));
            }
        }
        boolean so = others
                && got.get(0).equals("text/html;charset=utf-8")
                && got.get(1).equals("text/html")
                && got.get(2).equals(TYPES[2])
                && got.get(4).equals("text/html;charset=UTF-8");
        System.exit(so ? 0 : 1);
    }
}
JAVA
echo "jetty-ee10-servlet 12.1.14, tomcat-embed-core 10.1.44, java $(java -version 2>&1 | head -n 1)"
timeout 60 java -cp "$dir/lib/*" "$dir/Types.java" "$dir"
case $? in
  0) echo "So it is: what setHeader is given for Content-Type is not what is sent." ;;
  1) echo "Not so any more."; exit 1 ;;
  *) exit 2 ;;
esac
