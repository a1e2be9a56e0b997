package io.freshet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test that docs/conformance.md names is there. */
class ConformancePageTest {

    private static final Path PAGE = Path.of("..", "docs", "conformance.md");
    private static final Path TESTS = Path.of("src", "test", "java");

    /** The last column of a row. */
    private static final Pattern TESTS_OF_ROW = Pattern.compile("(?m)^\\|.*\\|([^|]*)\\|$");

    /** A class, a method of it, or a method of the class that was named last. */
    private static final Pattern NAME = Pattern.compile("`(?:([A-Z]\\w*)\\.?)?(\\w*)`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int found = 0;
        String last = "";
        Matcher rows = TESTS_OF_ROW.matcher(Files.readString(PAGE));
        while (rows.find()) {
            Matcher names = NAME.matcher(rows.group(1));
            while (names.find()) {
                last = names.group(1) == null ? last : names.group(1);
                String method = names.group(2);
                boolean there = sources.containsKey(last)
                        && (method.isEmpty() || sources.get(last).contains("void " + method + "("));
                found += there ? 1 : 0;
                if (!there) {
                    missing.add(last + "." + method);
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(40);
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> sources.put(name(file), read(file)));
        }
        return sources;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
