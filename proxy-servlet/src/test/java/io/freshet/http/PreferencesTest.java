package io.freshet.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PreferencesTest {

    @ParameterizedTest(name = "RFC {0}: {1}: {2} is {3}")
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "9110 §12.4.2  | accept-language | de;q=1              | de",
                "9110 §12.4.2  | accept-language | de;q=1.000          | de",
                "9110 §12.4.2  | accept-language | de;q=1.             | de",
                "9110 §12.4.2  | accept-language | de;q=0.5            | de;q=0.500",
                "9110 §12.4.2  | accept-language | de;q=0.50           | de;q=0.500",
                "9110 §12.4.2  | accept-language | de;Q=0.05           | de;q=0.050",
                "9110 §12.4.2  | accept-language | de;q=0              | de;q=0.000",
                "9110 §12.4.2  | accept-language | de;q=0.             | de;q=0.000",
                "9110 §12.4.2  | accept-language | 'de \t; q=0.001'    | de;q=0.001",
                "9110 §5.6.1.2 | accept-language | ', en ,, de,'       | de,en",
                "9110 §5.6.1.2 | accept-language | ''                  | ''",
                "9110 §5.6.1.2 | accept-language | ','                 | ''",
                "9110 §12.5.4  | accept-language | 'en, de'            | de,en",
                "9110 §12.5.4  | accept-language | 'en, *;q=0.1'       | *;q=0.100,en",
                "9110 §12.5.4  | accept-language | 'de, DE, de;q=1.0'  | de",
                "4647 §2       | accept-language | ZH-hant-Tw          | zh-hant-tw",
                "9110 §8.4.1   | accept-encoding | 'GZip, *;q=0'       | *;q=0.000,gzip",
                "9110 §12.5.3  | accept-encoding | 'gzip, identity'    | gzip,identity",
                "9110 §8.3.2   | accept-charset  | 'UTF-8, *;q=0.1'    | *;q=0.100,utf-8",
                "9110 §8.3.1   | accept          | 'Text/HTML, */*'    | */*,text/html",
                "9110 §8.3.1   | accept          | 'text/*;q=0.3'      | text/*;q=0.300",
                "9110 §8.3.1   | accept          | 'a/b; Charset=UTF'  | a/b;charset=UTF",
                "9110 §8.3.1   | accept          | a/b;p=\"x\"         | a/b;p=x",
                "9110 §8.3.1   | accept          | a/b;p=\"x y\"       | a/b;p=\"x y\"",
                "9110 §5.6.4   | accept          | a/b;p=\"\\\",;q=0\" | a/b;p=\"\\\",;q=0\"",
                "9110 §5.6.4   | accept          | a/b;p=\"\"        | a/b;p=\"\"",
                "2045 §5       | accept          | a/b;p=1;o=2;q=0.5   | a/b;o=2;p=1;q=0.500"
            })
    void a_value_has_one_normal_form(String clause, String field, String value, String normal) {
        assertThat(Preferences.parse(field, value)).map(Preferences::toString).contains(normal);
        assertThat(Preferences.parse(field, normal)).map(Preferences::toString).contains(normal);
    }

    @ParameterizedTest(name = "RFC {0}: {1}: {2} is not {3}")
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "9110 §12.4.2 | accept-language | de            | de;q=0.999",
                "9110 §12.4.2 | accept-language | de;q=0        | ''",
                "9110 §12.5.4 | accept-language | en            | en-gb",
                "9110 §12.5.4 | accept-language | '*'           | en",
                "9110 §12.5.3 | accept-encoding | gzip          | 'gzip, identity'",
                "9110 §12.5.3 | accept-encoding | gzip          | 'gzip, br;q=0'",
                "9110 §12.5.3 | accept-encoding | identity      | ''",
                "9110 §12.5.3 | accept-encoding | x-gzip        | gzip",
                "9110 §8.3.1  | accept          | a/b;p=x       | a/b;p=X",
                "9110 §5.6.4  | accept          | a/b;p=\"x y\" | a/b;p=\"x  y\"",
                "9110 §12.5.1 | accept          | a/b;p=1       | a/b",
                "9110 §12.5.1 | accept          | '*/*'         | ''"
            })
    void what_may_mean_something_else_differs(String clause, String field, String one, String other) {
        assertThat(Preferences.parse(field, one).map(Preferences::toString))
                .isPresent()
                .isNotEqualTo(Preferences.parse(field, other).map(Preferences::toString));
    }

    @ParameterizedTest(name = "RFC {0}: {1}: {2}")
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "9110 §12.4.2 | accept-language | de;q=2",
                "9110 §12.4.2 | accept-language | de;q=1.1",
                "9110 §12.4.2 | accept-language | de;q=0.1234",
                "9110 §12.4.2 | accept-language | de;q=.5",
                "9110 §12.4.2 | accept-language | de;q=-0",
                "9110 §12.4.2 | accept-language | de;q=",
                "9110 §12.4.2 | accept-language | de;q = 0.5",
                "9110 §12.4.2 | accept-language | de;q=\"0.5\"",
                "9110 §12.4.2 | accept-language | de;q=0.5;q=0.5",
                "9110 §12.4.2 | accept-language | de;q=٠",
                "9110 §12.4.2 | accept-language | de;q=1x",
                "9110 §12.4.2 | accept-language | de;q=00",
                "9110 §12.4.2 | accept-language | de;q=1.x",
                "9110 §12.4.2 | accept-language | de;q",
                "9110 §12.5.4 | accept-language | de;",
                "9110 §12.5.4 | accept-language | ;q=1",
                "9110 §12.5.4 | accept-language | de;level=1",
                "9110 §12.5.4 | accept-language | de en",
                "9110 §12.5.4 | accept-language | 'de, de;q=0.5'",
                "4647 §2.1    | accept-language | en_US",
                "4647 §2.1    | accept-language | en-",
                "4647 §2.1    | accept-language | abcdefghi",
                "4647 §2.1    | accept-language | de-*",
                "4647 §2.1    | accept-language | 'de, \"en\"'",
                "9110 §12.5.3 | accept-encoding | gzip;level=1",
                "9110 §12.5.3 | accept-encoding | gzip/1",
                "9110 §12.5.1 | accept          | text",
                "9110 §12.5.1 | accept          | '*'",
                "9110 §12.5.1 | accept          | '*/html'",
                "9110 §12.5.1 | accept          | '*/*x'",
                "9110 §12.5.1 | accept          | text/html/x",
                "9110 §12.5.1 | accept          | text/",
                "9110 §12.5.1 | accept          | /html",
                "9110 §12.5.1 | accept          | text/;q=1",
                "9110 §12.5.1 | accept          | a/b;q=0.5;level=1",
                "9110 §12.5.1 | accept          | ;a/b",
                "9110 §5.6.6  | accept          | a/b;p",
                "9110 §5.6.6  | accept          | a/b;p=",
                "9110 §5.6.6  | accept          | a/b;=1",
                "9110 §5.6.6  | accept          | a/b p=1",
                "9110 §5.6.6  | accept          | a/b;p=1;P=1",
                "9110 §5.6.6  | accept          | a/b;p=\"x",
                "9110 §5.6.6  | accept          | a/b;p=\"x\"y",
                "9110 §12.5   | x-accept        | de"
            })
    void what_is_malformed_or_another_field_is_not_understood(String clause, String field, String value) {
        assertThat(Preferences.parse(field, value)).isEmpty();
    }

    @ParameterizedTest(name = "RFC 9110 §12.4.2: of {0} the first is {1}")
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "de                   | de",
                "DE-at, de;q=0.9      | de-at",
                "fr;q=0.5, de;q=1.0   | de",
                "de;q=0.002, fr;q=0.001 | de",
                "de, *;q=0.9          | de",
                "de, de               | de",
                "en, de               |",
                "de, *                |",
                "*                    |",
                "*, de;q=0.9          |",
                "de;q=0               |",
                "''                   |"
            })
    void the_first_is_preferred_to_all_others(String value, String first) {
        assertThat(Preferences.parse("accept-language", value).flatMap(Preferences::first))
                .isEqualTo(Optional.ofNullable(first));
    }

    @Test
    void a_value_with_too_many_members_is_not_understood() {
        assertThat(Preferences.parse("accept-encoding", members(32, i -> "x" + i)))
                .isPresent();
        assertThat(Preferences.parse("accept-encoding", members(33, i -> "x" + i)))
                .isEmpty();
        assertThat(Preferences.parse("accept-encoding", members(33, i -> "x"))).isEmpty();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("hostile")
    void any_value_takes_time_about_linear_in_its_length(String field, String value) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Preferences.parse(field, value));
    }

    static Stream<Arguments> hostile() {
        int many = 1_000_000;
        return Stream.of(
                argumentSet("members", "accept-language", "de,".repeat(many)),
                argumentSet("commas", "accept", ",".repeat(many)),
                argumentSet("subtags", "accept-language", "de" + "-de".repeat(many)),
                argumentSet("subtags, then a surprise", "accept-language", "de" + "-de".repeat(many) + "!?"),
                argumentSet("one token", "accept-encoding", "x".repeat(many) + "?"),
                argumentSet("spaces", "accept-encoding", "x" + " ".repeat(many) + "?"),
                argumentSet("semicolons", "accept", "a/b" + ";".repeat(many)),
                argumentSet("spaces and semicolons", "accept", "a/b" + " ; ".repeat(many)),
                argumentSet("one parameter again", "accept", "a/b" + ";p=1".repeat(many)),
                argumentSet("parameters", "accept", "a/b" + parameters(100_000)),
                argumentSet("parameters, then a surprise", "accept", "a/b" + parameters(100_000) + ";"),
                argumentSet("one quoted string", "accept", "a/b;p=\"" + "\\\"x ".repeat(many) + "\""),
                argumentSet("quotes", "accept", "a/b;p=" + "\"\"".repeat(many)),
                argumentSet("an open quote", "accept", "a/b;p=\"" + "\\".repeat(many)),
                argumentSet("weights", "accept", "a/b" + ";q=0.5".repeat(many)),
                argumentSet(
                        "long members that are nearly the same",
                        "accept",
                        members(32, i -> "a/" + "b".repeat(30_000) + i)));
    }

    private static String members(int count, IntFunction<String> member) {
        return IntStream.range(0, count).mapToObj(member).collect(joining(","));
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> ";p" + i + "=1").collect(joining());
    }
}
