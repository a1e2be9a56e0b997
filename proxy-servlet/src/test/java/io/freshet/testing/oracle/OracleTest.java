package io.freshet.testing.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.oracle.LyingDoor.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle sees what is wrong, and nothing else: without a cache all is right, and each kind of broken cache violates its invariant. */
class OracleTest {

    private static final long SEED = 17;
    private static final int MOST_RUNS = 5;
    private static final Duration TIME = Duration.ofSeconds(2);

    @ParameterizedTest
    @CsvSource({
        "NONE,",
        "ANY_CODING, CODING",
        "ANY_VARIANT, VARIANT",
        "FIRST_EDITION, SEEN",
        "FIRST_EDITION, LAST",
        "OLD_AFTER_PURGE, PURGED",
        "MIXES, WHOLE",
        "OLD_HEAD, WHOLE",
        "GOES_ON, RESUMED",
        "ENDS_EARLY, WHOLE",
        "WRONG_LENGTH, HEAD",
        "ALWAYS_UNCHANGED, PURGED",
        "FAILS, ANSWERED"
    })
    void a_broken_cache_is_found(Fault fault, Invariant violated) throws IOException {
        Tally tally = runThrough(fault, SEED);
        // On a busy machine few requests are made in that time.
        for (long more = 1; more < MOST_RUNS && fault != Fault.NONE && tally.violated(violated) == 0; more++) {
            tally = runThrough(fault, SEED + more);
        }

        if (fault == Fault.NONE) {
            assertThat(tally.violated()).as(tally.toString()).isZero();
            for (Invariant invariant : Invariant.values()) {
                assertThat(tally.count(invariant)).as(invariant.toString()).isPositive();
            }
        } else {
            assertThat(tally.violated(violated)).as(tally.toString()).isPositive();
        }
    }

    private static Tally runThrough(Fault fault, long seed) throws IOException {
        LyingDoor.Memory memory = new LyingDoor.Memory();
        try (LyingOrigin origin = LyingOrigin.start()) {
            Entrance entrance = new Entrance() {
                @Override
                public int nodes() {
                    return 1;
                }

                @Override
                public Door open(int node, int client) {
                    return new LyingDoor(new Http1Door(origin.uri().getPort()), fault, memory);
                }
            };
            return OracleRun.run(seed, TIME, Integer.MAX_VALUE, OptionalInt.empty(), origin, entrance, random -> false);
        }
    }
}
