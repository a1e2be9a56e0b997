package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawClient;
import io.freshet.testing.RawHead;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A thousand clients at once for one cold key. */
class CrowdTest {

    private static final int CLIENTS = 1000;

    @Test
    void make_one_request_and_have_the_first_byte_before_the_origin_has_sent_the_last() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        List<RawClient> clients = new ArrayList<>();
        try (RawOrigin origin = RawOrigin.start();
                StandaloneUnderTest proxy = StandaloneUnderTest.start(origin.uri(), Map.of("store", "memory"))) {
            origin.answer(exchange -> {
                exchange.await(begin);
                exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\na");
                exchange.await(finish);
                exchange.send(new byte[] {'b'});
            });

            for (int i = 0; i < CLIENTS; i++) {
                clients.add(RawClient.connect(proxy.port()).send("GET /cold HTTP/1.1\nHost: " + proxy.authority()));
            }
            Awaitility.await().until(() -> !origin.requests().isEmpty());
            begin.countDown();
            for (RawClient client : clients) {
                assertThat(firstByte(client)).isEqualTo('a');
            }
            finish.countDown();
            for (RawClient client : clients) {
                assertThat(client.readBytes(1)).containsExactly('b');
            }

            assertThat(origin.requests()).hasSize(1);
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    private static int firstByte(RawClient client) throws IOException {
        RawHead head = client.readHead();
        assertThat(head.startLine()).isEqualTo("HTTP/1.1 200 OK");
        return client.body(head).read();
    }
}
