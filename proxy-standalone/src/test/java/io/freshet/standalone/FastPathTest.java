package io.freshet.standalone;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.SettingSource;
import io.freshet.http.HttpDate;
import io.freshet.proxy.Freshet;
import io.freshet.proxy.admission.Admission;
import io.freshet.servlet.CachingProxyServlet;
import io.freshet.standalone.core.CoreClientRequest;
import io.freshet.testing.FreePort;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers on one cache, one with the fast path and one without: whatever is asked, they say the same. */
class FastPathTest {

    private static final Pattern AGE = Pattern.compile("(?im)^(age): (\\d+)$");
    private static final Pattern TTL = Pattern.compile("ttl=(-?\\d+)");
    private static final Pattern BOUNDARY = Pattern.compile("freshet-[0-9a-f]+");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: \\d+$");
    private static final Pattern DATE = Pattern.compile("(?im)^date: (.+)$");

    private static final String BIG = "0123456789".repeat(30_000);
    private static final AtomicInteger PATHS = new AtomicInteger();

    /** What the origin says; ORIGIN stands for its address, NOW for the time. */
    private static final Map<String, String> RESPONSES = new LinkedHashMap<>();

    static {
        RESPONSES.put("plain", ok("Cache-Control: max-age=60\nETag: \"e\"\nContent-Type: text/plain\nDate: NOW"));
        RESPONSES.put("no date", ok("Cache-Control: max-age=60\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT"));
        RESPONSES.put(
                "public", ok("Cache-Control: public, s-maxage=60\nSet-Cookie: a=b; Path=/; X=\"q\"\nSet-Cookie: c=d"));
        RESPONSES.put("heuristic", ok("Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT\nDate: NOW"));
        RESPONSES.put("no lifetime", ok("ETag: W/\"w\""));
        RESPONSES.put("vary", ok("Cache-Control: max-age=60\nVary: Accept-Encoding, Accept-Language\nETag: \"v\""));
        RESPONSES.put("vary by client", ok("Cache-Control: max-age=60\nVary: X-Forwarded-For"));
        RESPONSES.put("vary by cookie", ok("Cache-Control: max-age=60\nVary: Cookie"));
        RESPONSES.put("named no-cache", ok("Cache-Control: max-age=60, no-cache=\"X-Secret\"\nX-Secret: s\nX-Told: t"));
        RESPONSES.put("no-cache", ok("Cache-Control: no-cache\nETag: \"n\""));
        RESPONSES.put("no-store", ok("Cache-Control: no-store"));
        RESPONSES.put("groups", ok("Cache-Control: max-age=60\nCache-Groups: \"a\""));
        RESPONSES.put("surrogate", ok("Surrogate-Control: max-age=60\nCache-Control: no-store"));
        RESPONSES.put("immutable", ok("Cache-Control: max-age=60, immutable\nAge: 7\nCache-Status: Up; hit"));
        RESPONSES.put("chunked", """
                HTTP/1.1 200 OK
                Cache-Control: max-age=60
                Transfer-Encoding: chunked

                5\r
                hello\r
                0\r
                \r
                """);
        RESPONSES.put(
                "big",
                "HTTP/1.1 200 OK\nCache-Control: max-age=60\nETag: \"b\"\nContent-Length: " + BIG.length() + "\n\n"
                        + BIG);
        RESPONSES.put(
                "page",
                "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Type: text/html\nETag: \"e\"\nContent-Length: "
                        + BIG.length() + "\n\n" + BIG);
        RESPONSES.put("empty", "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 0\n\n");
        RESPONSES.put("no content", "HTTP/1.1 204 No Content\nCache-Control: max-age=60\n\n");
        RESPONSES.put("not found", "HTTP/1.1 404 Not Found\nCache-Control: max-age=60\nContent-Length: 4\n\nnone");
        RESPONSES.put(
                "redirect",
                "HTTP/1.1 301 Moved Permanently\nCache-Control: max-age=60\nLocation: ORIGIN/else\nContent-Length: 0\n\n");
    }

