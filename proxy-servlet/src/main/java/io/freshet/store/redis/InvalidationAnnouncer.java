package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.store.InvalidationIndex.Table;
import io.freshet.store.Lifespan;
import io.freshet.store.StoreException;
import io.freshet.store.redis.LogEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.StreamEntryID;

/** Writes events to the log of invalidations. Blocks. */
record InvalidationAnnouncer(RedisLink link, KeySpace keys, Positions positions) {

    /** A node that was away for more than these forgets everything. */
    private static final int MOST_EVENTS = 100_000;

    private static final byte[] LIFETIME = number(Lifespan.OF_INVALIDATION.toMillis());

    /**
     * Writes one event.
     *
     * @param since the position of the event that this one repeats
     * @return where in the log it is
     */
    StreamEntryID announce(Kind kind, String name, Optional<StreamEntryID> since) throws StoreException {
        List<byte[]> names = new ArrayList<>(List.of(keys.log().getBytes(UTF_8), keys.clearedMark()));
        for (Table table : Table.values()) {
            names.add(keys.positions(table));
            names.add(keys.orderOf(keys.positions(table)));
        }
        List<byte[]> arguments = List.of(
                number(MOST_EVENTS),
                LIFETIME,
                number(kind.table().map(Table::ordinal).orElse(-1) + 1),
                number(kind.table().map(Table::most).orElse(0)),
                kind.field().getBytes(UTF_8),
                name.getBytes(UTF_8),
                since.map(Positions::bytes).orElse(new byte[0]));
        List<byte[]> said = link.run(Script.ANNOUNCE, names, arguments)
                .orElseThrow(() -> new StoreException("the log of invalidations took nothing"));
        StreamEntryID at = Positions.parse(said.get(0))
                .orElseThrow(() -> new StoreException("the log of invalidations is not one"));
        StreamEntryID before = Positions.parse(said.get(1)).orElse(Positions.START);
        if (kind == Kind.KEY) {
            positions.reachedOwn(at, before);
        } else {
            // Of what is covered by a name only, a response that was under way cannot know.
            positions.reached(at);
        }
        return at;
    }
}
