package io.freshet.engine;

import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Relay;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Ending;
import io.freshet.policy.PolicySettings;
import io.freshet.store.CacheStore;
import io.freshet.store.TestClock;
import io.freshet.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AutoClose;

/** An engine over a real store, with the test as the origin and a clock that the test turns. */
abstract class EngineFixture {

    static final String ORIGIN = "http://origin.test";

    final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));

    @AutoClose
    final CacheStore store = new MemoryStore(1 << 20, 1 << 16, 8, clock);

    final CacheEngine engine = new CacheEngine(store, PolicySettings.DEFAULT, EngineSettings.forOrigin(ORIGIN), clock);

    void fill(RequestHead request, int status, String fields, String content) {
        fill(engine.begin(request, false), status, fields, content);
    }

    Relay fill(Step step, int status, String fields, String content) {
        Relay relay = (Relay) ((Fetch) step).onHead(response(status, fields), Ending.DELIMITED);
        relay.fill().write(bytes(content));
        relay.fill().end();
        return relay;
    }

    Answer answered(RequestHead request) {
        return (Answer) engine.begin(request, false);
    }

    static RequestHead get(String... lines) {
        return request("GET", lines);
    }

    static RequestHead request(String method, String... lines) {
        return new RequestHead(method, ORIGIN + "/a", fields(String.join("|", lines)));
    }

    ResponseHead response(int status, String lines) {
        return new ResponseHead(status, fields(lines + "|Date: " + HttpDate.format(clock.instant())));
    }

    static HttpFields fields(String lines) {
        HttpFields.Mutable fields = HttpFields.build();
        for (String line : lines.split("\\|", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return fields.asImmutable();
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String text(Answer answer) {
        StringBuilder text = new StringBuilder();
        Iterator<ByteBuffer> content = answer.content();
        content.forEachRemaining(part -> text.append(StandardCharsets.ISO_8859_1.decode(part)));
        return text.toString();
    }
}
