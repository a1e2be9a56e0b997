package io.freshet.proxy.exchange;

import java.io.EOFException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.Callback;

/** An origin that answers each request with an edition of its own, piece by piece, and may fail at any of them. */
final class ScriptedOrigin {

    /** What the HTTP client notes of a request when it begins to send it. */
    private static final String BEGUN = "io.freshet.proxy.origin.OriginWatch.begun";

    private static final List<String> LIFETIMES = List.of(
            "max-age=60",
            "max-age=60, stale-while-revalidate=600",
            "max-age=1, stale-if-error=600",
            "no-store",
            "private, max-age=60",
            "no-cache",
            "max-age=0");

    private final Turns turns;
    private final Random random;
    private final boolean fails;
    private final Supplier<String> date;
    private final Map<String, Set<String>> editions = new HashMap<>();
    private final Set<String> personal = new HashSet<>();
    private int received;
    private int produced;
    private int underWay;
    private int failures;

    /** @param fails whether it does so now and then */
    ScriptedOrigin(Turns turns, Random random, boolean fails, Supplier<String> date) {
        this.turns = turns;
        this.random = random;
        this.fails = fails;
        this.date = date;
    }

    /** All contents that were ever sent in full, or begun, for a path. */
    Set<String> editions(String path) {
        return editions.getOrDefault(path, Set.of());
    }

    /** Whether this edition may go to the one client alone that caused it. */
    boolean isPersonal(String edition) {
        return personal.contains(edition);
    }

    int received() {
        return received;
    }

    int underWay() {
        return underWay;
    }

    int failures() {
        return failures;
    }

    void receive(ScriptedRequest request) {
        received++;
        underWay++;
        next(request, () -> begin(request));
    }

    /** The proxy does not want the response any more. */
    void aborted(ScriptedRequest request, Throwable cause) {
        next(request, () -> fail(request, cause));
    }

    private void next(ScriptedRequest request, Runnable step) {
        turns.later(() -> {
            if (!request.isOver()) {
                step.run();
            }
        });
    }

    private boolean failsOneTimeIn(int times) {
        boolean now = fails && random.nextInt(times) == 0;
        failures += now ? 1 : 0;
        return now;
    }

    private void fail(ScriptedRequest request, Throwable why) {
        underWay--;
        request.breakOff(why);
    }

    private void begin(ScriptedRequest request) {
        if (failsOneTimeIn(6)) {
            fail(request, failure());
        } else {
            request.attribute(BEGUN, System.nanoTime());
            next(request, () -> head(request));
        }
    }

    private Throwable failure() {
        return switch (random.nextInt(3)) {
            case 0 -> new EOFException();
            case 1 -> new ConnectException();
            default -> new TimeoutException();
        };
    }

    private void head(ScriptedRequest request) {
        if (failsOneTimeIn(8)) {
            fail(request, failure());
            return;
        }
        HttpResponse response = request.response();
        response.version(HttpVersion.HTTP_1_1);
        boolean confirms = request.getHeaders().contains("If-None-Match") && random.nextInt(3) > 0;
        boolean error = !confirms && failsOneTimeIn(8);
        String lifetime = LIFETIMES.get(random.nextInt(LIFETIMES.size()));
        String edition = confirms ? "" : edition(request, lifetime);
        response.status(confirms ? 304 : error ? 503 : 200);
        boolean length = random.nextBoolean();
        response.headers(fields -> fields.add("Date", date.get())
                .add("ETag", confirms ? request.getHeaders().get("If-None-Match") : "\"" + edition.hashCode() + "\"")
                .add("Cache-Control", lifetime));
        if (!confirms) {
            response.headers(fields -> fields.add(
                    length
                            ? new HttpField("Content-Length", "" + edition.length())
                            : new HttpField("Transfer-Encoding", "chunked")));
        }
        request.getResponseListeners().notifyHeaders(response);
        request.getResponseListeners().notifyContentSource(response, request.content());
        boolean headOnly = confirms || request.getMethod().equals("HEAD");
        next(request, () -> piece(request, headOnly ? "" : edition));
    }

    private String edition(Request request, String lifetime) {
        String edition =
                "edition %d of %s; ".formatted(++produced, request.getPath()).repeat(1 + random.nextInt(8));
        editions.computeIfAbsent(request.getPath(), path -> new HashSet<>()).add(edition);
        if (lifetime.startsWith("private") || lifetime.equals("no-store")) {
            personal.add(edition);
        }
        return edition;
    }

    private void piece(ScriptedRequest request, String rest) {
        if (failsOneTimeIn(10)) {
            fail(request, failure());
        } else if (rest.isEmpty()) {
            request.content().write(true, ByteBuffer.allocate(0), Callback.NOOP);
            next(request, () -> {
                underWay--;
                request.succeed();
            });
        } else {
            int size = 1 + random.nextInt(rest.length());
            ByteBuffer bytes = ByteBuffer.wrap(rest.substring(0, size).getBytes(StandardCharsets.US_ASCII));
            // The next piece comes when this one has been read, as from a connection.
            Runnable more = () -> next(request, () -> piece(request, rest.substring(size)));
            request.content().write(false, bytes, Callback.from(more, failed -> {}));
        }
    }
}