    private static final List<String> REQUESTS = List.of(
            "GET",
            "HEAD",
            "GET\nAccept-Encoding: gzip\nAccept-Language: de, en;q=0.5\nUser-Agent: x",
            "GET\nAccept-Encoding: br;q=0.5, gzip",
            "HEAD\nAccept-Encoding: br",
            "GET\nAccept-Encoding: gzip\nIf-None-Match: W/\"e\"",
            "GET\nAccept-Encoding: gzip\nRange: bytes=1-2",
            "GET\nCookie: a=b",
            "GET\nCookie: c=d\nCookie: e=f",
            "GET\nAuthorization: Basic x",
            "GET\nIf-None-Match: \"e\"",
            "GET\nIf-None-Match: *",
            "HEAD\nIf-None-Match: W/\"w\", \"v\"",
            "GET\nIf-None-Match: \"other\"",
            "GET\nIf-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT",
            "GET\nIf-Match: \"e\"",
            "GET\nRange: bytes=1-2",
            "GET\nRange: bytes=-3\nIf-Range: \"e\"",
            "GET\nRange: bytes=0-0,2-3",
            "GET\nRange: bytes=400000-",
            "HEAD\nRange: bytes=1-2",
            "GET\nCache-Control: no-cache",
            "GET\nCache-Control: max-age=0",
            "GET\nCache-Control: min-fresh=3600",
            "GET\nCache-Control: only-if-cached",
            "GET\nPragma: no-cache",
            "GET\nConnection: close",
            "GET\nConnection: Accept-Encoding, keep-alive\nAccept-Encoding: br",
            "GET\nX-Forwarded-For: 1.2.3.4\nForwarded: for=1.2.3.4",
            "GET\nSurrogate-Capability: a=\"Surrogate/1.0\"",
            "GET\nContent-Length: 0",
            "GET\nVia: 1.1 other\nX-Unknown: y\nTE: trailers",
            "GET\nExpect: 100-continue");

    private static RawOrigin origin;
    private static Freshet freshet;
    private static FreshetServer fast;
    private static FreshetServer slow;

    /** How often the server with the fast path did not take it. */
    private static final AtomicInteger PASSED_ON = new AtomicInteger();

    @BeforeAll
    static void start() throws ConfigException, IOException {
        origin = RawOrigin.start();
        freshet = Freshet.start(new ConfigReader(SettingSource.commandLine(Map.of(
                        "origin",
                        origin.uri().toString(),
                        "host",
                        "127.0.0.1",
                        "port",
                        Integer.toString(FreePort.next()),
                        "compress",
                        "br,gzip",
                        "store",
                        "memory")))
                .proxyConfig());
        fast = new FreshetServer(freshet, new CountingServlet());
        slow = new FreshetServer(
                new ConfigReader(SettingSource.commandLine(Map.of(
                                "origin",
                                origin.uri().toString(),
                                "host",
                                "127.0.0.1",
                                "port",
                                Integer.toString(FreePort.next()))))
                        .proxyConfig(),
                new CachingProxyServlet(freshet),
                SlowPath::new);
        fast.start();
        slow.start();
    }

    @AfterAll
    static void stop() throws IOException {
        fast.close();
        slow.close();
        freshet.close();
        origin.close();
    }

