package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost",
                "redis://localhost/",
                "redis://localhost:6380/15",
                "rediss://user:p%40ss@redis.example.com:6380/0",
                "redis://:secret@127.0.0.1",
                "redis://[::1]:6379",
                "redis-sentinel://one:26379,two/main",
                "rediss-sentinel://:secret@one,two,three:1/main/3",
                "redis-cluster://user:p%40ss@10.0.0.1:7000,10.0.0.2:7001",
                "rediss-cluster://one/",
            })
    void reads_an_address(String text) throws SyntaxException {
        assertThat(new RedisUriSyntax().parse(text)).hasToString(text);
    }

    @Test
    void a_scheme_in_capitals_is_the_same_scheme() throws SyntaxException {
        assertThat(new RedisUriSyntax().parse("REDISS://User:Pass@Host")).hasToString("rediss://User:Pass@Host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:6379 | a redis:// or rediss://",
                "http://localhost | a redis:// or rediss://",
                "redis:// | a redis:// or rediss://",
                "redis://a b | a redis:// or rediss://",
                "'' | a redis:// or rediss://",
                "redis://my_redis:6379 | letters, digits, hyphens and dots",
                "redis://:hunter2 | letters, digits, hyphens and dots",
                "redis://user:p@ss@host | letters, digits, hyphens and dots",
                "redis://hunter2@host | :password@",
                "redis://host:0 | port is from 1 to 65535",
                "redis://host:65536 | port is from 1 to 65535",
                "redis://host/x | database number",
                "redis://host/-1 | database number",
                "redis://host/10000 | database number",
                "redis://host/0/1 | database number",
                "redis://host?db=1 | database number",
                "redis://host/0#x | database number",
                "redis://one,two | letters, digits, hyphens and dots",
                "redis-sentinel://one,two | master's name",
                "redis-sentinel://one,two/ | master's name",
                "redis-sentinel://one,two/main/x | master's name",
                "redis-sentinel://one,,two/main | commas between",
                "redis-sentinel:///main | commas between",
                "redis-sentinel://hunter2@one/main | :password@",
                "redis-sentinel://:hunter2@x@one/main | commas between",
                "redis-cluster://one:0,two | ports are from 1 to 65535",
                "redis-cluster://one,two:65536 | ports are from 1 to 65535",
                "redis-cluster://one,two/0 | no databases",
                "redis-cluster://one?x | nothing after the hosts",
            })
    void refuses_what_is_none_and_never_repeats_it(String text, String allowed) {
        assertThatExceptionOfType(SyntaxException.class)
                .isThrownBy(() -> new RedisUriSyntax().parse(text))
                .withMessageContaining(allowed)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hunter2"))
                .withNoCause();
    }

    @Test
    void tells_what_is_at_the_addresses() {
        RedisConfig sentinel = config("rediss-sentinel://u:p%40@one:1,two/main/3");
        assertThat(sentinel.topology()).isEqualTo(RedisConfig.Topology.SENTINEL);
        assertThat(sentinel.tls()).isTrue();
        assertThat(sentinel.nodes()).hasToString("[one:1, two:26379]");
        assertThat(sentinel.master()).hasValue("main");
        assertThat(sentinel.database()).hasValue(3);
        assertThat(sentinel.rawUserInfo()).hasValue("u:p%40");
        assertThat(sentinel.display()).isEqualTo("rediss-sentinel://one:1,two:26379/main/3");

        RedisConfig cluster = config("redis-cluster://one,two:2");
        assertThat(cluster.topology()).isEqualTo(RedisConfig.Topology.CLUSTER);
        assertThat(cluster.nodes()).hasToString("[one:6379, two:2]");
        assertThat(cluster.database()).isEmpty();

        assertThat(config("redis://[::1]").nodes()).hasToString("[[::1]:6379]");
        assertThat(config("redis://[::1]:1/2").database()).hasValue(2);
    }

    private static RedisConfig config(String uri) {
        return new RedisConfig(URI.create(uri), "freshet:", Duration.ofSeconds(1), 1);
    }
}
