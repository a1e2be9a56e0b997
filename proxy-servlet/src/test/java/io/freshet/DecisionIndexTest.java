package io.freshet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/decisions/README.md has a row for each page, with its title, in order, and statuses lead to pages that are there. */
class DecisionIndexTest {

    private static final Path PAGES = Path.of("..", "docs", "decisions");

    /** Number, file, title, status, date. */
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| \\[(\\d{4})]\\((\\1-[^)]+)\\) \\| (.+) \\| (accepted|(?:replaced|amended) by .+) \\| \\d{4}-\\d\\d-\\d\\d \\|$");

    private static final Pattern LINK = Pattern.compile("\\[(\\d{4})]\\((\\1-[^)]+)\\)");

    @Test
    void everyPageHasItsRow() throws IOException {
        List<String> pages;
        try (Stream<Path> files = Files.list(PAGES)) {
            pages = files.filter(file -> name(file).matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .map(file -> name(file) + ": " + title(file))
                    .toList();
        }

        assertThat(ROW.matcher(index()).results().map(row -> row.group(2) + ": " + row.group(3)))
                .as("rows of docs/decisions/README.md")
                .containsExactlyElementsOf(pages);
    }

    @Test
    void everyRowIsWellFormed_andLeadsToPagesThatAreThere() throws IOException {
        String index = index();

        assertThat(index.lines().filter(line -> line.startsWith("| ["))).allMatch(ROW.asMatchPredicate());
        assertThat(LINK.matcher(index).results().map(link -> PAGES.resolve(link.group(2))))
                .allMatch(Files::exists);
        assertThat(ROW.matcher(index).results().filter(row -> !row.group(4).equals("accepted")))
                .allSatisfy(row -> assertThat(LINK.matcher(row.group(4)).find()).isTrue());
    }

    private static String index() throws IOException {
        return Files.readString(PAGES.resolve("README.md"));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The heading, without the number that some pages have there. */
    private static String title(Path page) {
        try {
            return Files.readAllLines(page).get(0).replaceFirst("# (?:\\d+[:.] )?", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
