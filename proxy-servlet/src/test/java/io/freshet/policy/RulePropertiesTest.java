package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.ByteRange;
import io.freshet.http.Heads;
import io.freshet.http.ResponseHead;
import io.freshet.testing.Tries;
import io.freshet.testing.Tries.Draw;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ages (RFC 9111 §4.2.3) and parts put together (RFC 9111 §3.4), whatever the numbers. */
class RulePropertiesTest {

    private static final String CONTENT = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final long YEARS = 10_000_000_000L;

    @Test
    void an_age_is_never_negative_never_below_what_was_received_and_only_grows() {
        Tries.of(draw -> {
            long received = draw.number(0, Integer.MAX_VALUE);
            long dated = draw.number(-YEARS, YEARS);
            long delay = draw.number(-YEARS, YEARS);
            long now = draw.number(-YEARS, YEARS);
            long later = draw.number(0, YEARS);

            ResponseHead response =
                    Heads.ok("Age: " + received, "Date: " + At.date(dated), "Cache-Control: max-age=" + later);
            StoredHead stored = new StoredHead(Heads.get(), response, At.NOW.minusSeconds(delay), At.NOW);
            Instant at = At.NOW.plusSeconds(now);

            Freshness freshness = Freshness.of(stored, At.STRICT, at);
            Freshness afterwards = Freshness.of(stored, At.STRICT, at.plusSeconds(later));

            assertThat(freshness.age()).isGreaterThanOrEqualTo(Duration.ofSeconds(received));
            assertThat(afterwards.age()).isGreaterThanOrEqualTo(freshness.age());
            assertThat(afterwards.age().minus(freshness.age())).isLessThanOrEqualTo(Duration.ofSeconds(later));
            assertThat(freshness.fresh()).isEqualTo(freshness.age().compareTo(freshness.lifetime()) < 0);
        });
    }

    /** Answers are kept ready for that long. */
    @Test
    void what_is_said_in_whole_seconds_stays_the_same_for_as_long_as_it_is_said_to_be_steady() {
        Tries.of(draw -> {
            long lifetime = draw.number(0, 100_000_000_000L);
            long age = draw.number(0, 100_000_000_000L);
            long part = draw.number(1, 1000);

            Freshness now = new Freshness(Duration.ofNanos(lifetime), Duration.ofNanos(age), Reason.FRESH);
            long steady = now.steadyFor().toNanos();

            assertThat(steady).isBetween(1L, 1_000_000_000L);
            for (long later : new long[] {0, steady - 1, (steady - 1) / part}) {
                Freshness then = new Freshness(now.lifetime(), now.age().plusNanos(later), now.basis());
                assertThat(then.age().toSeconds()).isEqualTo(now.age().toSeconds());
                assertThat(then.remaining().toSeconds())
                        .isEqualTo(now.remaining().toSeconds());
                assertThat(then.fresh()).isEqualTo(now.fresh());
            }
        });
    }

    @Test
    void parts_put_together_are_the_bytes_of_the_whole() {
        Tries.of(draw -> {
            List<ByteRange> ranges = draw.list(1, 6, RulePropertiesTest::range);
            ByteRange wanted = range(draw);

            List<StoredHead> stored = new ArrayList<>();
            ranges.forEach(range -> stored.add(At.stored(
                    Heads.get(),
                    Heads.response(206, "ETag: \"v\"", "Content-Range: bytes " + range + '/' + CONTENT.length()))));

            Optional<List<StoredParts.Piece>> pieces = StoredParts.of(stored).flatMap(parts -> parts.covering(wanted));

            boolean allThere = CONTENT.substring((int) wanted.first(), (int) wanted.last() + 1)
                    .chars()
                    .map(CONTENT::indexOf)
                    .allMatch(at -> ranges.stream().anyMatch(range -> range.first() <= at && at <= range.last()));
            assertThat(pieces.isPresent()).isEqualTo(allThere);
            pieces.ifPresent(found -> assertThat(text(found, stored, ranges))
                    .isEqualTo(CONTENT.substring((int) wanted.first(), (int) wanted.last() + 1)));
        });
    }

    /** What the pieces come to, each cut out of what its part has. */
    @SuppressWarnings("ReferenceEquality") // parts may be equal and lie in different places of the list
    private static String text(List<StoredParts.Piece> pieces, List<StoredHead> stored, List<ByteRange> ranges) {
        StringBuilder text = new StringBuilder();
        for (StoredParts.Piece piece : pieces) {
            int index = 0;
            while (stored.get(index) != piece.part()) {
                index++;
            }
            ByteRange range = ranges.get(index);
            String part = CONTENT.substring((int) range.first(), (int) range.last() + 1);
            text.append(part, (int) piece.offset(), (int) (piece.offset() + piece.length()));
        }
        return text.toString();
    }

    private static ByteRange range(Draw draw) {
        int one = draw.number(0, CONTENT.length() - 1);
        int other = draw.number(0, CONTENT.length() - 1);
        return new ByteRange(Math.min(one, other), Math.max(one, other));
    }
}
