package io.freshet.standalone.admin;

import io.freshet.admin.AdminReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;

/**
 * The page for people on the admin port. It tells nothing by itself: whatever it shows it asks of the API, with the token where there
 * is one, so its files need no token.
 */
final class Dashboard {

    /**
     * What goes with everything that this port answers, beside what goes with every reply. A page may load only what comes from here, may be in no other page, and may not
     * make markup out of text, so that a URL of a hostile client stays text.
     */
    static final HttpFields SAFEGUARDS = HttpFields.build()
            .put("X-Frame-Options", "DENY")
            .put("Referrer-Policy", "no-referrer")
            .put(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                            + " require-trusted-types-for 'script'; trusted-types 'none'")
            .asImmutable();

    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "js", "text/javascript", "css", "text/css");

    private static final Map<String, String> FILES = Map.of(
            "/", "dashboard.html",
            "/dashboard.js", "dashboard.js",
            "/dashboard.css", "dashboard.css",
            "/uplot.js", "uplot/dist/uPlot.iife.min.js",
            "/uplot.css", "uplot/dist/uPlot.min.css");

    /** What {@code dashboard.js} is made of. */
    private static final Pattern PART = Pattern.compile("/dashboard/([a-z]{1,16}\\.js)");

    private Dashboard() {}

    /** What is at a path; nothing if that is none of the page's. */
    static Optional<AdminReply> file(String path) {
        Matcher part = PART.matcher(path);
        return part.matches()
                ? read("parts/" + part.group(1))
                : Optional.ofNullable(FILES.get(path)).flatMap(Dashboard::read);
    }

    private static Optional<AdminReply> read(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try (InputStream in = Dashboard.class.getResourceAsStream("dashboard/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(new AdminReply(200, type + "; charset=utf-8", text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
