package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheTagsTest {

    private static CacheTags of(String... lines) {
        HttpFields.Mutable fields = HttpFields.build();
        for (String line : lines) {
            fields.add(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).trim());
        }
        return CacheTags.of(fields);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Surrogate-Key: a             | a",
                "Surrogate-Key: a  b\tc        | a b c",
                "Surrogate-Key: a, b          | a, b",
                "Surrogate-Key: post/1 a:b a  | post/1 a:b a",
                "Cache-Tag: a                 | a",
                "Cache-Tag: a,b , c           | a b c",
                "Cache-Tag: ,, a,,            | a",
                "Cache-Tag: a,A,a             | a A",
                "cache-tag: a                 | a",
                "X-Cache-Tags: a              | ''",
                "Surrogate-Key:               | ''",
            })
    void namesAreSeparatedAsTheFieldWantsIt(String line, String names) {
        CacheTags tags = of(line);

        assertThat(tags.names())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(names.split(" "))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()));
        assertThat(tags.complete()).isTrue();
    }

    @Test
    void aNameMayHaveSpacesInCacheTag() {
        assertThat(of("Cache-Tag: a b, c").names()).containsExactlyInAnyOrder("a b", "c");
    }

    @Test
    void bothFieldsAndAllTheirLinesCount() {
        assertThat(of("Cache-Tag: a", "Surrogate-Key: b c", "Cache-Tag: d").names())
                .containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void moreThanCanBeKeptInMindIsNotComplete() {
        String most =
                IntStream.range(0, CacheTags.MAX_TAGS).mapToObj(i -> "t" + i).collect(Collectors.joining(" "));
        String longest = "x".repeat(CacheTags.MAX_LENGTH);

        assertThat(of("Surrogate-Key: " + most + " t0").complete()).isTrue();
        assertThat(of("Surrogate-Key: " + most, "Cache-Tag: one more").complete())
                .isFalse();
        assertThat(of("Cache-Tag: " + longest).complete()).isTrue();
        assertThat(of("Cache-Tag: " + longest + "x").complete()).isFalse();
    }
}
