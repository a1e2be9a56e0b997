package io.freshet.store.redis;

import io.freshet.store.InvalidationIndex.Table;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/**
 * One entry of the log of invalidations.
 *
 * @param name what the event is about; empty where it is about everything
 * @param at where in the log it counts from
 */
record LogEvent(Kind kind, String name, StreamEntryID at) {

    /** The field with the position of an event that is said for the second time. */
    private static final String SINCE = "since";

    /** What an event is about: the field that names it, and the table that keeps it when the log has forgotten it. */
    enum Kind {
        KEY("key", Optional.empty()),
        TAG("tag", Optional.of(Table.TAGS)),
        PREFIX("prefix", Optional.of(Table.PREFIXES)),
        SOFT_NAME("soft-name", Optional.of(Table.SOFT_NAMES)),
        SOFT_PREFIX("soft-prefix", Optional.of(Table.SOFT_PREFIXES)),
        ALL("all", Optional.empty());

        private final String field;
        private final Optional<Table> table;

        Kind(String field, Optional<Table> table) {
            this.field = field;
            this.table = table;
        }

        String field() {
            return field;
        }

        Optional<Table> table() {
            return table;
        }

        static Kind of(Table table) {
            return Stream.of(values())
                    .filter(kind -> kind.table.equals(Optional.of(table)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Reads an entry. One that this cache did not write counts for everything: it costs hits, and nothing else. */
    static LogEvent read(StreamEntry entry) {
        Map<String, String> fields = entry.getFields();
        Kind kind = Stream.of(Kind.values())
                .filter(one -> fields.containsKey(one.field))
                .findFirst()
                .orElse(Kind.ALL);
        StreamEntryID at = kind == Kind.ALL
                ? Positions.parse(fields.getOrDefault(SINCE, "")).orElse(entry.getID())
                : entry.getID();
        return new LogEvent(kind, fields.getOrDefault(kind.field, ""), at);
    }
}
