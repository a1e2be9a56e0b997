package io.freshet.standalone.warm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.config.TlsFiles;
import io.freshet.standalone.MeasuredProxy;
import io.freshet.testing.FreePort;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists through a real proxy in front of a real origin. */
class CacheWarmerTest {

    private static final String FRESH = "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 5\n\nhello";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, byte[]> site = new HashMap<>();
    private RawOrigin origin;
    private MeasuredProxy proxy;

    private Path directory = Path.of("");

    @BeforeEach
    void start(@TempDir Path temporary) throws ConfigException, IOException {
        directory = temporary;
        origin = RawOrigin.start();
        origin.answer(exchange -> {
            String path = exchange.request().startLine().split(" ", -1)[1];
            byte[] content = site.get(path);
            if (path.startsWith("/missing")) {
                RawOrigin.respond("HTTP/1.1 404 Not Found\nContent-Length: 0\n\n")
                        .handle(exchange);
            } else if (content != null) {
                String head = "HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n";
                exchange.send((head + new String(content, StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1));
            } else {
                RawOrigin.respond(FRESH).handle(exchange);
            }
        });
        proxy = MeasuredProxy.start(origin.uri());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        origin.close();
    }

    /** What a site answers must not send this machine to where only it can go. */
    @Test
    void followsNoRedirectToAnotherServer() throws Exception {
        site.put("/list", "/a\n".getBytes(UTF_8));
        try (RawOrigin other = RawOrigin.start();
                RawOrigin first = RawOrigin.start()) {
            other.answer("HTTP/1.1 200 OK\nContent-Length: 3\n\n/b\n");
            for (String location : new String[] {
                other.uri() + "/list",
                "//127.0.0.1:" + other.uri().getPort() + "/list",
                "https:/list",
                "file:/etc/hosts",
                "\\"
            }) {
                first.answer("HTTP/1.1 302 Found\nLocation: " + location + "\nContent-Length: 0\n\n");
                assertThatThrownBy(() -> warm(first.uri() + "/list"))
                        .as(location)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("leads to another server");
            }
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void followsARedirectOfTheSameServer_butNotForEver() throws Exception {
        try (RawOrigin first = RawOrigin.start()) {
            first.answer(exchange -> RawOrigin.respond(
                            exchange.request().startLine().contains("/old")
                                    ? "HTTP/1.1 301 Moved Permanently\nLocation: new\nContent-Length: 0\n\n"
                                    : "HTTP/1.1 200 OK\nContent-Length: 3\n\n/b\n")
                    .handle(exchange));
            assertThat(warm(first.uri() + "/old")).isTrue();
            first.answer("HTTP/1.1 302 Found\nLocation: /round\nContent-Length: 0\n\n");
            assertThatThrownBy(() -> warm(first.uri() + "/round"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("its status is 302");
        }
    }

    private CacheWarmer warming(String from, int rate, int port, Duration interval) {
        return new CacheWarmer(
                new CacheWarmer.Order(from, rate, "", port, TlsFiles.none("tls")),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                interval);
    }

    private boolean warm(String from) throws IOException, ConfigException {
        return warming(from, 1_000, proxy.port(), Duration.ofSeconds(5)).run();
    }

    private String list(String... lines) throws IOException {
        return Files.writeString(directory.resolve("urls.txt"), String.join("\n", lines))
                .toString();
    }

    private String cacheStatus(String host, String path) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            return client.send("GET " + path + " HTTP/1.1\nHost: " + host + "\nConnection: close")
                    .read()
                    .value("Cache-Status")
                    .orElse("");
        }
    }

    @Test
    void clientsFindWhatItAskedFor() throws IOException, ConfigException {
        String list = list(
                "# what people ask for",
                "",
                "https://www.example.com/a?b=c#d",
                "  http://shop.example/x%20y  ",
                "/path");

        assertThat(warm(list)).isTrue();

        assertThat(out.toString(UTF_8))
                .startsWith("Asked for 3 URLs in ")
                .endsWith("s: 3 stored, 0 hits, 0 not stored, 0 failed; 15 bytes.\n");
        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(cacheStatus("www.example.com", "/a?b=c")).startsWith("Freshet; hit");
        assertThat(cacheStatus("shop.example", "/x%20y")).startsWith("Freshet; hit");
        assertThat(cacheStatus("localhost:" + proxy.port(), "/path")).startsWith("Freshet; hit");
        assertThat(cacheStatus("other.example", "/path")).doesNotContain("hit");
    }

    @Test
    void tellsHitsFromWhatIsNotStored() throws IOException, ConfigException {
        cacheStatus("www.example.com", "/known");
        site.put("/personal", "x".getBytes(UTF_8));
        origin.answer(exchange ->
                RawOrigin.respond(FRESH.replace("max-age=60", "private")).handle(exchange));

        assertThat(warm(list("http://www.example.com/known", "http://www.example.com/personal")))
                .isTrue();

        assertThat(out.toString(UTF_8)).contains("0 stored, 1 hits, 1 not stored, 0 failed");
    }

    @Test
    void saysWhatFailed() throws IOException, ConfigException {
        assertThat(warm(list("http://a.example/fine", "http://a.example/missing", "http://a.example/missing2")))
                .isFalse();

        assertThat(out.toString(UTF_8)).contains("1 stored", "2 failed", "\n  404: 2\n");
        assertThat(err.toString(UTF_8)).contains("404: a.example/missing\n", "404: a.example/missing2\n");
    }

    @Test
    void saysWhichLinesAreBadAndAsksForTheRest() throws IOException, ConfigException {
        String list = list(
                "http://a.example/fine",
                "a.example/no",
                "http://u:p@a.example/",
                "ftp://a.example/",
                "http://a.example/ b",
                "\u001b[31m/red");

        assertThat(warm(list)).isFalse();

        assertThat(out.toString(UTF_8)).contains("Asked for 1 URLs");
        assertThat(err.toString(UTF_8).lines())
                .hasSize(5)
                .allMatch(line -> line.contains("neither a URL nor a path"))
                .anyMatch(line -> line.contains("urls.txt, line 2: "))
                .anyMatch(line -> line.contains("line 6: "))
                .noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void readsASitemapAndTheOnesThatAnIndexNames() throws IOException, ConfigException {
        String base = origin.uri().toString();
        site.put(
                "/sitemap.xml",
                ("<sitemapindex><sitemap><loc>" + base + "/1.xml</loc></sitemap><sitemap><loc>" + base
                                + "/2.xml.gz</loc></sitemap><sitemap><loc>http://elsewhere.example/3.xml</loc></sitemap></sitemapindex>")
                        .getBytes(UTF_8));
        site.put("/1.xml", "<urlset><url><loc>http://www.example.com/one</loc></url></urlset>".getBytes(UTF_8));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("<urlset><url><loc>http://www.example.com/two</loc></url></urlset>".getBytes(UTF_8));
        }
        site.put("/2.xml.gz", packed.toByteArray());

        assertThat(warm(base + "/sitemap.xml")).isFalse();

        assertThat(out.toString(UTF_8)).contains("Asked for 2 URLs", "2 stored");
        assertThat(err.toString(UTF_8)).contains("a sitemap at another place: http://elsewhere.example/3.xml");
        assertThat(cacheStatus("www.example.com", "/one")).startsWith("Freshet; hit");
        assertThat(cacheStatus("www.example.com", "/two")).startsWith("Freshet; hit");
    }

    @Test
    void anIndexNamesNoOtherIndex() {
        String loop = "<sitemapindex><sitemap><loc>" + origin.uri() + "/loop.xml</loc></sitemap></sitemapindex>";
        site.put("/loop.xml", loop.getBytes(UTF_8));

        assertThatThrownBy(() -> warm(origin.uri() + "/loop.xml"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/loop.xml cannot be read: an index of sitemaps");
    }

    /** Fifty kilobytes that become as many megabytes, and more. */
    @Test
    void aBombOfASitemapIsNotUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("<urlset>".getBytes(UTF_8));
            byte[] blank = " ".repeat(1 << 20).getBytes(UTF_8);
            for (int i = 0; i < 51; i++) {
                gzip.write(blank);
            }
        }
        site.put("/bomb.xml.gz", packed.toByteArray());

        assertThatThrownBy(() -> warm(origin.uri() + "/bomb.xml.gz"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 50 MiB");
    }

    @Test
    void saysThatThereIsNoListOrNoProxy() throws IOException {
        assertThatThrownBy(() -> warm("/no/such/list.txt"))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no file /no/such/list.txt that can be read");
        assertThatThrownBy(() -> warm(origin.uri() + "/missing.xml"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its status is 404");
        String list = list("/a");
        int nobody = FreePort.next();
        assertThatThrownBy(
                        () -> warming(list, 10, nobody, Duration.ofSeconds(5)).run())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no proxy answers at 127.0.0.1:" + nobody);
    }

    @Test
    void isNoFasterThanItWasTold() throws IOException, ConfigException {
        String[] lines = new String[21];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "/" + i;
        }
        long began = System.nanoTime();

        assertThat(warming(list(lines), 20, proxy.port(), Duration.ofMillis(200))
                        .run())
                .isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(980));
        assertThat(err.toString(UTF_8).lines()).hasSizeBetween(2, 6).allMatch(line -> line.matches("\\d+ of 21: .*"));
    }

    @Test
    void stopsWhenToldAndSaysHowFarItCame() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try {
            origin.answer(exchange -> exchange.await(never));
            String[] lines = new String[100];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = "/" + i;
            }
            CacheWarmer warming = warming(list(lines), 1_000, proxy.port(), Duration.ofMillis(100));
            CompletableFuture<Boolean> all = CompletableFuture.supplyAsync(() -> {
                try {
                    return warming.run();
                } catch (IOException | ConfigException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            await().until(() -> origin.requests().size() == 16);

            warming.stop();

            assertThat(all.get(10, TimeUnit.SECONDS)).isFalse();
            assertThat(out.toString(UTF_8)).startsWith("Stopped. Asked for ");
            assertThat(origin.requests()).hasSize(16);
        } finally {
            never.countDown();
        }
    }
}
