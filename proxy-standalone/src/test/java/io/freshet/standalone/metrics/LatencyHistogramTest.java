package io.freshet.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    @ParameterizedTest
    @CsvSource({"0, 10", "9999, 10", "10000, 12", "11999, 12", "12000, 14", "1000000, 1024", "1024000, 1280"})
    void countsInTheBucketThatEndsJustBehind(long nanos, long endMicros) {
        assertThat(endOf(nanos)).isEqualTo(endMicros);
    }

    @ParameterizedTest
    @ValueSource(longs = {67_108_863_999L, 67_108_864_000L, Long.MAX_VALUE})
    void countsWhatTakesVeryLongInTheLast(long nanos) {
        assertThat(endOf(nanos)).isEqualTo(67_108_864);
    }

    @Test
    void hasBucketsThatAreAtMostAQuarterApart() {
        List<Long> ends = LatencyHistogram.ends();
        for (int i = 1; i < ends.size(); i++) {
            assertThat((double) ends.get(i) / ends.get(i - 1)).isBetween(1.1, 1.25);
        }
    }

    private static long endOf(long nanos) {
        LatencyHistogram durations = new LatencyHistogram();
        durations.add(nanos);
        assertThat(durations.counts().stream().mapToLong(n -> n).sum()).isEqualTo(1);
        return LatencyHistogram.ends().get(durations.counts().indexOf(1L));
    }
}
