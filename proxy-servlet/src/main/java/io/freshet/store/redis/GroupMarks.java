package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.freshet.store.CacheGroup;
import io.freshet.store.Lifespan;
import io.freshet.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * When groups were last invalidated, in milliseconds of Unix time, a key each. Where marks have to go, the mark of all groups
 * rises to the latest of them, in one step: at no time does a response count that did not before. Every method blocks, and
 * throws {@link StoreException}.
 */
final class GroupMarks {

    private static final byte[] LIFETIME = number(Lifespan.OF_GROUP_MARK.toMillis());

    private final RedisLink link;
    private final KeySpace keys;
    private final Clock clock;

    GroupMarks(RedisLink link, KeySpace keys, Clock clock) {
        this.link = link;
        this.keys = keys;
        this.clock = clock;
    }

    /** Now; never back, whatever the clocks of other nodes have said. */
    void raise(CacheGroup group) {
        link.run(Script.MARK, List.of(keys.markOf(group)), List.of(number(clock.millis()), LIFETIME));
    }

    /** In one round trip. */
    boolean anySince(Collection<CacheGroup> groups, Instant since) {
        List<byte[]> names = new ArrayList<>();
        names.add(keys.markOfAllGroups());
        groups.forEach(group -> names.add(keys.markOf(group)));
        List<byte[]> marks = link.call(redis -> redis.mget(names.toArray(byte[][]::new)));
        // Marks have lost what was below the millisecond.
        Instant from = since.truncatedTo(ChronoUnit.MILLIS);
        return marks.stream().filter(Objects::nonNull).anyMatch(mark -> !instant(mark)
                .isBefore(from));
    }

    /** Forgets which groups these are the marks of. */
    void merge(List<byte[]> names) {
        List<byte[]> all = new ArrayList<>();
        all.add(keys.markOfAllGroups());
        all.addAll(names);
        link.run(Script.MERGE_MARKS, all, List.of(LIFETIME));
    }

    private static Instant instant(byte[] mark) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(new String(mark, US_ASCII)));
        } catch (NumberFormatException notOurs) {
            // There was a mark, and nobody knows of when.
            return Instant.MAX;
        }
    }
}
