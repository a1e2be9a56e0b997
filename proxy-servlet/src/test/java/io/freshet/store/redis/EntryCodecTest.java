package io.freshet.store.redis;

import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.OverridingDirectives;
import io.freshet.http.ResponseHead;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.TestClock;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;

class EntryCodecTest {

    private static final CacheKey KEY = new CacheKey("http://origin.example /a?\u00e9");
    private static final Clock CLOCK = new TestClock(Instant.parse("2030-01-02T03:04:05.678901234Z"));

    private static final StreamEntryID ASKED = new StreamEntryID(1_900_000_000_000L, 7);

    private static Entry entry(int parts, long length, byte[] inline) {
        EntryHeader header = new EntryHeader(
                new UUID(1, 2),
                Instant.parse("2031-01-01T00:00:00.123Z"),
                1_900_000_000_000_001L,
                parts,
                length,
                ASKED);
        return new Entry(header, head(CLOCK, "A", "\u00ff\u0100", "a", "", "A", "2"), ByteBuffer.wrap(inline));
    }

    private static Entry small() {
        return entry(0, 3, new byte[] {1, 2, 3});
    }

    /** Puts the right checksum behind bytes that were changed on purpose. */
    private static byte[] sealed(byte[] value) {
        int end = value.length - Checksum.LENGTH;
        return ByteBuffer.wrap(value).putInt(end, Checksum.of(value, end)).array();
    }

    @Test
    void reads_what_it_wrote() {
        Entry written = small();
        Entry read = EntryCodec.decode(KEY, EntryCodec.encode(KEY, written)).orElseThrow();

        assertThat(read.header()).isEqualTo(written.header());
        assertThat(read.inline().isReadOnly()).isTrue();
        assertThat(read.inline()).isEqualTo(written.inline());
        assertThat(read.head().requestTime()).isEqualTo(written.head().requestTime());
        assertThat(read.head().responseTime()).isEqualTo(written.head().responseTime());
        assertThat(read.head().request().uri())
                .isEqualTo(written.head().request().uri());
        assertThat(lines(read.head().request().fields()))
                .isEqualTo(lines(written.head().request().fields()));
        assertThat(lines(read.head().response().fields())).containsExactly("A: \u00ff\u0100", "a: ", "A: 2");
    }

    @Test
    void keeps_an_unusual_reason_phrase_and_writes_nothing_for_a_usual_one() {
        Entry usual = small();
        StoredHead head = usual.head();
        ResponseHead odd = new ResponseHead(
                head.response().status(),
                Optional.of("caf\u00e9"),
                head.response().fields());
        StoredHead spoken = new StoredHead(head.request(), odd, head.requestTime(), head.responseTime());

        assertThat(HeadCodec.decode(HeadCodec.encode(spoken))
                        .orElseThrow()
                        .response()
                        .reason())
                .hasValue("caf\u00e9");
        assertThat(HeadCodec.decode(HeadCodec.encode(head))
                        .orElseThrow()
                        .response()
                        .reason())
                .isEmpty();
    }

    @Test
    void keeps_what_is_no_field_of_the_response() {
        StoredHead head = small().head();
        Optional<OverridingDirectives> directives = OverridingDirectives.read("max-age=5, freshet-tags=\"a b\"");
        for (Optional<String> madeOf : List.of(Optional.<String>empty(), Optional.of("an identity"))) {
            StoredHead written = new StoredHead(
                    head.request(),
                    head.response().overriddenBy(directives),
                    head.requestTime(),
                    head.responseTime(),
                    madeOf);
            StoredHead read = HeadCodec.decode(HeadCodec.encode(written)).orElseThrow();

            assertThat(read.response().overriding()).isEqualTo(directives);
            assertThat(read.madeOf()).isEqualTo(madeOf);
            assertThat(lines(read.response().fields()))
                    .isEqualTo(lines(head.response().fields()));
        }
    }

    @Test
    void reads_entries_whose_body_is_elsewhere() {
        Entry written = entry(2, EntryHeader.PART_LENGTH + 1L, new byte[0]);
        Entry read = EntryCodec.decode(KEY, EntryCodec.encode(KEY, written)).orElseThrow();

        assertThat(read.header()).isEqualTo(written.header());
        assertThat(read.inline().hasRemaining()).isFalse();
        assertThat(read.header().partLength(0)).isEqualTo(EntryHeader.PART_LENGTH);
        assertThat(read.header().partLength(1)).isEqualTo(1);
    }

