package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.freshet.store.Election;
import io.freshet.store.FetchLease;
import io.freshet.store.redis.KeySpace.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Who fetches: a key in Redis with the token of the node that does. */
final class Leases {

    /** In place of a token: everybody fetches. */
    private static final byte[] EVERYBODY = {'-'};

    private static final byte[] NOTHING = {};

    private final RedisLink link;
    private final RedisLink lookups;
    private final BiConsumer<Place, Runnable> behind;

    /**
     * Leases in one Redis.
     *
     * @param lookups for what requests wait for
     * @param behind runs something that may block after the writes of a place that were begun before */
    Leases(RedisLink link, RedisLink lookups, BiConsumer<Place, Runnable> behind) {
        this.link = link;
        this.lookups = lookups;
        this.behind = behind;
    }

    /** Blocks. */
    Election elect(Place place, Duration atMost) {
        byte[] token = UUID.randomUUID().toString().getBytes(US_ASCII);
        byte[] time = number(atMost.toMillis());
        Optional<List<byte[]>> holder =
                lookups.run(Script.ELECT, List.of(place.lease()), List.of(token, time, EVERYBODY));
        return switch (holder.map(said -> new String(said.get(0), US_ASCII)).orElse("")) {
            case "elected" -> new Election.Elected(new Held(place, token, time));
            case "other" -> new Election.Other();
            default -> new Election.Everybody();
        };
    }

    /** Blocks. Whether another node may still bring what is wanted. */
    boolean held(Place place) {
        byte[] holder = lookups.call(
                redis -> Optional.ofNullable(redis.get(place.lease())).orElse(EVERYBODY));
        return holder.length > EVERYBODY.length;
    }

    private final class Held implements FetchLease {

        private final Place place;
        private final byte[] token;
        private final byte[] time;

        Held(Place place, byte[] token, byte[] time) {
            this.place = place;
            this.token = token;
            this.time = time;
        }

        @Override
        public void renew() {
            update(token, time);
        }

        @Override
        public void release() {
            update(NOTHING, NOTHING);
        }

        @Override
        public void releaseUnshared(Duration howLong) {
            update(EVERYBODY, number(howLong.toMillis()));
        }

        private void update(byte[] value, byte[] millis) {
            behind.accept(place, () -> link.run(Script.LEASE, List.of(place.lease()), List.of(token, value, millis)));
        }
    }
}
