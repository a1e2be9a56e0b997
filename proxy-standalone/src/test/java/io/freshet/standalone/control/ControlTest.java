package io.freshet.standalone.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.SettingSource;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.StoredHead;
import io.freshet.standalone.control.ControlClient.Failed;
import io.freshet.standalone.control.ControlClient.Outcome;
import io.freshet.standalone.control.ControlClient.Removed;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.StoreWriter;
import io.freshet.store.memory.MemoryStore;
import io.freshet.store.redis.RedisStore;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {

    private static final long MEMORY = 1 << 20;

    private final CacheStore store = new MemoryStore(MEMORY, MEMORY, 8, Clock.systemUTC());
    private final Deque<Closeable> open = new ArrayDeque<>();
    private Path parent = Path.of("");
    private Path directory = Path.of("");

    @BeforeEach
    void choose(@TempDir Path temporary) {
        parent = temporary;
        directory = temporary.resolve("freshet");
    }

    @AfterEach
    void close() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
        store.close();
    }

    @Test
    void a_proxy_on_memory_is_emptied_and_says_of_how_many() throws IOException {
        put("a");
        put("b");
        listen(3000);

        assertThat(clear()).containsExactly(new Removed(3000, 2));
        assertThat(clear()).containsExactly(new Removed(3000, 0));
        assertThat(store.lookup(CacheKey.of("http://o", "http://p", "a"))).isEmpty();
    }

    @Test
    void only_the_wanted_proxy_is_emptied() throws IOException {
        put("a");
        listen(3000);
        listen(3001);

        assertThat(ControlClient.clear(List.of(directory), port -> port == 3001))
                .containsExactly(new Removed(3001, 1));
        assertThat(clear()).containsExactlyInAnyOrder(new Removed(3000, 0), new Removed(3001, 0));
    }

    @Test
    void a_proxy_on_redis_is_left_alone() throws IOException, ConfigException {
        ConfigReader config = new ConfigReader(SettingSource.commandLine(Map.of("redis", "redis://localhost:1")));
        try (CacheStore redis = new RedisStore(config.redisConfig(), 1, 1, 1, Clock.systemUTC())) {
            listen(List.of(directory), 3000, redis);

            assertThat(clear()).isEmpty();
        }
    }

    @Test
    void a_socket_that_a_killed_proxy_left_behind_is_passed_over_and_replaced() throws IOException {
        listen(3000).close();
        bind("3000.sock").close();
        assertThat(directory.resolve("3000.sock")).exists();

        assertThat(clear()).isEmpty();
        ControlServer server = listen(3000);
        assertThat(clear()).containsExactly(new Removed(3000, 0));
        server.close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_socket_of_a_running_proxy_is_not_taken_over() throws IOException {
        listen(3000);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> listen(3000))
                .withMessageContaining("another proxy");
        assertThat(clear()).containsExactly(new Removed(3000, 0));
    }

    @Test
    void the_directory_is_made_private() throws IOException {
        listen(3000);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void a_directory_that_others_can_enter_is_refused_by_both_sides() throws IOException {
        listen(3000);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x---"));

        assertThat(clear()).isEmpty();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> listen(3001))
                .withMessageContaining("is open to other users");
    }

    @Test
    void a_link_in_place_of_the_directory_is_refused() throws IOException {
        Path elsewhere = Files.createDirectory(
                parent.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(directory, elsewhere);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> listen(3000))
                .withMessageContaining("is no directory");
    }

    @Test
    void the_next_place_is_used_when_the_first_will_not_do() throws IOException {
        List<Path> places = List.of(parent.resolve("missing").resolve("freshet"), directory);
        listen(places, 3000, store);

        assertThat(ControlClient.clear(places, port -> true)).containsExactly(new Removed(3000, 0));
    }

    @Test
    void a_client_that_says_nothing_or_nonsense_does_not_keep_others_out() throws IOException {
        put("a");
        listen(3000);
        connect();
        ControlMessage.write(connect(), "x".repeat(1_000));

        assertThat(clear()).containsExactly(new Removed(3000, 1));
    }

    @Test
    void an_unknown_request_is_refused_and_changes_nothing() throws IOException {
        put("a");
        listen(3000);
        SocketChannel client = connect();
        ControlMessage.write(client, "drop everything");

        assertThat(ControlMessage.read(client, Duration.ofSeconds(10))).isEqualTo("refused");
        assertThat(clear()).containsExactly(new Removed(3000, 1));
    }

    @Test
    void a_listener_that_answers_nonsense_is_a_failure() throws Exception {
        listen(3000).close();
        ServerSocketChannel other = bind("3000.sock");
        Thread thread = new Thread(() -> {
            try (SocketChannel client = other.accept()) {
                ControlMessage.read(client, Duration.ofSeconds(10));
                ControlMessage.write(client, "removed -1");
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
        thread.start();

        assertThat(clear()).containsExactly(new Failed(3000, "it refused"));
        thread.join();
    }

    @Test
    void where_sockets_may_be_is_told_by_the_environment() {
        assertThat(ControlDirectory.candidates(Map.of("XDG_RUNTIME_DIR", "/run/user/1000")))
                .hasSize(2)
                .startsWith(Path.of("/run/user/1000/freshet"));
        assertThat(ControlDirectory.candidates(Map.of("XDG_RUNTIME_DIR", "relative")))
                .hasSize(1)
                .allSatisfy(path -> assertThat(path.getFileName().toString()).startsWith("freshet-"));
    }

    private ControlServer listen(int port) throws IOException {
        return listen(List.of(directory), port, store);
    }

    private ControlServer listen(List<Path> places, int port, CacheStore cache) throws IOException {
        ControlServer server = ControlServer.open(places, port, cache);
        open.add(server::close);
        return server;
    }

    private ServerSocketChannel bind(String name) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(channel);
        return channel.bind(UnixDomainSocketAddress.of(directory.resolve(name)));
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("3000.sock")));
        open.add(channel);
        return channel;
    }

    private List<Outcome> clear() {
        return ControlClient.clear(List.of(directory), port -> true);
    }

    private void put(String uri) {
        Instant now = Instant.now();
        StoredHead head = new StoredHead(
                new RequestHead("GET", uri, HttpFields.EMPTY), new ResponseHead(200, HttpFields.EMPTY), now, now);
        StoreWriter writer = store.open(CacheKey.of("http://o", "http://p", uri), "", head, Duration.ofMinutes(1));
        writer.commit();
    }
}
