package io.freshet.proxy.exchange;

import io.freshet.proxy.exchange.Script.Failure;
import java.io.EOFException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
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

    private final Turns turns;
    private final Random random;
    private final Supplier<Script> scripts;
    private final Supplier<String> date;
    private final Map<String, Set<String>> editions = new HashMap<>();
    private final Set<String> personal = new HashSet<>();
    private int received;
    private int produced;
    private int underWay;

    /** @param scripts what it does with the next request */
    ScriptedOrigin(Turns turns, Random random, Supplier<Script> scripts, Supplier<String> date) {
        this.turns = turns;
        this.random = random;
        this.scripts = scripts;
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

    void receive(ScriptedRequest request) {
        received++;
        underWay++;
        Script script = scripts.get();
        next(request, () -> begin(request, script));
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

    private void fail(ScriptedRequest request, Throwable why) {
        underWay--;
        request.breakOff(why);
    }

    private void begin(ScriptedRequest request, Script script) {
        if (script.fails() == Failure.BEFORE_REQUEST) {
            fail(request, unsent());
        } else {
            request.notifyBegin();
            next(request, () -> head(request, script));
        }
    }

    private Throwable unsent() {
        return random.nextBoolean() ? new EOFException() : new ConnectException();
    }

    private Throwable unanswered() {
        return random.nextBoolean() ? new EOFException() : new TimeoutException();
    }

    private void head(ScriptedRequest request, Script script) {
        if (script.fails() == Failure.BEFORE_HEAD) {
            fail(request, unanswered());
            return;
        }
        HttpResponse response = request.response();
        response.version(HttpVersion.HTTP_1_1);
        boolean confirms = script.status() == 304 && request.getHeaders().contains("If-None-Match");
        int status = script.status() == 304 && !confirms ? 200 : script.status();
        String edition = confirms ? "" : edition(request, script.cacheControl());
        response.status(status);
        boolean length = random.nextBoolean();
        response.headers(fields -> fields.add("Date", date.get())
                .add("ETag", confirms ? request.getHeaders().get("If-None-Match") : "\"" + edition.hashCode() + "\"")
                .add("Cache-Control", script.cacheControl()));
        if (!confirms) {
            response.headers(fields -> fields.add(
                    length
                            ? new HttpField("Content-Length", "" + edition.length())
                            : new HttpField("Transfer-Encoding", "chunked")));
        }
        request.getResponseListeners().notifyHeaders(response);
        request.getResponseListeners().notifyContentSource(response, request.content());
        boolean headOnly = confirms || request.getMethod().equals("HEAD");
        boolean breaksOff = script.fails() == Failure.IN_CONTENT;
        next(request, () -> piece(request, headOnly ? "" : edition, breaksOff));
    }

    private String edition(Request request, String cacheControl) {
        String edition =
                "edition %d of %s; ".formatted(++produced, request.getPath()).repeat(1 + random.nextInt(8));
        editions.computeIfAbsent(request.getPath(), path -> new HashSet<>()).add(edition);
        if (cacheControl.startsWith("private") || cacheControl.equals("no-store")) {
            personal.add(edition);
        }
        return edition;
    }

    private void piece(ScriptedRequest request, String rest, boolean breaksOff) {
        int size = rest.isEmpty() ? 0 : 1 + random.nextInt(rest.length());
        // Before the last piece: a message whose every byte has come is whole.
        if (breaksOff && (size == rest.length() || random.nextInt(3) == 0)) {
            fail(request, unanswered());
        } else if (rest.isEmpty()) {
            request.content().write(true, ByteBuffer.allocate(0), Callback.NOOP);
            next(request, () -> {
                underWay--;
                request.succeed();
            });
        } else {
            ByteBuffer bytes = ByteBuffer.wrap(rest.substring(0, size).getBytes(StandardCharsets.US_ASCII));
            // The next piece comes when this one has been read, as from a connection.
            Runnable more = () -> next(request, () -> piece(request, rest.substring(size), breaksOff));
            request.content().write(false, bytes, Callback.from(more, failed -> {}));
        }
    }
}
