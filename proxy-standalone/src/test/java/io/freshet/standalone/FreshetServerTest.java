package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.SettingSource;
import io.freshet.proxy.Freshet;
import io.freshet.testing.FreePort;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.BindException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshetServerTest {

    private final TargetServlet servlet = new TargetServlet();
    private FreshetServer server;
    private int port;

    @BeforeEach
    void start() throws IOException, ConfigException {
        port = FreePort.next();
        server = server(freshet(port));
        server.start();
    }

    /** Gives every request to the servlet that is not answered out of memory. */
    private FreshetServer server(Freshet freshet) throws ConfigException {
        return new FreshetServer(freshet.config(), servlet, rest -> new FastPath(freshet, Optional.empty(), rest));
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** Those behind two slashes the servlet sees otherwise; they have their tests in TargetsContract. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a%2Fb",
                "/a/../b",
                "/a/./b",
                "/a/%2e%2e/b",
                "/a/..;/b",
                "/a;v=1/b;w",
                "/a%25b",
                "/a%5Cb%0A",
                "/%E2%82%AC",
                "/a?q=a|b{}%20%zz%00\"<>`\\^",
                "/a?",
                "/a?b?c",
                "/%ff",
                "/%c0%af",
                "/a\\b",
                "/a|b",
            })
    void hands_a_target_on_as_it_came(String target) throws IOException {
        assertThat(get(target)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%00",
                "/a\u0000b",
                "/a?b\u0000c",
                "/%zz",
                "/%2",
                "/%",
                "/%u20ac",
                "/../b",
                "/a b",
                "/a\tb",
                "a",
                "/a#b",
                "/a?b#c",
                "http:///",
                "http:/a",
            })
    void refuses_a_target_that_is_broken_or_ambiguous(String target) throws IOException {
        assertThat(get(target)).startsWith("HTTP/1.1 400 ");
        assertThat(servlet.requests).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1[Host: localhost[Content-Length: 1[Transfer-Encoding: chunked[[0[[ | 400",
                "GET / HTTP/1.1[Host: localhost[Transfer-Encoding: chunked[Content-Length: 1[[0[[ | 400",
                "POST / HTTP/1.1[Host: localhost[Content-Length: 1[Content-Length: 2[[ab | 400",
                "POST / HTTP/1.1[Host: localhost[Content-Length: 1, 2[[ab | 400",
                "POST / HTTP/1.1[Host: localhost[Content-Length: -1[[ab | 400",
                "POST / HTTP/1.1[Host: localhost[Content-Length: +1[[ab | 400",
                "GET / HTTP/1.1]Host: localhost]] | 400",
                "GET / HTTP/1.1[Host: localhost]X: y[[ | 400",
                "GET / HTTP/1.1[Host : localhost[[ | 400",
                "GET / HTTP/1.1[Host: localhost[X : y[[ | 400",
                "GET / HTTP/1.1[Host: localhost[X: y[ folded[[ | 400",
                "GET / HTTP/1.1[Host: localhost[X[[ | 400",
                "GET / HTTP/1.1[Host: localhost[Host: localhost[[ | 400",
                "GET / HTTP/1.1[Host: localhost:http[[ | 400",
                "GET / HTTP/1.1[Host: localhost:99999[[ | 400",
                "GET / HTTP/1.1[[ | 400",
                "GET / | 505",
                "GET / HTTP/9.9[Host: localhost[[ | 505",
                "CONNECT example.com:443 HTTP/1.1[Host: example.com:443[[ | 501",
                "GET http://user@origin.example/ HTTP/1.1[Host: origin.example[Connection: close[[ | 400",
                "GET ftp://example.com/ HTTP/1.1[Host: example.com[[ | 400",
            })
    void refuses_a_request_that_two_parties_could_read_differently(String request, int status) throws IOException {
        String wire = request.replace("[", "\r\n").replace("]", "\n");
        String answer = RawExchange.send(port, wire.contains("\n") ? wire : wire + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(servlet.requests).hasValue(0);
    }

    @Test
    void answers_absolute_form_for_every_host() throws IOException {
        for (String authority : new String[] {
            "localhost:" + port,
            "127.0.0.1:" + port,
            "LOCALHOST:" + port,
            "origin.example",
            "Origin.Example:80",
            "example.com"
        }) {
            assertThat(RawExchange.send(
                            port,
                            "GET http://" + authority + "/x?y HTTP/1.1\r\nHost: " + authority
                                    + "\r\nConnection: close\r\n\r\n"))
                    .as(authority)
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("/x?y");
        }
    }

    @Test
    void refuses_a_header_section_over_the_limit() throws IOException {
        String answer = RawExchange.send(port, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(64 << 10) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431 ");
        assertThat(servlet.requests).hasValue(0);
    }

    @Test
    void an_error_is_one_plain_line_that_tells_nothing_of_the_server() throws IOException {
        servlet.failure = Optional.of(new IllegalStateException("secret"));

        assertThat(get("/"))
                .startsWith("HTTP/1.1 500 ")
                .contains("Content-Type: text/plain;charset=utf-8")
                .endsWith("\r\n\r\n500 Server Error\n")
                .doesNotContain("Server:", "Jetty", "jetty", "secret", "html");
        assertThat(get("/a#b"))
                .contains("Content-Type: text/plain;charset=utf-8")
                .endsWith("\r\n\r\n400 Bad Request: Fragment\n")
                .doesNotContain("Server:");
    }

    @Test
    void a_port_that_is_in_use_is_told_as_such() throws IOException, ConfigException {
        try (FreshetServer second = server(freshet(port))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(second::start)
                    .withRootCauseInstanceOf(BindException.class);
        }
    }

    @Test
    void a_stop_lets_the_request_in_flight_finish_and_takes_no_new_one() throws Exception {
        servlet.gate = new CountDownLatch(1);
        CompletableFuture<String> slow = inBackground(() -> get("/slow"));
        assertThat(servlet.entered.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Boolean> stopped = inBackground(server::stop);
        await().untilAsserted(() -> assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/late")));
        assertThat(stopped).isNotDone();
        servlet.gate.countDown();

        assertThat(slow.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200 ").endsWith("/slow");
        assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private String get(String target) throws IOException {
        return RawExchange.send(port, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static Freshet freshet(int port) throws ConfigException {
        return Freshet.start(new ConfigReader(SettingSource.commandLine(Map.of(
                        "origin",
                        "http://origin.example",
                        "port",
                        Integer.toString(port),
                        "host",
                        "127.0.0.1",
                        "store",
                        "memory")))
                .proxyConfig());
    }

    private static <T> CompletableFuture<T> inBackground(Callable<T> task) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return task.call();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    /** Answers with the request target as the servlet sees it. */
    private static final class TargetServlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        final AtomicInteger requests = new AtomicInteger();
        final CountDownLatch entered = new CountDownLatch(1);
        volatile CountDownLatch gate = new CountDownLatch(0);
        volatile Optional<RuntimeException> failure = Optional.empty();

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            requests.incrementAndGet();
            entered.countDown();
            try {
                gate.await();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
            String query = request.getQueryString();
            response.getOutputStream().print(request.getRequestURI() + (query == null ? "" : "?" + query));
        }
    }
}
