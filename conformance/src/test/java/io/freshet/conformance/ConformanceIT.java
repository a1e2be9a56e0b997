package io.freshet.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code conformance/run} runs, too; it says what by system properties. */
class ConformanceIT {

    /** A few of {@link SetUp}, with commas between; all by default. */
    private static final String SET_UPS = "conformance.setups";

    private static final String UPDATE = "conformance.update";
    private static final String ID = "conformance.id";

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    @BeforeEach
    void nodeIsThere() throws Exception {
        Optional<String> problem = NodePrograms.problem();
        if (problem.isEmpty()) {
            NodePrograms.install();
        } else if (Boolean.parseBoolean(System.getenv("CI"))) {
            fail(problem.get());
        } else {
            String sentence = problem.get() + " The conformance suite is skipped.";
            System.out.println(sentence);
            abort(sentence);
        }
    }

    @AfterEach
    void stop() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    @Test
    void theSuiteFindsWhatIsExpected() throws Exception {
        SuiteOrigin origin = started(SuiteOrigin.start());
        List<String> arguments = new ArrayList<>(List.of("--results", "target/results"));
        Optional<String> id = Optional.ofNullable(System.getProperty(ID));
        id.ifPresent(test -> arguments.addAll(List.of("--id", test)));
        if (Boolean.getBoolean(UPDATE)) {
            arguments.add("--update");
        }
        List<RunningProxy> proxies = new ArrayList<>();
        for (SetUp setUp : setUps()) {
            RunningProxy proxy = started(setUp.start(origin.uri()));
            proxies.add(proxy);
            arguments.add(setUp.label() + '=' + proxy.uri());
        }
        for (RunningProxy proxy : proxies) {
            proxy.awaitStart();
        }

        int exitCode = NodePrograms.run("suite.mjs", arguments);

        if (id.isPresent()) {
            System.out.println("==== origin");
            System.out.println(origin.log());
        }
        assertThat(exitCode)
                .withFailMessage("The suite does not find what conformance/expected.txt expects; see above.")
                .isZero();
    }

    private <T extends AutoCloseable> T started(T process) {
        running.push(process);
        return process;
    }

    private static List<SetUp> setUps() {
        String all = Arrays.stream(SetUp.values()).map(SetUp::label).collect(Collectors.joining(","));
        return Arrays.stream(System.getProperty(SET_UPS, all).split(","))
                .map(label -> SetUp.valueOf(label.toUpperCase(Locale.ROOT)))
                .toList();
    }
}
