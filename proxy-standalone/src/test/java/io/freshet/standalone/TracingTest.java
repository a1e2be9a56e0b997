package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.config.AccessLogConfig;
import io.freshet.config.AccessLogConfig.Format;
import io.freshet.config.ConfigException;
import io.freshet.standalone.metrics.AccessLog;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawRequest;
import io.freshet.testing.RawResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.RequestLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the origin, the cache and the access log get of traces. */
class TracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String FRESH = "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 5\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private RawOrigin origin;

    @BeforeEach
    void start() {
        origin = RawOrigin.start();
        origin.answer(FRESH + "\nhello");
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    private MeasuredProxy proxy(String newTraces, Format format) throws ConfigException, IOException {
        RequestLog log = AccessLog.of(new AccessLogConfig("stdout", format, 1), new PrintStream(out, true, UTF_8))
                .orElseThrow();
        return MeasuredProxy.start(origin.uri(), Map.of("store", "memory", "new-traces", newTraces), List.of(log));
    }

    private static RawResponse get(MeasuredProxy proxy, String... fields) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            String more = fields.length == 0 ? "" : "\n" + String.join("\n", fields);
            return client.send("GET /a HTTP/1.1\nHost: site.example\nConnection: close" + more)
                    .read();
        }
    }

    private List<String> lines(int count) {
        await().until(() -> out.toString(UTF_8).lines().count() == count);
        return out.toString(UTF_8).lines().toList();
    }

    @ParameterizedTest
    @CsvSource({"00, 00", "01, 01", "03, 03", "ff, 03"})
    void aTraceGoesOnWithThisProxyAsTheParent(String flags, String kept) throws ConfigException, IOException {
        try (MeasuredProxy proxy = proxy("sampled", Format.NCSA)) {
            get(
                    proxy,
                    "traceparent: 00-" + TRACE + "-" + PARENT + "-" + flags,
                    "tracestate: a=1,b=2",
                    "tracestate: c=3");

            RawRequest asked = origin.request();
            assertThat(asked.values("traceparent")).hasSize(1);
            assertThat(asked.value("traceparent").orElse(""))
                    .matches("00-" + TRACE + "-[0-9a-f]{16}-" + kept)
                    .doesNotContain(PARENT);
            assertThat(asked.values("tracestate")).containsExactly("a=1,b=2", "c=3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "ff-" + TRACE + "-" + PARENT + "-01", "00-" + TRACE + "-" + PARENT + "-01-x"})
    void whatIsNoTraceBeginsANewOne(String invalid) throws ConfigException, IOException {
        try (MeasuredProxy proxy = proxy("sampled", Format.NCSA)) {
            get(proxy, "traceparent: " + invalid, "tracestate: a=1");

            assertThat(origin.request().value("traceparent").orElse(""))
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-03")
                    .doesNotContain(TRACE);
            assertThat(origin.request().has("tracestate")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"sampled, 03", "unsampled, 02"})
    void aNewTraceIsRecordedAsTheOperatorWants(String setting, String flags) throws ConfigException, IOException {
        try (MeasuredProxy proxy = proxy(setting, Format.NCSA)) {
            get(proxy);

            assertThat(origin.request().value("traceparent").orElse("")).endsWith("-" + flags);
        }
    }

    @Test
    void noneIsBegunWhereTheOperatorWantsNone() throws ConfigException, IOException {
        try (MeasuredProxy proxy = proxy("none", Format.NCSA)) {
            get(proxy, "traceparent: nonsense");

            assertThat(origin.request().has("traceparent")).isFalse();
            assertThat(lines(1).get(0)).endsWith(" -");
        }
    }

    @Test
    void aTraceIsNoPartOfWhatIsStored() throws ConfigException, IOException {
        origin.answer(FRESH + "Vary: traceparent, tracestate\n\nhello");
        try (MeasuredProxy proxy = proxy("sampled", Format.NCSA)) {
            get(proxy, "traceparent: 00-" + TRACE + "-" + PARENT + "-01", "tracestate: a=1");

            RawResponse other = get(proxy, "traceparent: 00-" + PARENT + PARENT + "-" + PARENT + "-01");
            assertThat(other.value("X-Cache")).contains("HIT");
            assertThat(other.has("traceparent")).isFalse();
            assertThat(get(proxy).value("X-Cache")).contains("HIT");
            assertThat(origin.requests()).hasSize(1);
        }
    }

    @Test
    void aRequestThatIsSentAgainStaysInItsTrace() throws ConfigException, IOException {
        AtomicInteger brokenOff = new AtomicInteger();
        origin.answer(exchange -> {
            if (exchange.reused() && brokenOff.getAndIncrement() == 0) {
                exchange.close();
            } else {
                RawOrigin.respond(FRESH.replace("max-age=60", "no-store") + "\nhello")
                        .handle(exchange);
            }
        });
        try (MeasuredProxy proxy = proxy("sampled", Format.NCSA)) {
            get(proxy);
            // A connection may be free again only a moment after its response is with the client.
            await().until(() -> {
                get(proxy);
                return brokenOff.get() > 0;
            });

            List<String> traces = origin.requests().stream()
                    .map(asked -> asked.value("traceparent").orElse(""))
                    .toList();
            int last = traces.size() - 1;
            assertThat(traces).hasSizeGreaterThan(2).doesNotHaveDuplicates();
            assertThat(traces.get(last).substring(3, 35))
                    .isEqualTo(traces.get(last - 1).substring(3, 35));
            assertThat(traces.subList(0, last - 1)).noneMatch(trace -> trace.substring(3, 35)
                    .equals(traces.get(last).substring(3, 35)));
        }
    }

    @Test
    void aRefreshBehindAClientHasATraceOfItsOwn() throws ConfigException, IOException {
        origin.answer(
                "HTTP/1.1 200 OK\nCache-Control: max-age=0, stale-while-revalidate=60\nContent-Length: 5\n\nhello");
        try (MeasuredProxy proxy = proxy("sampled", Format.NCSA)) {
            get(proxy, "traceparent: 00-" + TRACE + "-" + PARENT + "-01");
            get(proxy, "traceparent: 00-" + TRACE + "-" + PARENT + "-01");
            await().atMost(Duration.ofSeconds(5)).until(() -> origin.requests().size() == 2);

            assertThat(origin.request().value("traceparent").orElse(""))
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-03")
                    .doesNotContain(TRACE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NCSA", "JSON"})
    void theAccessLogSaysWhichTraceItWas(Format format) throws ConfigException, IOException {
        try (MeasuredProxy proxy = proxy("sampled", format)) {
            get(proxy, "Freshet-Trace: forged");
            lines(1);
            get(proxy, "traceparent: 00-" + TRACE + "-" + PARENT + "-01");
            lines(2);
            get(proxy, "traceparent: \"forged\"");

            String begun = origin.request().value("traceparent").orElse("").substring(3, 35);
            List<String> lines = lines(3);
            assertThat(trace(lines.get(0), format)).isEqualTo(begun);
            assertThat(trace(lines.get(1), format)).isEqualTo(TRACE);
            assertThat(trace(lines.get(2), format)).isEqualTo("-");
            assertThat(out.toString(UTF_8)).doesNotContain("forged");
        }
    }

    private static String trace(String line, Format format) throws IOException {
        return format == Format.JSON
                ? new JsonMapper().readTree(line).path("trace").asText("-")
                : line.substring(line.lastIndexOf(' ') + 1);
    }
}
