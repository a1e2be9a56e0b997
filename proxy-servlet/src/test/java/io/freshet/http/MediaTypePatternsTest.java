package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypePatternsTest {

    private static final MediaTypePatterns PATTERNS =
            MediaTypePatterns.of(List.of("text/*", "Application/JSON", "*+xml"));

    @ParameterizedTest
    @CsvSource({
        "text/html, true",
        "TEXT/Css, true",
        "'text/html;charset=utf-8', true",
        "' text/plain ; charset=utf-8', true",
        "application/json, true",
        "'application/json; a=b', true",
        "image/svg+xml, true",
        "application/atom+xml, true",
        "application/xml, true",
        "model/x+xmlx, false",
        "image/xml, false",
        "application/jsonl, false",
        "application/ld+json, false",
        "textile/x, false",
        "text, false",
        "image/png, false",
        "'image/png; text/html', false",
        "'', false"
    })
    void a_type_is_matched_whole_by_its_first_half_or_by_its_suffix(String contentType, boolean matches) {
        assertThat(PATTERNS.match(contentType)).isEqualTo(matches);
    }
}
