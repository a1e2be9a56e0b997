package io.freshet.store.memory;

import static io.freshet.store.StoredResponses.HOUR;
import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.content;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.CacheStoreContract;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends CacheStoreContract {

    private static final int MIB = 1024 * 1024;

    @Override
    protected CacheStore newStore() {
        return new MemoryStore(64 * MIB, MAX_OBJECT, MAX_VARIANTS, clock);
    }

    private MemoryStore ofOneMiB() {
        return new MemoryStore(MIB, MAX_OBJECT, MAX_VARIANTS, clock);
    }

    private static CacheKey key(int number) {
        return new CacheKey("key " + number);
    }

    @Test
    void says_how_large_it_is() {
        assertThat(store.description()).isEqualTo("memory (64 MiB)");
        assertThat(new MemoryStore(1000, 1000, 1, clock).description()).isEqualTo("memory (1000 bytes)");
    }

    @Test
    void never_keeps_more_than_its_bytes() {
        MemoryStore small = ofOneMiB();
        for (int i = 0; i < 100; i++) {
            put(small, key(i), "v", head(clock), bytes(100_000));
        }

        long kept = 0;
        for (int i = 0; i < 100; i++) {
            kept += small.lookup(key(i)).size();
        }
        assertThat(kept).isBetween(5L, 10L);
    }

    @Test
    void counts_heads_too() {
        MemoryStore small = ofOneMiB();
        String large = "x".repeat(10_000);
        for (int i = 0; i < 1000; i++) {
            put(small, key(i), "v", head(clock, "Large", large), bytes(0));
        }

        assertThat(small.clear()).isBetween(50L, 100L);
    }

    @Test
    void counts_what_surrounds_even_the_smallest_response() {
        MemoryStore small = ofOneMiB();
        for (int i = 0; i < 5000; i++) {
            put(small, key(i), "v", head(clock), bytes(0));
        }

        assertThat(small.clear()).isBetween(1500L, 4000L);
    }

    @Test
    void does_not_store_a_response_that_is_more_than_a_quarter_of_it() {
        MemoryStore small = ofOneMiB();
        put(small, KEY, "fits", head(clock), bytes(MIB / 4));
        put(small, KEY, "does not", head(clock), bytes(MIB / 4 + 1));

        assertThat(small.lookup(KEY)).extracting(one -> one.variant()).containsExactly("fits");
    }

    @Test
    void lets_the_oldest_variants_go_when_a_key_takes_more_than_half_of_it() {
        MemoryStore small = ofOneMiB();
        for (int i = 0; i < 4; i++) {
            put(small, KEY, "v" + i, head(clock), bytes(200_000));
        }

        assertThat(small.lookup(KEY)).extracting(one -> one.variant()).containsExactly("v3", "v2");
    }

    @Test
    void gives_the_same_list_for_what_is_asked_for_most_and_an_equal_one_for_the_rest() {
        MemoryStore small = ofOneMiB();
        for (int i = 0; i < 500; i++) {
            put(small, key(i), "v", head(clock, "Number", "" + i), bytes(i));
        }
        List<StoredResponse> busy = small.peek(key(0));
        List<StoredResponse> rare = small.peek(key(1));
        for (int i = 2; i < 500; i++) {
            assertThat(small.peek(key(i)).get(0).head()).isEqualTo(head(clock, "Number", "" + i));
            assertThat(small.peek(key(0))).isSameAs(busy);
        }

        assertThat(small.peek(key(1))).isEqualTo(rare).isNotSameAs(rare);
    }

    @Test
    void freshens_what_was_built_before_its_form_went() {
        MemoryStore small = ofOneMiB();
        put(small, KEY, "v", head(clock), bytes(1000));
        StoredResponse before = small.peek(KEY).get(0);
        for (int i = 0; i < 500; i++) {
            put(small, key(i), "v", head(clock), bytes(10));
            small.peek(key(i));
        }
        small.freshen(KEY, before, head(clock, "Fresh", "yes"), HOUR);

        StoredResponse after = small.peek(KEY).get(0);
        assertThat(after.head()).isEqualTo(head(clock, "Fresh", "yes"));
        assertThat(after.body().identity()).isEqualTo(before.body().identity());
        assertThat(content(after)).isEqualTo(bytes(1000));
        put(small, KEY, "v", head(clock), bytes(1000));
        small.freshen(KEY, before, head(clock, "Fresh", "no"), HOUR);
        assertThat(small.peek(KEY).get(0).head()).isEqualTo(head(clock));
    }

    @Test
    void bounds_what_writers_hold_and_gives_it_back() {
        MemoryStore small = ofOneMiB();
        List<StoreWriter> writers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            StoreWriter writer = small.open(key(i), "v", head(clock), HOUR);
            writer.write(ByteBuffer.wrap(bytes(100_000)));
            writers.add(writer);
        }
        writers.forEach(StoreWriter::commit);
        assertThat(small.clear()).as("those that had room").isEqualTo(5);

        for (int i = 0; i < 20; i++) {
            StoreWriter writer = small.open(key(i), "v", head(clock), HOUR);
            writer.write(ByteBuffer.wrap(bytes(200_000)));
            writer.discard();
        }
        put(small, KEY, "v", head(clock), bytes(200_000));
        assertThat(content(small.lookup(KEY).get(0))).isEqualTo(bytes(200_000));
    }
}
