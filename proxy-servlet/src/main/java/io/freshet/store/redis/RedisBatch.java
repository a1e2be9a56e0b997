package io.freshet.store.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends commands together, each about one key: over one connection to each Redis that has some of the keys. In place of Jedis' pipelines,
 * which keep every answer until the last has come, and in a cluster tell nothing of answers that are lost and start threads of their own.
 */
final class RedisBatch {

    /** A command, and what becomes of its answer. */
    interface Request {

        /** Has the command written. */
        void send(Connection connection);

        /** The key that it is about. */
        byte[] name();

        /**
         * This is the answer.
         *
         * @param answer what Redis says; a {@link JedisDataException} where that is an error
         */
        void answer(Object answer);

        /** There is no answer. */
        void fail(JedisException failure);
    }

    private RedisBatch() {}

    /** Sends all of {@code requests}, and hands out the answers in turn, each as it has come. Blocks. */
    static <R extends Request> void exchange(RedisLink link, List<R> requests) {
        try {
            RedisNodes nodes = link.nodes();
            Map<Object, List<R>> shares = new LinkedHashMap<>();
            for (R request : requests) {
                shares.computeIfAbsent(nodes.of(request.name()), same -> new ArrayList<>(requests.size()))
                        .add(request);
            }
            shares.forEach((node, share) -> exchange(nodes, node, share));
        } catch (JedisException away) {
            requests.forEach(request -> request.fail(away));
        }
    }

    private static <R extends Request> void exchange(RedisNodes nodes, Object node, List<R> share) {
        int answered = 0;
        try (Connection connection = nodes.connection(node)) {
            for (R request : share) {
                request.send(connection);
            }
            for (; answered < share.size(); answered++) {
                share.get(answered).answer(read(connection));
            }
        } catch (JedisException lost) {
            share.subList(answered, share.size()).forEach(request -> request.fail(lost));
        }
    }

    private static Object read(Connection connection) {
        try {
            return connection.getOne();
        } catch (JedisDataException refusal) {
            return refusal;
        }
    }
}
