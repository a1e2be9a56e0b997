package io.freshet.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.AccessLogConfig;
import io.freshet.config.AccessLogConfig.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DailyFileTest {

    private Instant now = Instant.parse("2026-02-28T23:59:59Z");

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "access.log, access.2026-02-28.log",
        "access, access.2026-02-28",
        ".access, .access.2026-02-28",
        "a.b.log, a.b.2026-02-28.log",
    })
    void putsTheDateBeforeTheEndingOfAName(String name, String dated, @TempDir Path directory) throws Exception {
        DailyFile file =
                new DailyFile(new AccessLogConfig(directory.resolve(name).toString(), Format.NCSA, 1), clock);
        file.start();
        file.stop();

        assertThat(names(directory)).containsExactly(dated);
    }

    @Test
    void onlyItsOwnerAndItsGroupReadIt_alsoOnTheNextDay(@TempDir Path directory) throws Exception {
        DailyFile file =
                new DailyFile(new AccessLogConfig(directory.resolve("a.log").toString(), Format.NCSA, 0), clock);
        file.start();
        file.write("one");
        now = Instant.parse("2026-03-01T00:00:00Z");
        file.write("two");
        file.write("three");
        file.stop();

        assertThat(names(directory)).containsExactly("a.2026-02-28.log", "a.2026-03-01.log");
        assertThat(Files.readAllLines(directory.resolve("a.2026-03-01.log"))).containsExactly("two", "three");
        for (String name : names(directory)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void addsToAFileOfBefore(@TempDir Path directory) throws Exception {
        Path today = Files.writeString(directory.resolve("a.2026-02-28.log"), "before\n");
        DailyFile file =
                new DailyFile(new AccessLogConfig(directory.resolve("a.log").toString(), Format.NCSA, 0), clock);
        file.start();
        file.write("after");
        file.stop();

        assertThat(Files.readAllLines(today)).containsExactly("before", "after");
    }

    /** Other files with a like name stay. */
    @Test
    void removesItsOwnOldFilesAndNoOther(@TempDir Path directory) throws Exception {
        for (String name : List.of(
                "a.2026-02-27.log", "a.2026-02-26.log", "a.old.log", "a.2026-01-01.log.gz", "b.2026-01-01.log")) {
            Files.writeString(directory.resolve(name), "");
        }
        DailyFile file =
                new DailyFile(new AccessLogConfig(directory.resolve("a.log").toString(), Format.NCSA, 1), clock);
        file.start();
        file.stop();

        assertThat(names(directory))
                .containsExactly(
                        "a.2026-01-01.log.gz", "a.2026-02-27.log", "a.2026-02-28.log", "a.old.log", "b.2026-01-01.log");
    }
}
