package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ConfigException;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that an origin gives before it has all of a request, to a client of HTTP/2. */
class Http2EarlyAnswersTest {

    private static final String BIG = "0123456789".repeat(200_000);
    private static final String OK = "HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: 2\n\nok";

    private RawOrigin origin;
    private StandaloneUnderTest proxy;
    private Http2Client client;

    @BeforeEach
    void start() throws ConfigException, IOException {
        origin = RawOrigin.start();
        proxy = StandaloneUnderTest.start(origin.uri(), Map.of("store", "memory", "host", "127.0.0.1"));
        client = Http2Client.connect(proxy.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
        origin.close();
    }

    private int get(String path) {
        return client.request(Http2Client.lines("GET " + path + " HTTP/1.1\nHost: www.example"));
    }

    private static String[] upload(String... fields) {
        return Http2Client.lines("PUT /early HTTP/1.1\nHost: www.example\n"
                + String.join("\n", fields).concat("\n"));
    }

    /** RFC 9113 §8.1: with any other code than NO_ERROR, clients throw the answer away. */
    @ParameterizedTest
    @CsvSource({"200, 0, 0", "204, 0, 0", "401, 6, 0", "413, 2000000, 0", "503, 6, 30000000", "307, 2000000, 30000000"})
    void an_answer_before_the_end_of_the_request_arrives_whole(int status, int size, int told) {
        String content = BIG.substring(0, size);
        origin.answer(exchange -> {
            exchange.send("HTTP/1.1 " + status + " Early\n" + (status == 204 ? "" : "Content-Length: " + size + "\n")
                    + "\n" + content);
            exchange.waitUntilTheProxyLeaves();
        });
        int upload = told > 0 ? client.begin(false, upload("Content-Length: " + told)) : client.begin(false, upload());
        for (int i = 0; i < 3; i++) {
            client.data(upload, false, "x".repeat(16_000));
        }

        Http2Client.Response answer = client.read(upload);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(content);
        assertThat(answer.end()).isEqualTo("COMPLETE");

        origin.answer(RawOrigin.respond(OK));
        Awaitility.await().until(() -> ended(upload), "RESET 0"::equals);
        // What was under way when the stream ended does no harm to the others.
        for (int i = 0; i < 200; i++) {
            client.data(upload, false, "x");
        }
        assertThat(client.read(get("/next")).text()).isEqualTo("ok");
    }

    /** How a stream has ended by the time that another request is answered. */
    private String ended(int stream) {
        assertThat(client.read(get("/meanwhile")).text()).isEqualTo("ok");
        return client.read(stream).end();
    }
}
