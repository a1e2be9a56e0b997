package io.freshet.fuzz;

import io.freshet.config.file.ConfigFileFuzz;
import io.freshet.http.FieldsFuzz;
import io.freshet.http.UrisFuzz;
import io.freshet.proxy.admission.RequestAdmissionFuzz;
import io.freshet.store.redis.EntryCodecFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the fuzzers begin with, and what they have found, once through their targets; {@code -Pfuzz} goes on from there. */
class FuzzSeedsTest {

    private static final Path SEEDS = Path.of("src/test/fuzz");

    @TestFactory
    Stream<DynamicTest> everySeedHolds() throws IOException {
        List<DynamicTest> all = new ArrayList<>();
        add("FieldsFuzz", FieldsFuzz::fuzzerTestOneInput, all);
        add("UrisFuzz", UrisFuzz::fuzzerTestOneInput, all);
        add("EntryCodecFuzz", EntryCodecFuzz::fuzzerTestOneInput, all);
        add("ConfigFileFuzz", ConfigFileFuzz::fuzzerTestOneInput, all);
        add("GateFuzz", RequestAdmissionFuzz::fuzzerTestOneInput, all);
        return all.stream();
    }

    private static void add(String name, Consumer<byte[]> target, List<DynamicTest> all) throws IOException {
        try (Stream<Path> files = Files.list(SEEDS.resolve(name))) {
            files.sorted()
                    .forEach(seed -> all.add(DynamicTest.dynamicTest(
                            name + "/" + seed.getFileName(), () -> target.accept(Files.readAllBytes(seed)))));
        }
    }
}