    @Test
    void reads_nothing_from_a_value_with_any_bit_flipped() {
        byte[] value = EntryCodec.encode(KEY, small());
        for (int bit = 0; bit < value.length * 8; bit++) {
            byte[] flipped = value.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(EntryCodec.decode(KEY, flipped)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void reads_nothing_from_a_value_cut_anywhere_or_lengthened() {
        byte[] value = EntryCodec.encode(KEY, small());
        for (int length = 0; length < value.length; length++) {
            assertThat(EntryCodec.decode(KEY, Arrays.copyOf(value, length))).isEmpty();
            if (length > Checksum.LENGTH) {
                assertThat(EntryCodec.decode(KEY, sealed(Arrays.copyOf(value, length))))
                        .isEmpty();
            }
        }
        assertThat(EntryCodec.decode(KEY, Arrays.copyOf(value, value.length + 1)))
                .isEmpty();
        assertThat(EntryCodec.decode(KEY, sealed(Arrays.copyOf(value, value.length + 1))))
                .isEmpty();
    }

    @Test
    void survives_any_number_in_any_place_even_with_the_right_checksum() {
        byte[] value = EntryCodec.encode(KEY, small());
        int[] numbers = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1 << 20, value.length};
        for (int at = 0; at <= value.length - Integer.BYTES; at++) {
            for (int number : numbers) {
                byte[] hostile = value.clone();
                ByteBuffer.wrap(hostile).putInt(at, number);
                EntryCodec.decode(KEY, sealed(hostile)).ifPresent(read -> {
                    assertThat(read.inline().remaining())
                            .isEqualTo((int) read.header().bodyLength());
                    assertThat(read.head().response().status()).isBetween(100, 599);
                });
            }
        }
    }

    @Test
    void reads_nothing_from_noise() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertThat(EntryCodec.decode(KEY, noise)).isEmpty();
        }
    }

    @Test
    void reads_nothing_from_the_entry_of_another_key() {
        byte[] value = EntryCodec.encode(KEY, small());

        assertThat(EntryCodec.decode(new CacheKey("other"), value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 17_179_869_185L, (1L << 40) - 1})
    void reads_no_header_with_a_body_that_cannot_be(long length) {
        ByteBuffer out = ByteBuffer.allocate(EntryHeader.LENGTH);
        new EntryHeader(new UUID(1, 2), Instant.EPOCH, 1, 0, length, ASKED).write(out);

        assertThat(EntryHeader.read(out.array())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 0",
        "65537, 1",
        "262144, 1",
        "262145, 2",
        "17179869184, 65536",
    })
    void knows_by_its_length_how_many_parts_a_body_has(long length, int parts) {
        ByteBuffer out = ByteBuffer.allocate(EntryHeader.LENGTH);
        new EntryHeader(new UUID(1, 2), Instant.EPOCH, 1, parts, length, ASKED).write(out);

        assertThat(EntryHeader.read(out.array()).orElseThrow().parts()).isEqualTo(parts);
    }

    @ParameterizedTest
    @CsvSource({"1960-01-01T00:00:00Z, 1970-01-01T00:00:00Z", "+99999-01-01T00:00:00Z, +10889-08-02T05:31:50.655Z"})
    void writes_the_nearest_time_that_fits(Instant expires, Instant written) {
        ByteBuffer out = ByteBuffer.allocate(EntryHeader.LENGTH);
        new EntryHeader(new UUID(1, 2), expires, 1, 0, 0, ASKED).write(out);

        assertThat(EntryHeader.read(out.array()).orElseThrow().expires()).isEqualTo(written);
    }

    @Test
    void tells_an_entry_by_its_first_bytes() {
        byte[] value = EntryCodec.encode(KEY, small());

        assertThat(small().header().identity())
                .isEqualTo(EntryHeader.identity(value))
                .hasSize(16);
        assertThat(EntryHeader.identity(new byte[] {1, 2})).containsExactly(1, 2);
    }
}
