package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlowReadersTest {

    /** More than the server has threads. */
    private static final int READERS = 250;

    private static final int LENGTH = 16 << 20;

    @Test
    void readersThatDoNotReadHoldNobodyUp() throws Exception {
        try (RawOrigin origin = RawOrigin.start();
                StandaloneUnderTest proxy = StandaloneUnderTest.start(origin.uri(), Map.of("store", "memory"))) {
            origin.answer(exchange -> {
                exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=600\nContent-Length: " + LENGTH);
                exchange.send(new byte[LENGTH]);
            });
            try (RawClient first = RawClient.connect(proxy.port())) {
                assertThat(first.send(request(proxy, "/large")).read().body()).hasSize(LENGTH);
            }

            List<RawClient> readers = new ArrayList<>();
            try {
                for (int i = 0; i < READERS; i++) {
                    RawClient reader = RawClient.connect(proxy.port());
                    readers.add(reader);
                    assertThat(reader.send(request(proxy, "/large")).readHead().startLine())
                            .startsWith("HTTP/1.1 200");
                }
                origin.answer("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
                try (RawClient other = RawClient.connect(proxy.port())) {
                    assertThat(other.send(request(proxy, "/other")).read().text())
                            .isEqualTo("ok");
                }
            } finally {
                for (RawClient reader : readers) {
                    reader.close();
                }
            }
        }
    }

    private static String request(StandaloneUnderTest proxy, String path) {
        return "GET " + path + " HTTP/1.1\nHost: " + proxy.authority();
    }
}
