package io.freshet.store.redis;

import io.freshet.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.commands.ProtocolCommand;
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
         * @param answer what Redis says; null where there is nothing, a {@link JedisDataException} where that is an error
         */
        void answer(@Nullable Object answer);

        /** There is no answer. */
        void fail(JedisException failure);
    }

    /** One command of a batch whose answers are kept. */
    private static final class Kept implements Request {

        private final ProtocolCommand command;
        private final byte[][] words;
        private @Nullable Object answer;

        Kept(ProtocolCommand command, byte[][] words) {
            this.command = command;
            this.words = words;
        }

        @Override
        public void send(Connection connection) {
            connection.sendCommand(command, words);
        }

        CommandObject<Object> alone() {
            CommandArguments all = new CommandArguments(command).key(words[0]);
            for (int i = 1; i < words.length; i++) {
                all.add(words[i]);
            }
            return new CommandObject<>(all, BuilderFactory.RAW_OBJECT);
        }

        @Override
        public byte[] name() {
            return words[0];
        }

        @Override
        public void answer(@Nullable Object said) {
            answer = said;
        }

        @Override
        public void fail(JedisException failure) {
            answer = failure;
        }
    }

    private final List<Kept> commands = new ArrayList<>();

    /** A batch that is empty as yet. */
    RedisBatch() {}

    /**
     * Adds a command that may be done twice.
     *
     * @param words its arguments, of which the first is the key that it is about
     */
    void add(ProtocolCommand command, byte[]... words) {
        commands.add(new Kept(command, words));
    }

    /**
     * Has all of them done, those about one key in order, and returns the answers; null where there is nothing, a {@link
     * JedisDataException} where it is an error. A command whose key has moved to another node, or whose connection was lost, is done once
     * more by itself. Blocks.
     *
     * @throws StoreException if Redis does not answer one of them
     */
    List<@Nullable Object> run(RedisLink link) throws StoreException {
        exchange(link, commands);
        List<@Nullable Object> answers = new ArrayList<>(commands.size());
        for (Kept kept : commands) {
            answers.add(
                    kept.answer instanceof JedisException failure && Failures.askAgain(failure)
                            ? link.call(redis -> redis.executeCommand(kept.alone()))
                            : kept.answer);
            if (kept.answer instanceof JedisException failure
                    && !(failure instanceof JedisDataException)
                    && !Failures.askAgain(failure)) {
                throw link.failure(failure);
            }
        }
        return answers;
    }

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

    private static @Nullable Object read(Connection connection) {
        try {
            return connection.getOne();
        } catch (JedisDataException refusal) {
            return refusal;
        }
    }
}
