package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What one client does to the connections to the origin that all share; see docs/decisions/0042. */
interface FairSharesContract extends Wire {

    /** A quarter of the 256 that there are by default. */
    int SHARE = 64;

    @Test
    default void oneAddressLeavesConnectionsForOthers() {
        CountDownLatch goOn = new CountDownLatch(1);
        List<RawClient> greedy = new ArrayList<>();
        origin().answer(exchange -> {
            if (!exchange.request().target().endsWith("/honest")) {
                exchange.await(goOn);
            }
            exchange.send(OK);
        });
        try {
            for (int i = 0; i < SHARE + 10; i++) {
                greedy.add(connect().send(head("GET", newPath())));
            }
            Awaitility.await().until(() -> origin().requests().size() == SHARE);

            try (RawClient other = RawClient.connectFrom("127.0.0.2", proxy().port())) {
                assertThat(other.send(head("GET", newPath() + "/honest")).read().status())
                        .isEqualTo(200);
            }
            assertThat(origin().requests()).hasSize(SHARE + 1);
            goOn.countDown();
            assertThat(greedy)
                    .allSatisfy(client -> assertThat(client.read().status()).isEqualTo(200));
        } finally {
            goOn.countDown();
            greedy.forEach(RawClient::close);
        }
    }

    /** {@link #customisedProxy} lets a request wait for {@link #QUEUE_WAIT}. */
    @Test
    default void whoWaitsTooLongForAConnectionIsTold() {
        CountDownLatch goOn = new CountDownLatch(1);
        List<RawClient> holders = new ArrayList<>();
        origin().answer(exchange -> {
            exchange.await(goOn);
            exchange.send(OK);
        });
        try {
            for (int i = 0; i < SHARE; i++) {
                RawClient client = RawClient.connect(customisedProxy().port());
                holders.add(client.send(
                        "GET " + customisedProxy().contextPath() + newPath() + " HTTP/1.1\nHost: site.example"));
            }
            Awaitility.await().until(() -> origin().requests().size() == SHARE);

            RawResponse late = getCustomised(newPath(), "site.example");

            assertThat(late.status()).isEqualTo(503);
            assertThat(late.value("Retry-After")).hasValue("1");
            assertThat(late).matches(Wire.detail("queue-timeout"));
            goOn.countDown();
            assertThat(holders)
                    .allSatisfy(client -> assertThat(client.read().status()).isEqualTo(200));
        } finally {
            goOn.countDown();
            holders.forEach(RawClient::close);
        }
        assertThat(getCustomised(newPath(), "site.example").status()).isEqualTo(200);
    }
}
