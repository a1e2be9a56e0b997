package io.freshet.engine.storing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CacheFillTest {

    private static final CacheKey KEY = CacheKey.of("http://o", "http://p", "http://o/a");

    @AutoClose
    private final CacheStore store = new MemoryStore(1 << 20, 1 << 16, 4, Clock.systemUTC());

    @Test
    void contentOfTheDeclaredLengthIsStoredWithItsLastByte() {
        CacheFill fill = fill(OptionalLong.of(4));
        fill.write(bytes("ab"));
        assertThat(store.lookup(KEY)).isEmpty();
        fill.write(bytes("cd"));
        assertThat(store.lookup(KEY)).hasSize(1);
        assertThat(fill.storing()).isFalse();
    }

    @Test
    void contentShorterThanDeclaredIsNotStored() {
        CacheFill fill = fill(OptionalLong.of(4));
        fill.write(bytes("abc"));
        fill.end();
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void contentOfNoDeclaredLengthIsStoredAtItsProperEnd() {
        CacheFill fill = fill(OptionalLong.empty());
        fill.write(bytes("abc"));
        assertThat(store.lookup(KEY)).isEmpty();
        fill.end();
        assertThat(store.lookup(KEY)).hasSize(1);
    }

    @Test
    void declaredEmptyContentIsStored() {
        fill(OptionalLong.of(0)).end();
        assertThat(store.lookup(KEY)).hasSize(1);
    }

    @Test
    void contentThatBreaksOffIsNotStored() {
        CacheFill fill = fill(OptionalLong.empty());
        fill.write(bytes("abc"));
        fill.abandon();
        fill.end();
        assertThat(store.lookup(KEY)).isEmpty();
    }

    private CacheFill fill(OptionalLong declaredLength) {
        RequestHead request = new RequestHead("GET", "http://o/a", HttpFields.EMPTY);
        ResponseHead response = new ResponseHead(200, HttpFields.EMPTY);
        StoredHead head = new StoredHead(request, response, Instant.now(), Instant.now());
        return CacheFill.into(store.open(KEY, "v", head, Duration.ofMinutes(1)), declaredLength, Optional.empty());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
