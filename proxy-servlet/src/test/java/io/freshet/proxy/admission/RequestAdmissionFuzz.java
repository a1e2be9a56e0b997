package io.freshet.proxy.admission;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.SettingSource;
import io.freshet.proxy.Freshet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * The gate, in front of an origin with a base path. The first line is the request's method, target and version, the others are its fields.
 * Whatever comes: it is refused, or what the origin will see is unambiguous.
 */
public final class RequestAdmissionFuzz {

    private static final RequestAdmission GATE = gate();

    private RequestAdmissionFuzz() {}

    private static RequestAdmission gate() {
        try {
            return Freshet.start(new ConfigReader(SettingSource.commandLine(
                                    Map.of("origin", "http://origin.example/app", "store", "memory", "memory", "1m")))
                            .proxyConfig())
                    .gate();
        } catch (ConfigException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        String[] lines = new String(data, ISO_8859_1).split("\n", -1);
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || first[0].isEmpty() || !first[1].startsWith("/") || hasControls(lines[0])) {
            return;
        }
        HttpFields.Mutable fields = HttpFields.build();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0
                    && lines[i].substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                    && !hasControls(lines[i])) {
                fields.add(new HttpField(
                        lines[i].substring(0, colon),
                        lines[i].substring(colon + 1).strip()));
            }
        }
        int mark = first[1].indexOf('?');
        TestRequest request = new TestRequest(
                first[0],
                first[2],
                mark < 0 ? first[1] : first[1].substring(0, mark),
                mark < 0 ? Optional.empty() : Optional.of(first[1].substring(mark + 1)),
                fields.asImmutable());
        if (GATE.admit(request) instanceof Admission.Admitted admitted) {
            admitted(admitted, request);
        }
    }

    private static boolean hasControls(String line) {
        return line.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }

    private static void admitted(Admission.Admitted admitted, TestRequest request) {
        String target = admitted.pathAndQuery();
        String path = target.indexOf('?') < 0 ? target : target.substring(0, target.indexOf('?'));
        holds(path.equals("/app") || path.startsWith("/app/"), "nothing leads out of the base path", target);
        holds(!climbs(path.substring("/app".length())), "no server climbs", target);
        holds(target.chars().allMatch(c -> c > ' ' && c != 0x7f), "a target is one word", target);
        holds(target.endsWith(request.query().map(query -> "?" + query).orElse("")), "a query stays", target);
        HttpFields fields = admitted.head().fields();
        for (String name : new String[] {
            "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Upgrade", "Expect", "Proxy-Connection"
        }) {
            holds(!fields.contains(name), "hop-by-hop fields end here", fields);
        }
        holds(
                Optional.ofNullable(fields.get("X-Forwarded-For"))
                        .orElse("192.0.2.1")
                        .equals("192.0.2.1"),
                "no client says who it is",
                fields);
    }

    /** Whether a server that decodes, takes a backslash for a slash, drops parameters or merges slashes goes up from there. */
    private static boolean climbs(String path) {
        String decoded = path;
        for (int i = 0; i < 3; i++) {
            decoded = decoded.toLowerCase(Locale.ROOT)
                    .replace("%2e", ".")
                    .replace("%2f", "/")
                    .replace("%5c", "/")
                    .replace('\\', '/');
        }
        int depth = 0;
        for (String segment : decoded.split("/", -1)) {
            String bare = segment.replaceAll(";.*", "");
            if (bare.equals("..")) {
                depth--;
            } else if (!bare.isEmpty() && !bare.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    private static void holds(boolean property, String what, Object seen) {
        if (!property) {
            throw new AssertionError(what + ": " + seen);
        }
    }
}
