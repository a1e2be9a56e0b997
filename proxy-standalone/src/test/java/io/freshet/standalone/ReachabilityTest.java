package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.freshet.testing.FreePort;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import io.freshet.testing.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the log and {@code Cache-Status} say of an origin that cannot be reached. */
class ReachabilityTest {

    private static final int REQUESTS = 5;

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger logger = context.getLogger("io.freshet.proxy.origin.Reachability");
    private final ListAppender<ILoggingEvent> kept = new ListAppender<>();

    @BeforeEach
    void listen() {
        kept.setContext(context);
        kept.start();
        logger.addAppender(kept);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(kept);
    }

    @Test
    void one_line_when_it_goes_and_one_when_it_is_back() throws Exception {
        try (RawOrigin origin = RawOrigin.start()) {
            origin.answer("HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: 2\n\nok");
            URI uri = origin.uri();
            try (StandaloneUnderTest proxy = StandaloneUnderTest.start(uri, Map.of("store", "memory"))) {
                assertThat(get(proxy).status()).isEqualTo(200);
                assertThat(kept.list).isEmpty();
                for (int outage = 1; outage <= 2; outage++) {
                    origin.refuse();
                    assertUnreached(proxy, "origin-refused");
                    origin.accept();
                    assertThat(get(proxy).status()).isEqualTo(200);
                    assertThat(get(proxy).status()).isEqualTo(200);
                    assertThat(lines(Level.WARN)).hasSize(outage).allSatisfy(line -> assertThat(line)
                            .isEqualTo("The origin " + uri + " cannot be reached: Connection refused"));
                    assertThat(lines(Level.INFO)).hasSize(outage).allSatisfy(line -> assertThat(line)
                            .startsWith("The origin " + uri + " is back after "));
                }
            }
        }
    }

    @Test
    void a_name_without_an_address() throws Exception {
        URI uri = URI.create("http://does-not-exist.invalid:" + FreePort.next());
        try (StandaloneUnderTest proxy = StandaloneUnderTest.start(uri, Map.of("store", "memory"))) {
            assertUnreached(proxy, "origin-name-unknown");
            assertThat(lines(Level.WARN))
                    .containsExactly("The origin " + uri + " cannot be reached: its name leads to no address");
        }
    }

    @Test
    void a_certificate_that_is_not_believed(@TempDir Path directory) throws Exception {
        TestCertificate certificate = TestCertificate.make(directory, "origin", "EC");
        try (JettyOrigin origin = new JettyOrigin(Optional.of(certificate), Optional.empty(), false, new Anything());
                StandaloneUnderTest proxy =
                        StandaloneUnderTest.start(origin.uri("localhost"), Map.of("store", "memory"))) {
            assertUnreached(proxy, "origin-untrusted");
            assertThat(lines(Level.WARN)).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("The origin " + origin.uri("localhost") + " cannot be reached: TLS failed: ")
                    .contains("certification path"));
        }
    }

    private static final class Anything extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
        }
    }

    private static void assertUnreached(StandaloneUnderTest proxy, String detail) throws IOException {
        for (int i = 0; i < REQUESTS; i++) {
            RawResponse response = get(proxy);
            assertThat(response.status()).isEqualTo(502);
            assertThat(response.value("Cache-Status"))
                    .hasValueSatisfying(why -> assertThat(why).endsWith("; detail=" + detail));
        }
    }

    private List<String> lines(Level level) {
        return kept.list.stream()
                .filter(event -> event.getLevel().equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static RawResponse get(StandaloneUnderTest proxy) throws IOException {
        try (RawClient client = RawClient.connect(proxy.port())) {
            return client.send("GET /a HTTP/1.1\nHost: site.example").read();
        }
    }
}
