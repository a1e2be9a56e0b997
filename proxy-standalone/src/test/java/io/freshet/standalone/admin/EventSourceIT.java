package io.freshet.standalone.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.standalone.MeasuredProxy;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.util.IO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Event streams as a real browser reads them (HTML Standard §9.2): two of one page, each cut and resumed. */
class EventSourceIT {

    private static final String PAGE = """
            <!doctype html><title>events</title><p id="a"></p><p id="b"></p>
            <script>
              for (const name of ['a', 'b']) {
                new EventSource('/events').onmessage = event =>
                  document.getElementById(name).append(event.data + ' ');
              }
            </script>
            """;

    private final CountDownLatch end = new CountDownLatch(1);
    private Path directory;
    private RawOrigin origin;
    private MeasuredProxy proxy;
    private Chromium browser;

    @BeforeEach
    void start() throws Exception {
        Path program = Chromium.findOrLeaveOut("event streams are");
        origin = RawOrigin.start();
        origin.answer(this::answer);
        proxy = MeasuredProxy.start(origin.uri());
        directory = Files.createTempDirectory("chromium");
        browser = Chromium.start(program, directory);
    }

    @AfterEach
    void stop() throws Exception {
        end.countDown();
        if (browser != null) {
            browser.close();
            IO.delete(directory.toFile());
            proxy.close();
            origin.close();
        }
    }

    /** The first connection of each stream ends after its first event; what follows depends on what the browser has had. */
    private void answer(RawOrigin.Exchange exchange) throws IOException {
        if (!exchange.request().target().equals("/events")) {
            exchange.send("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: " + PAGE.length() + "\n\n" + PAGE);
            return;
        }
        Optional<String> had = exchange.request().value("Last-Event-ID");
        exchange.send("HTTP/1.1 200 OK\nContent-Type: text/event-stream\nTransfer-Encoding: chunked");
        if (had.isEmpty()) {
            chunk(exchange, "retry: 50\nid: 1\ndata: first\n\n");
            exchange.send("0\n\n".replace("\n", "\r\n").getBytes(US_ASCII));
            return;
        }
        chunk(exchange, "id: 2\ndata: after-" + had.get() + "\n\n");
        exchange.await(end);
    }

    private static void chunk(RawOrigin.Exchange exchange, String events) throws IOException {
        String chunk = Integer.toHexString(events.length()) + "\r\n" + events + "\r\n";
        exchange.send(chunk.getBytes(US_ASCII));
    }

    @Test
    void each_stream_is_one_of_the_origins_and_goes_on_where_it_was() {
        Tab tab = browser.tab();
        tab.go("http://127.0.0.1:" + proxy.port() + "/page");

        for (String name : List.of("#a", "#b")) {
            tab.awaitText(name, "first after-1");
            assertThat(tab.text(name).trim()).isEqualTo("first after-1");
        }
        assertThat(origin.requests().stream().map(RawRequest::target).filter("/events"::equals))
                .hasSize(4);
    }
}
