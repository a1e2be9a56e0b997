package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.wire.Client;
import io.freshet.testing.wire.Http1Client;
import io.freshet.testing.wire.Recorder;
import io.freshet.testing.wire.StrictOrigin;
import io.freshet.testing.wire.WireRun;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests that two readers could understand differently are refused: nothing of them reaches the origin, and nothing is stored.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HostileRequestContract {

    /** What a packaging does with a hostile request. */
    protected enum Verdict {
        /** Answers 4xx, or 501 or 505 where those are the better name, or closes the connection without a word. */
        REFUSED,
        /**
         * Understands it in the one way that the RFC allows a lenient reader, and passes on a clean request that every origin
         * understands alike.
         */
        PASSED_ON_CLEAN
    }

    private static final Duration GENERATED_FOR = Duration.ofSeconds(6);

    private final RawOrigin origin = RawOrigin.start();
    private @Nullable ProxyUnderTest started;

    /** As {@link FaithfulForwardingContract#start}. */
    protected abstract ProxyUnderTest start(URI originUri, Map<String, String> options) throws Exception;

    /** What this packaging does; a container whose connector is more lenient than ours says so here, with the reason. */
    protected Verdict verdict(HostileRequest request) {
        return Verdict.REFUSED;
    }

    @BeforeAll
    void startProxy() throws Exception {
        started = start(origin.uri(), Map.of("store", "memory", "ttl", "60s"));
        origin.reset();
    }

    @AfterEach
    void forgetTheScript() {
        origin.reset();
    }

    @AfterAll
    void stopProxy() throws IOException {
        if (started != null) {
            started.close();
        }
        origin.close();
    }

    @ParameterizedTest
    @EnumSource
    void hostileRequestsAreRefusedAndLeaveNoTrace(HostileRequest hostile) {
        ProxyUnderTest proxy = proxy();
        String path = proxy.contextPath() + "/" + hostile;
        origin.answer("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=60
                Content-Length: 6

                answer""");

        RawResponse response;
        RawResponse.End end = RawResponse.End.COMPLETE;
        try (RawClient client = RawClient.connect(proxy.port())) {
            response = client.send(hostile.bytes(path, proxy.authority())).read();
            if (hostile.framingIsInDoubt() && verdict(hostile) == Verdict.REFUSED) {
                end = client.read().end();
            }
        }
        if (hostile.framingIsInDoubt() && verdict(hostile) == Verdict.REFUSED) {
            assertThat(end).as("the connection is closed").isIn(RawResponse.End.TRUNCATED, RawResponse.End.RESET);
        }

        if (verdict(hostile) == Verdict.PASSED_ON_CLEAN) {
            assertPassedOnClean(response, path);
        } else {
            assertRefused(response);
            assertNothingStoredFor(path);
        }
    }

    /** The same for requests that a generator makes, in the versions that every packaging speaks. */
    @Test
    void theOriginSeesOneMessageOfAGeneratedRequestOrNone() throws Exception {
        Recorder recorder = new Recorder();
        try (StrictOrigin strict = StrictOrigin.start(recorder)) {
            ProxyUnderTest behind = start(strict.uri(), Map.of("store", "memory"));
            Supplier<Client> client = () -> new Http1Client(behind);
            WireRun.Outcome outcome = WireRun.run(16, GENERATED_FOR, recorder, behind, List.of(client));
            assertThat(outcome.faults()).as(outcome.toString()).isEmpty();
            assertThat(outcome.requests()).isGreaterThan(100);
        }
    }

    private void assertRefused(RawResponse response) {
        assertThat(response.end()).isNotEqualTo(RawResponse.End.SILENT);
        assertThat(response.status())
                .as(response.toString())
                .satisfiesAnyOf(
                        status -> assertThat(status).isBetween(400, 499),
                        status -> assertThat(status).isIn(501, 505),
                        status -> assertThat(status).as("closed without a word").isZero());
        assertThat(origin.requests()).filteredOn(RawRequest::complete).isEmpty();
    }

    private void assertPassedOnClean(RawResponse response, String path) {
        assertThat(response.status()).isEqualTo(200);
        RawRequest request = origin.request();
        assertThat(origin.requests()).hasSize(1);
        assertThat(request.target())
                .isEqualTo(path.substring(proxy().contextPath().length()));
        assertThat(request.fieldLines())
                .allSatisfy(line -> assertThat(line).matches("[!#$%&'*+.^_`|~\\w-]+:[^\\r\\x00]*"));
        assertThat(request.values("Host")).hasSize(1);
        assertThat(request.values("Content-Length").size()
                        + request.values("Transfer-Encoding").size())
                .isLessThan(2);
    }

    private void assertNothingStoredFor(String path) {
        long before = completeRequests();
        try (RawClient client = RawClient.connect(proxy().port())) {
            RawResponse honest = client.send("GET " + path + " HTTP/1.1\nHost: " + proxy().authority())
                    .read();
            assertThat(honest.text()).isEqualTo("answer");
        }
        assertThat(completeRequests()).as("asked for an honest request").isEqualTo(before + 1);
    }

    /** The head of a request that broke off may still be on its way; it has been refused all the same. */
    private long completeRequests() {
        return origin.requests().stream().filter(RawRequest::complete).count();
    }

    private ProxyUnderTest proxy() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }
}
