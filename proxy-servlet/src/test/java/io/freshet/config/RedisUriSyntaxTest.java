package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
            })
    void refuses_what_is_none_and_never_repeats_it(String text, String allowed) {
        assertThatExceptionOfType(SyntaxException.class)
                .isThrownBy(() -> new RedisUriSyntax().parse(text))
                .withMessageContaining(allowed)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hunter2"))
                .withNoCause();
    }
}
