package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawClient;
import io.freshet.testing.RawResponse;
import io.freshet.testing.RawResponse.End;
import io.freshet.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A response that ends with a connection of TLS is complete if a {@code close_notify} says so (RFC 9112 §9.8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsEndingsTest {

    private final AtomicInteger paths = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private ServerSocket listener;
    private SSLContext tls;
    private TestCertificate certificate;
    private volatile String protocol = "";
    private volatile boolean notifies;
    private volatile boolean resets;
    private volatile String head = "";

    @BeforeAll
    void listen(@TempDir Path directory) throws Exception {
        certificate = TestCertificate.make(directory, "origin", "EC");
        char[] password = TestCertificate.PASSWORD.toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(certificate.keyStore().toFile(), password), password);
        tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "tls-origin");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterAll
    void stop() throws IOException {
        listener.close();
    }

    @SuppressWarnings("EmptyCatch")
    private void serve() {
        try {
            while (true) {
                answer(listener.accept());
            }
        } catch (IOException closed) {
            // After the last test.
        }
    }

    private void answer(Socket plain) {
        try (plain) {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", 0, false);
            socket.setUseClientMode(false);
            socket.setEnabledProtocols(new String[] {protocol});
            readHead(socket.getInputStream());
            asked.incrementAndGet();
            socket.getOutputStream().write((head + "\r\n\r\nhello").getBytes(US_ASCII));
            socket.getOutputStream().flush();
            if (notifies) {
                socket.shutdownOutput();
            }
            if (resets) {
                plain.setSoLinger(true, 0);
            } else {
                plain.shutdownOutput();
                plain.getInputStream().readAllBytes();
            }
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    private static void readHead(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
    }

    private static RawResponse get(StandaloneUnderTest proxy, String path) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            return client.send("GET " + path + " HTTP/1.1\nHost: a").read();
        }
    }

    /** With a length, the end of the connection tells nothing. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, true,  false, '',                  true",
        "TLSv1.2, true,  false, '',                  true",
        "TLSv1.3, false, false, '',                  false",
        "TLSv1.2, false, false, '',                  false",
        "TLSv1.3, false, true,  '',                  false",
        "TLSv1.3, false, false, 'Content-Length: 5', true",
        "TLSv1.2, false, true,  'Content-Length: 5', true",
    })
    void only_a_close_notify_is_an_end(String version, boolean notify, boolean reset, String framing, boolean whole)
            throws Exception {
        protocol = version;
        notifies = notify;
        resets = reset;
        head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60" + (framing.isEmpty() ? "" : "\r\n" + framing);
        Map<String, String> options =
                Map.of("store", "memory", "origin-ca", certificate.certificate().toString());
        URI origin = URI.create("https://localhost:" + listener.getLocalPort());
        try (StandaloneUnderTest proxy = StandaloneUnderTest.start(origin, options)) {
            String path = "/" + paths.incrementAndGet();
            RawResponse first = get(proxy, path);

            if (whole) {
                assertThat(first.text()).as(first.toString()).isEqualTo("hello");
                assertThat(first.end()).isEqualTo(End.COMPLETE);
                Awaitility.await().until(() -> get(proxy, path).value("X-Cache").orElse(""), "HIT"::equals);
            } else {
                assertThat(first.status() == 502 || first.end() != End.COMPLETE)
                        .as(first.toString())
                        .isTrue();
                assertThat(get(proxy, path).value("X-Cache").orElse("MISS")).isEqualTo("MISS");
            }
        }
    }
}
