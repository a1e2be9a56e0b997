package io.freshet.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.standalone.metrics.TopUrls.Busy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TopUrlsTest {

    private static final Outcome HIT = new Outcome("hit", "none");
    private static final Outcome MISS = new Outcome("miss", "uri-miss");
    private static final Outcome NO_STORE = new Outcome("miss", "no-store");

    /** Near where it overflows, as a clock of nanoseconds may be. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    private final TopUrls urls = new TopUrls(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void tellsOfEachUrlWhatCameOfIt() {
        urls.count("http://a/1", MISS, 10);
        urls.count("http://a/1", NO_STORE, 10);
        urls.count("http://a/1", HIT, 5);

        assertThat(urls.tops().hits()).containsExactly(new Busy("http://a/1", 1, 2, 25, "no-store"));
    }

    @Test
    void ordersThemByEach() {
        urls.count("http://a/small", HIT, 1);
        urls.count("http://a/small", HIT, 1);
        urls.count("http://a/large", HIT, 100);
        urls.count("http://a/missed", MISS, 1);

        assertThat(urls.tops().hits()).extracting(Busy::url).containsExactly("http://a/small", "http://a/large");
        assertThat(urls.tops().misses()).extracting(Busy::url).containsExactly("http://a/missed");
        assertThat(urls.tops().bytes())
                .extracting(Busy::url)
                .containsExactly("http://a/large", "http://a/small", "http://a/missed");
    }

    @Test
    void tellsOfTwentyAtMost() {
        for (int i = 0; i < 30; i++) {
            urls.count("http://a/" + i, HIT, 1);
        }

        assertThat(urls.tops().hits()).hasSize(20);
    }

    @Test
    void forgetsWhatWasTenMinutesAgo() {
        urls.count("http://a/old", HIT, 1);
        pass(Duration.ofMinutes(6));
        urls.count("http://a/new", HIT, 1);

        assertThat(urls.tops().hits()).extracting(Busy::url).containsExactly("http://a/new", "http://a/old");
        assertThat(urls.tops().seconds()).isEqualTo(360);

        pass(Duration.ofMinutes(5));
        assertThat(urls.tops().hits()).extracting(Busy::url).containsExactly("http://a/new");
        assertThat(urls.tops().seconds()).isEqualTo(300);

        pass(Duration.ofMinutes(10));
        assertThat(urls.tops().hits()).isEmpty();
    }

    @Test
    void addsUpWhatIsInBothTables() {
        urls.count("http://a/1", MISS, 1);
        pass(Duration.ofMinutes(6));
        urls.count("http://a/1", HIT, 1);

        assertThat(urls.tops().hits()).containsExactly(new Busy("http://a/1", 1, 1, 2, "uri-miss"));
    }

    @Test
    void keepsTheBusyOnesInACrowdOfOthers() {
        for (int i = 0; i < 200_000; i++) {
            urls.count("http://a/" + i, MISS, 1);
            urls.count("http://busy/" + i % 5, HIT, 1);
        }

        assertThat(urls.tops().hits()).hasSize(5).allSatisfy(busy -> assertThat(busy.hits())
                .isGreaterThan(39_000));
    }

    @Test
    void cutsWhatIsLong() {
        String url = "http://a/" + "x".repeat(10_000);
        urls.count(url, HIT, 1);

        assertThat(urls.tops().hits()).extracting(Busy::url).containsExactly(url.substring(0, 512) + "…");
    }
}
