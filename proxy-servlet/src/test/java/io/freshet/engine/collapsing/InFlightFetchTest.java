package io.freshet.engine.collapsing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.engine.collapsing.ArrivingContent.Next;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.StoredHead;
import io.freshet.store.ByteBudget;
import io.freshet.store.CacheKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

class InFlightFetchTest {

    private static final String CONTENT = "0123456789";

    private final ByteBudget budget = new ByteBudget(4);
    private final List<InFlightFetch> completed = new ArrayList<>();
    private final AtomicInteger woken = new AtomicInteger();
    private final InFlightFetch inFlight = new InFlightFetch(
            new FetchKey(new CacheKey("key"), ""),
            new RequestHead("GET", "http://o/a", HttpFields.EMPTY),
            Instant.EPOCH,
            budget,
            2,
            completed::add);

    private void share() {
        StoredHead head = new StoredHead(
                new RequestHead("GET", "http://o/a", HttpFields.EMPTY),
                new ResponseHead(200, HttpFields.EMPTY),
                Instant.EPOCH,
                Instant.EPOCH);
        inFlight.decide(new FetchOutcome.Shared(
                head,
                OptionalLong.empty(),
                from -> Optional.of(
                        List.of(bytes(CONTENT.substring((int) from))).iterator())));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
    }

    private Next next(ArrivingContent reader) {
        return reader.next(woken::incrementAndGet);
    }

    private static String text(Next next) {
        assertThat(next).isInstanceOf(Next.Piece.class);
        return text(((Next.Piece) next).bytes());
    }

    @Test
    void whoComesLaterReadsFromTheBeginning() {
        share();
        inFlight.add(bytes("01"));
        ArrivingContent first = inFlight.fromBeginning().orElseThrow();
        assertThat(text(next(first))).isEqualTo("01");
        inFlight.add(bytes("23"));
        ArrivingContent second = inFlight.fromBeginning().orElseThrow();

        assertThat(text(next(first))).isEqualTo("23");
        assertThat(text(next(second))).isEqualTo("01");
        assertThat(text(next(second))).isEqualTo("23");
        assertThat(next(first)).isInstanceOf(Next.Later.class);
        assertThat(completed).isEmpty();
        inFlight.end(true);
        assertThat(completed).containsExactly(inFlight);
        assertThat(woken).hasValue(1);
        assertThat(next(first)).isInstanceOf(Next.End.class);
        assertThat(next(second)).isInstanceOf(Next.End.class);
    }

    @Test
    void theLastPieceIsToldWhereItIsKnown() {
        share();
        ArrivingContent reader = inFlight.fromBeginning().orElseThrow();
        inFlight.add(bytes("01"));
        inFlight.add(bytes("23"));
        inFlight.end(true);

        assertThat(((Next.Piece) next(reader)).last()).isFalse();
        assertThat(((Next.Piece) next(reader)).last()).isTrue();
    }

    @Test
    void whoIsTooSlowReadsOnInTheStore() {
        share();
        ArrivingContent slow = inFlight.fromBeginning().orElseThrow();
        ArrivingContent fast = inFlight.fromBeginning().orElseThrow();
        inFlight.add(bytes("01"));
        assertThat(text(next(slow))).isEqualTo("01");
        assertThat(text(next(fast))).isEqualTo("01");
        for (String piece : List.of("23", "45", "67", "89")) {
            inFlight.add(bytes(piece));
            assertThat(text(next(fast))).isEqualTo(piece);
        }

        assertThat(inFlight.fromBeginning()).as("its beginning has gone").isEmpty();
        assertThat(next(slow)).as("not in the store yet").isInstanceOf(Next.Later.class);
        inFlight.end(true);
        assertThat(next(fast)).isInstanceOf(Next.End.class);
        Next behind = next(slow);
        assertThat(behind).isInstanceOf(Next.Behind.class);
        Iterator<ByteBuffer> rest = ((Next.Behind) behind).rest().get().orElseThrow();
        assertThat(text(rest.next())).isEqualTo("23456789");
    }

    @Test
    void aPieceThatIsNeverHeldPutsEverybodyBehind() {
        share();
        ArrivingContent reader = inFlight.fromBeginning().orElseThrow();
        inFlight.add(bytes("01234"));
        inFlight.add(bytes("56"));
        assertThat(next(reader)).isInstanceOf(Next.Later.class);
        inFlight.end(true);

        Next behind = next(reader);
        assertThat(text(((Next.Behind) behind).rest().get().orElseThrow().next()))
                .isEqualTo(CONTENT);
    }

    @Test
    void whatBreaksOffIsReadAsFarAsItCame() {
        share();
        ArrivingContent reader = inFlight.fromBeginning().orElseThrow();
        inFlight.add(bytes("01"));
        inFlight.end(false);

        assertThat(text(next(reader))).isEqualTo("01");
        assertThat(next(reader)).isInstanceOf(Next.Broken.class);
    }

    @Test
    void givesBackWhatItTookWhenTheLastHasReadIt() {
        inFlight.whenDecided(woken::incrementAndGet);
        share();
        assertThat(woken).hasValue(1);
        inFlight.add(bytes("0123"));
        inFlight.end(true);
        assertThat(budget.take(1)).as("kept for who waited").isFalse();
        ArrivingContent reader = inFlight.fromBeginning().orElseThrow();
        inFlight.leave();
        assertThat(budget.take(1)).isFalse();
        reader.close();
        reader.close();

        assertThat(budget.take(4)).isTrue();
        assertThat(budget.take(1)).isFalse();
        assertThat(inFlight.isRead()).isFalse();
    }

    @Test
    void noMoreWaitThanMay() {
        assertThat(inFlight.whenDecided(() -> {})).isTrue();
        assertThat(inFlight.whenDecided(() -> {})).isTrue();
        assertThat(inFlight.whenDecided(() -> {})).isFalse();
        inFlight.decide(new FetchOutcome.NotShared());
        assertThat(inFlight.whenDecided(woken::incrementAndGet))
                .as("no need to wait")
                .isTrue();
        assertThat(woken).hasValue(1);
        assertThat(completed).containsExactly(inFlight);
    }

    @Test
    void theFirstWordOnItsOutcomeCounts() {
        inFlight.decide(new FetchOutcome.Abandoned());
        inFlight.decide(new FetchOutcome.NotShared());
        share();

        assertThat(inFlight.outcome()).contains(new FetchOutcome.Abandoned());
    }
}
