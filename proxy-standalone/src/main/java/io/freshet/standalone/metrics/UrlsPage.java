package io.freshet.standalone.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The busiest URLs, as the API tells of them.
 *
 * @param seconds how far back that reaches
 */
record UrlsPage(long seconds, List<Row> hits, List<Row> misses, List<Row> bytes) {

    /**
     * A URL.
     *
     * @param reason why the last miss was one; nothing where there was none
     */
    record Row(
            String url,
            long hits,
            long misses,
            long bytes,
            @JsonInclude(JsonInclude.Include.NON_NULL) LiveSnapshot.@Nullable Why reason) {

        static Row of(TopUrls.Busy busy) {
            LiveSnapshot.Why reason = busy.reason().isEmpty() ? null : LiveSnapshot.Why.of(busy.reason());
            return new Row(busy.url(), busy.hits(), busy.misses(), busy.bytes(), reason);
        }
    }

    static UrlsPage of(TopUrls.Tops tops) {
        return new UrlsPage(tops.seconds(), rows(tops.hits()), rows(tops.misses()), rows(tops.bytes()));
    }

    private static List<Row> rows(List<TopUrls.Busy> busy) {
        return busy.stream().map(Row::of).toList();
    }
}
