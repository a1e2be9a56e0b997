package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.freshet.store.Candidacy;
import io.freshet.store.Election;
import io.freshet.store.FetchLease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Elects the node that fetches: a key in Redis holds its token. Where the last response was not shared, {@value #UNSHARED}, the
 * group of the requests that this counts for, and, where it does not count for all of them, their fingerprint.
 */
final class RedisLeases {

    private static final char UNSHARED = '-';

    private static final byte[] NOTHING = {};

    private final RedisLink link;
    private final RedisLink lookups;
    private final WriteRefusals refusals;
    private final BiConsumer<RedisKeys, Runnable> behind;

    /**
     * Leases in one Redis.
     *
     * @param lookups for what requests wait for
     * @param refusals is told of writes that Redis takes
     * @param behind runs something that may block after the writes to a key that were begun before */
    RedisLeases(RedisLink link, RedisLink lookups, WriteRefusals refusals, BiConsumer<RedisKeys, Runnable> behind) {
        this.link = link;
        this.lookups = lookups;
        this.refusals = refusals;
        this.behind = behind;
    }

    /** As {@link io.freshet.store.Leases#elect}. Blocks. */
    Election elect(RedisKeys redisKeys, Candidacy candidacy, Duration atMost) {
        byte[] name = redisKeys.lease(candidacy.variant());
        byte[] token = UUID.randomUUID().toString().getBytes(US_ASCII);
        byte[] time = number(atMost.toMillis());
        List<byte[]> arguments = List.of(
                token,
                time,
                String.valueOf(candidacy.group()).getBytes(US_ASCII),
                candidacy.fingerprint().getBytes(US_ASCII));
        List<byte[]> said = lookups.run(Script.ELECT, List.of(name), arguments).orElse(List.of(NOTHING));
        return switch (text(said.get(0))) {
            case "elected" -> {
                refusals.taken();
                yield new Election.Elected(
                        new Held(redisKeys, name, candidacy, token, time),
                        text(said.get(1)).equals("unlike"));
            }
            case "other" -> new Election.Other();
            default -> new Election.EveryNode();
        };
    }

    private static String text(byte[] said) {
        return new String(said, US_ASCII);
    }

    /** Whether another node may still bring what is wanted. Blocks. */
    boolean held(RedisKeys redisKeys, String variant) {
        byte[] holder = lookups.call(redis ->
                Optional.ofNullable(redis.get(redisKeys.lease(variant))).orElse(NOTHING));
        return holder.length > 0 && holder[0] != UNSHARED;
    }

    private final class Held implements FetchLease {

        private final RedisKeys redisKeys;
        private final byte[] name;
        private final Candidacy candidacy;
        private final byte[] token;
        private final byte[] time;

        Held(RedisKeys redisKeys, byte[] name, Candidacy candidacy, byte[] token, byte[] time) {
            this.redisKeys = redisKeys;
            this.name = name;
            this.candidacy = candidacy;
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
        public void releaseUnshared(boolean all, Duration howLong) {
            String forWhom = UNSHARED + (candidacy.group() + (all ? "" : candidacy.fingerprint()));
            update(forWhom.getBytes(US_ASCII), number(howLong.toMillis()));
        }

        private void update(byte[] value, byte[] millis) {
            behind.accept(redisKeys, () -> link.run(Script.LEASE, List.of(name), List.of(token, value, millis)));
        }
    }
}