    static Stream<Arguments> everyRequestOfEveryResponse() {
        return RESPONSES.keySet().stream()
                .flatMap(response -> REQUESTS.stream().map(request -> Arguments.of(response, request)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyRequestOfEveryResponse")
    void both_ways_give_the_same_answer(String response, String request) {
        String path = stored(response);
        assertAlike(() -> said(fast, path, request), () -> said(slow, path, request));
    }

    static Stream<Arguments> everyRequestOfEveryResponseInHttp2() {
        return everyRequestOfEveryResponse()
                .filter(row -> !row.get()[1].toString().contains("\nConnection:"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyRequestOfEveryResponseInHttp2")
    void both_ways_give_the_same_answer_in_HTTP_2_and_that_of_HTTP_1(String response, String request) {
        String path = stored(response);
        assertAlike(() -> saidInHttp2(fast, path, request), () -> saidInHttp2(slow, path, request));
        assertAlike(() -> saidInHttp2(fast, path, request), () -> saidInHttp1(fast, path, request));
    }

    /** What is not stored: the first way carries it without the servlet API, the other one by the servlet. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyRequestOfEveryResponse")
    void both_ways_carry_a_request_to_the_origin_alike(String response, String request) {
        assertCarriedAlike(response, request, FastPathTest::said, 0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyRequestOfEveryResponseInHttp2")
    void both_ways_carry_a_request_in_HTTP_2_to_the_origin_alike(String response, String request) {
        // Who expects leave to go on has content to send.
        assertCarriedAlike(response, request, FastPathTest::saidInHttp2, request.contains("Expect") ? 1 : 0);
    }

    /** How a request is sent, and what is said to it. */
    private interface Sending {
        Said said(FreshetServer server, String path, String request);
    }

    /** @param byServlet how many of them the servlet gets all the same */
    private static void assertCarriedAlike(String response, String request, Sending sending, int byServlet) {
        answerWith(response);
        int before = PASSED_ON.get();
        String one = newPath();
        Said byCore = sending.said(fast, one, request);
        assertThat(PASSED_ON).hasValue(before + byServlet);

        String other = newPath();
        Said byOther = sending.said(slow, other, request);
        assertThat(asked(other)).isEqualTo(asked(one));
        if (!byOther.equals(byCore)) {
            // A second may have ended between the two.
            answerWith(response);
            byCore = sending.said(fast, newPath(), request);
            byOther = sending.said(slow, newPath(), request);
        }
        assertThat(byOther).isEqualTo(byCore);
    }

    /** Method and fields of what the origin was asked for a path. */
    private static List<String> asked(String path) {
        return origin.requests().stream()
                .filter(asked -> asked.startLine().contains(path + " "))
                .map(asked -> asked.startLine().replace(path, "PATH") + "\n"
                        + asked.fieldLines().stream()
                                .map(line -> line.replaceFirst("(traceparent: ..-).*(-..)", "$1RANDOM$2"))
                                .sorted()
                                .collect(Collectors.joining("\n")))
                .toList();
    }

    /** The other answer is that of the first way; where its age is another one, it lies between those that the first way tells before and after. */
    private static void assertAlike(Supplier<Said> one, Supplier<Said> other) {
        Said before = one.get();
        Said between = other.get();
        // What has to be fetched again may be younger the next time.
        for (int again = 0; again < 5 && !between.equals(before); again++) {
            Said after = one.get();
            if (between.isBetween(before, after)) {
                return;
            }
            before = after;
            between = other.get();
        }
        assertThat(between).isEqualTo(before);
    }

    /** What an answer says but its age, which is told in whole seconds. The lifetime that is left has the age added. */
    private record Said(long age, String head, String body) {

        static Said of(String head, String body) {
            Matcher told = AGE.matcher(head);
            long age = told.find() ? Long.parseLong(told.group(2)) : 0;
            String ageless = told.replaceFirst("$1: AGE");
            return new Said(
                    age,
                    TTL.matcher(ageless).replaceFirst(left -> "ttl+age=" + (Long.parseLong(left.group(1)) + age)),
                    body);
        }

        boolean isLike(Said other) {
            return head.equals(other.head) && body.equals(other.body);
        }

        boolean isBetween(Said before, Said after) {
            return isLike(before) && isLike(after) && before.age <= age && age <= after.age;
        }
    }

    private static Said saidInHttp2(FreshetServer server, String path, String request) {
        Instant began = Instant.now();
        try (Http2Client client = Http2Client.connect(server.port())) {
            Http2Client.Response response = client.read(client.request(
                    Http2Client.lines(request.replaceFirst("\n|$", " " + path + " HTTP/1.1\nHost: www.example\n"))));
            assertThat(response.fields()).allSatisfy(field -> assertThat(field.getName())
                    .isLowerCase()
                    .isNotIn("connection", "keep-alive", "transfer-encoding", "upgrade"));
            return alike(
                    began,
                    response.status(),
                    response.fields().stream().map(field -> field.getName() + ": " + field.getValue()),
                    response.end().startsWith("RESET") ? RawResponse.End.TRUNCATED.name() : response.end(),
                    response.text());
        }
    }

    private static Said saidInHttp1(FreshetServer server, String path, String request) {
        Instant began = Instant.now();
        RawResponse response = exchange(server, path, request);
        return alike(
                began,
                response.status(),
                response.fieldLines().stream()
                        .map(line -> line.split(":", 2))
                        .map(line -> line[0].toLowerCase(Locale.ROOT) + ": " + line[1].trim())
                        .filter(line -> !line.startsWith("transfer-encoding:") && !line.startsWith("connection:")),
                response.end().name(),
                new String(response.body(), StandardCharsets.ISO_8859_1));
    }

    private static Said alike(Instant began, int status, Stream<String> fields, String end, String body) {
        return alike(began, status + "\n" + fields.sorted().collect(Collectors.joining("\n")) + "\n" + end, body);
    }

    @ParameterizedTest
    @MethodSource("hits")
    void what_memory_can_answer_takes_the_fast_path_in_HTTP_2(String response, String request) {
        String path = inMemory(response);
        int before = PASSED_ON.get();

        assertThat(saidInHttp2(fast, path, request).head()).contains("x-cache: HIT");
        assertThat(saidInHttp2(fast, path, request).head()).contains("x-cache: HIT");

        assertThat(PASSED_ON).hasValue(before);
    }

    @ParameterizedTest
    @MethodSource("hits")
    void what_memory_can_answer_takes_the_fast_path(String response, String request) {
        String path = inMemory(response);
        int before = PASSED_ON.get();

        assertThat(exchange(fast, path, request).value("X-Cache")).contains("HIT");
        assertThat(exchange(fast, path, request).value("X-Cache")).contains("HIT");

        assertThat(PASSED_ON).hasValue(before);
    }

    static Stream<Arguments> hits() {
        return Stream.of(
                Arguments.of("plain", "GET"),
                Arguments.of("plain", "HEAD"),
                Arguments.of("groups", "GET"),
                Arguments.of("plain", "GET\nIf-None-Match: \"e\""),
                Arguments.of("plain", "GET\nRange: bytes=1-2"),
                Arguments.of("plain", "GET\nCookie: a=b"),
                Arguments.of("vary", "GET"),
                Arguments.of("vary by client", "GET"),
                Arguments.of("big", "GET"),
                Arguments.of("page", "GET"),
                Arguments.of("page", "GET\nAccept-Encoding: gzip;q=0"),
                Arguments.of("page", "GET\nAccept-Encoding: br\nRange: bytes=1-2"),
                Arguments.of("redirect", "GET"),
                Arguments.of("not found", "GET"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET\nAccept-Encoding: br", "HEAD\nAccept-Encoding: gzip"})
    void what_is_compressed_in_memory_takes_the_fast_path(String request) {
        String path = stored("page");
        Awaitility.await()
                .until(() ->
                        exchange(fast, path, request).value("Content-Encoding").isPresent());
        int before = PASSED_ON.get();

        Instant began = Instant.now();
        RawResponse small = exchange(fast, path, request);
        assertThat(small.value("Content-Encoding")).isPresent();
        assertThat(said(began, small)).matches(said(fast, path, request)::isLike);
        assertThat(exchange(fast, path, "GET").text()).isEqualTo(BIG);

        assertThat(PASSED_ON).hasValue(before);
    }

    @Test
    void an_answer_that_was_kept_ready_goes_with_what_it_was_made_of() {
        String path = stored("plain");
        assertThat(exchange(fast, path, "GET").value("X-Cache")).contains("HIT");
        assertThat(exchange(fast, path, "GET").value("X-Cache")).contains("HIT");

        exchange(fast, path, "DELETE");

        assertThat(exchange(fast, path, "GET").value("X-Cache")).contains("MISS");
    }

    @Test
    void another_host_gets_an_answer_of_its_own() {
        String path = stored("plain");
        assertThat(exchange(fast, path, "GET").value("X-Cache")).contains("HIT");

        try (RawClient client = RawClient.connect(fast.port())) {
            client.send("GET " + path + " HTTP/1.1\nHost: elsewhere.example");
            assertThat(client.read().value("X-Cache")).contains("MISS");
        }
    }

    private static String ok(String fields) {
        return "HTTP/1.1 200 OK\n" + fields + "\nContent-Length: 5\n\nhello";
    }

    /** A new path with a response that has come once, if it can be stored at all. */
    private static String stored(String response) {
        answerWith(response);
        String path = newPath();
        exchange(slow, path, "GET");
        return path;
    }

    private static String newPath() {
        return String.format("/f%05d", PATHS.incrementAndGet());
    }

    private static void answerWith(String response) {
        origin.answer(RESPONSES
                .getOrDefault(response, "")
                .replace("ORIGIN", origin.uri().toString())
                .replace("NOW", RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))));
    }

    /** A response may be complete at the client a moment before it is stored. */
    private static String inMemory(String response) {
        String path = stored(response);
        Awaitility.await().until(() -> exchange(slow, path, "GET").value("X-Cache"), Optional.of("HIT")::equals);
        return path;
    }

    private static RawResponse exchange(FreshetServer server, String path, String request) {
        String[] methodAndFields = request.split("\n", 2);
        String fields = methodAndFields.length > 1 ? "\n" + methodAndFields[1] : "";
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(methodAndFields[0] + " " + path + " HTTP/1.1\nHost: www.example" + fields);
            return methodAndFields[0].equals("HEAD") ? client.readToHead() : client.read();
        }
    }

    /** All of a response but what is random in it. */
    private static Said said(FreshetServer server, String path, String request) {
        Instant began = Instant.now();
        return said(began, exchange(server, path, request));
    }

    private static Said said(Instant began, RawResponse response) {
        String fields = response.fieldLines().stream().sorted().collect(Collectors.joining("\n"));
        String body = new String(response.body(), StandardCharsets.ISO_8859_1);
        return alike(began, response.startLine() + "\n" + fields + "\n" + response.end(), body);
    }

    /** A date that was made for this exchange, or just before it, is like every other one: what is stored twice is dated differently. */
    private static Said alike(Instant began, String head, String body) {
        Instant from = began.truncatedTo(ChronoUnit.SECONDS).minusSeconds(2);
        Instant to = Instant.now();
        String dated = DATE.matcher(head).replaceFirst(line -> HttpDate.parse(line.group(1))
                .filter(date -> !date.isBefore(from) && !date.isAfter(to))
                .map(date -> "date: NOW")
                .orElse(Matcher.quoteReplacement(line.group())));
        // Most contents are large, and have no boundary.
        return body.contains("freshet-")
                ? Said.of(
                        BOUNDARY.matcher(LENGTH.matcher(dated).replaceFirst("Content-Length: ROUGHLY"))
                                .replaceAll("BOUNDARY"),
                        BOUNDARY.matcher(body).replaceAll("BOUNDARY"))
                : Said.of(BOUNDARY.matcher(dated).replaceAll("BOUNDARY"), body);
    }

    private static final class CountingServlet extends CachingProxyServlet {

        private static final long serialVersionUID = 1L;

        CountingServlet() {
            super(freshet);
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            PASSED_ON.incrementAndGet();
            super.service(request, response);
        }
    }

    /** Keeps everybody, the servlet too, from looking at what is ready. */
    private static final class SlowPath extends Handler.Wrapper {

        SlowPath(Handler rest) {
            super(rest);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            request.setAttribute(Admission.ATTRIBUTE, freshet.gate().admit(new CoreClientRequest(request)));
            return super.handle(request, response, callback);
        }
    }
}
