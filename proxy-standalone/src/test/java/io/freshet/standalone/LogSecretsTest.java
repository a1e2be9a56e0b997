package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.freshet.config.AccessLogConfig;
import io.freshet.config.AccessLogConfig.Format;
import io.freshet.config.ConfigException;
import io.freshet.config.LogLevel;
import io.freshet.standalone.metrics.AccessLog;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** At the level that tells most, with stack traces and both access logs, through requests that go well and badly. */
class LogSecretsTest {

    private static final String SECRET = "s3cr3t";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Kept kept = new Kept();
    private final ByteArrayOutputStream access = new ByteArrayOutputStream();
    private RawOrigin origin;

    /** What an operator would see, all of every exception included. */
    private static final class Kept extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final PatternLayout layout = new PatternLayout();

        @Override
        public void start() {
            layout.setContext(getContext());
            layout.setPattern("%level %logger %msg %ex{full}%n");
            layout.start();
            super.start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(layout.doLayout(event));
        }
    }

    @BeforeEach
    void start() {
        origin = RawOrigin.start();
        kept.setContext(context);
        kept.start();
        root.addAppender(kept);
        Logging.level(LogLevel.DEBUG);
    }

    @AfterEach
    void stop() throws IOException {
        Logging.level(LogLevel.INFO);
        root.detachAppender(kept);
        origin.close();
    }

    private void ask(MeasuredProxy proxy, String request) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send(request + """

                    Host: site.example
                    Authorization: Bearer s3cr3t
                    Cookie: sid=s3cr3t
                    Proxy-Authorization: Basic s3cr3t
                    Connection: close""");
            client.read();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noSecretIsLogged(Format format) throws ConfigException, IOException {
        try (RedisServerFixture redis = new RedisServerFixture(SECRET).start();
                MeasuredProxy proxy = MeasuredProxy.start(
                        origin.uri(),
                        Map.of(
                                "store", "redis",
                                "redis", "redis://:" + SECRET + "@127.0.0.1:" + redis.port(),
                                "near-time", "0s",
                                "origin-timeout", "300ms"),
                        List.of(AccessLog.of(
                                        new AccessLogConfig("stdout", format, 1), new PrintStream(access, true, UTF_8))
                                .orElseThrow()))) {
            origin.answer(
                    "HTTP/1.1 200 OK\nCache-Control: public, max-age=60\nSet-Cookie: sid=s3cr3t\nContent-Length: 5\n\nhello");
            ask(proxy, "GET /a HTTP/1.1");
            ask(proxy, "GET /a HTTP/1.1");
            ask(proxy, "DELETE /a HTTP/1.1");
            ask(proxy, "GET http://user:s3cr3t@site.example/a HTTP/1.1");
            ask(proxy, "GET /a HTTP/1.1\nReferer: http://user:s3cr3t@site.example/");
            ask(proxy, "GET /a HTTP/9.9");
            ask(proxy, "GET /\u0000 HTTP/1.1");
            origin.answer(exchange -> exchange.send("gibberish\n\n"));
            ask(proxy, "GET /b HTTP/1.1");
            origin.answer(RawOrigin.Exchange::waitUntilTheProxyLeaves);
            ask(proxy, "GET /c HTTP/1.1");
            origin.answer(exchange -> {
                exchange.send("HTTP/1.1 200 OK\nSet-Cookie: sid=s3cr3t\nContent-Length: 500\n\nhello");
                exchange.reset();
            });
            ask(proxy, "GET /d HTTP/1.1");
            redis.kill();
            origin.refuse();
            for (int i = 0; i < 5; i++) {
                ask(proxy, "GET /e" + i + " HTTP/1.1");
            }
            origin.accept();
            await().until(() -> kept.lines.stream().anyMatch(line -> line.contains("is away")));
        }

        List<String> leaks =
                kept.lines.stream().filter(line -> line.contains(SECRET)).toList();
        assertThat(leaks).isEmpty();
        assertThat(access.toString(UTF_8)
                        .lines()
                        .filter(line -> line.contains(SECRET))
                        .toList())
                .isEmpty();
        assertThat(kept.lines).anyMatch(line -> line.startsWith("DEBUG io.freshet"));
        assertThat(access.toString(UTF_8).lines()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void theLevelIsAsTheOperatorWants(LogLevel level) {
        Logging.level(level);

        assertThat(context.getLogger("io.freshet.any").getEffectiveLevel()).isEqualTo(Level.toLevel(level.name()));
        assertThat(context.getLogger("org.eclipse.jetty.client.HttpClient").getEffectiveLevel())
                .isEqualTo(level == LogLevel.ERROR ? Level.ERROR : Level.WARN);
    }
}
