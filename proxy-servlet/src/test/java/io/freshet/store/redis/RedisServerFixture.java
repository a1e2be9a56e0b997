package io.freshet.store.redis;

import io.freshet.config.RedisConfig;
import io.freshet.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/**
 * A real redis-server on a free port of this machine, empty at first and saving nothing. As a static {@code
 * RegisterExtension} it runs for a whole class, and can be stopped and started again on the same port.
 */
public final class RedisServerFixture implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    /** What a store asks by itself from time to time. */
    private static final Pattern READS_LOG = Pattern.compile("cmdstat_(xread|xrange|xrevrange|hscan)");

    private final int port = FreePort.next();
    private final String password;
    private final List<String> settings;
    private final RedisServer server;
    private Optional<Long> pid = Optional.empty();

    public RedisServerFixture() {
        this("");
    }

    /**
     * @param password what clients must say; empty for nothing
     * @param settings more lines for redis.conf
     */
    public RedisServerFixture(String password, String... settings) {
        this.password = password;
        this.settings = List.of(settings);
        server = newServer();
    }

    private RedisServer newServer() {
        try {
            RedisServerBuilder builder = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no");
            settings.forEach(builder::setting);
            return builder.settingIf(!password.isEmpty(), "requirepass " + password)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RedisServerFixture start() {
        pid = Optional.empty();
        try {
            server.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server, which forgets everything. */
    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server at once, and without a word. */
    public void kill() {
        ProcessHandle.of(pid()).orElseThrow().destroyForcibly();
        stop();
    }

    /** Sends its process a signal, for example {@code STOP}. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Remembered, as who is stopped cannot be asked. */
    private long pid() {
        if (pid.isEmpty()) {
            try (RedisClient client = client()) {
                pid = client.info("server")
                        .lines()
                        .filter(line -> line.startsWith("process_id:"))
                        .map(line -> Long.valueOf(line.substring(line.indexOf(':') + 1)))
                        .findFirst();
            }
        }
        return pid.orElseThrow();
    }

    public int port() {
        return port;
    }

    public URI uri() {
        return URI.create("redis://" + (password.isEmpty() ? "" : ":" + password + "@") + "127.0.0.1:" + port);
    }

    /** A configuration with a short timeout. */
    public RedisConfig config(String prefix) {
        return new RedisConfig(uri(), prefix, Duration.ofSeconds(2), 8);
    }

    /** A client of its own, to look behind the store's back. */
    public RedisClient client() {
        return RedisClient.create(uri());
    }

    /** How many commands Redis gets for {@code work}, from anybody. */
    public long commandsFor(Runnable work) {
        try (RedisClient client = client()) {
            long before = commandsProcessed(client);
            work.run();
            // The count itself is one.
            return commandsProcessed(client) - before - 1;
        }
    }

    private static long commandsProcessed(RedisClient client) {
        return client.info("commandstats")
                .lines()
                .filter(line ->
                        line.startsWith("cmdstat_") && !READS_LOG.matcher(line).find())
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }

    /** Makes Redis answer nobody for so long. */
    public void pause(Duration time) {
        run(new CommandArguments(Protocol.Command.CLIENT).add("PAUSE").add(Long.toString(time.toMillis())));
    }

    /**
     * Makes Redis a replica, so that it takes no writes. It keeps what it has as long as its master is not there.
     *
     * @param master host and port, or {@code no one}
     */
    public void follow(String master) {
        String[] words = master.split(" ", 2);
        run(new CommandArguments(Protocol.Command.REPLICAOF).add(words[0]).add(words[1]));
    }

    /** Makes Redis save what it has to its disk, in the background. */
    public void save() {
        run(new CommandArguments(Protocol.Command.BGSAVE));
    }

    private void run(CommandArguments command) {
        try (RedisClient client = client()) {
            client.executeCommand(new CommandObject<>(command, BuilderFactory.STRING));
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
