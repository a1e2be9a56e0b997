package io.freshet.standalone;

import io.freshet.config.Setting;
import io.freshet.config.Settings;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/** The text of {@code --help}, made from the table of settings; at most 99 columns wide. */
final class Help {

    private static final int WIDTH = 99;
    private static final int INDENT = 37;

    private static final String INTRODUCTION = """
            Usage: %s -o URL [option...]
                   %s --demo

            Freshet is a caching reverse proxy: it stands in front of the site at URL, keeps its responses
            in Redis or in memory, and serves them again as RFC 9111 allows.
            """;

    private static final String NOTES = """

            TIME is 500ms, 30s, 5m, 1h, 2d or ISO 8601 (PT30S). SIZE is 512, 64k, 256m or 2g; a k is 1024
            bytes. Every setting is also an environment variable: --max-object is FRESHET_MAX_OBJECT.

            Examples:
            """;

    private static final List<String> EXAMPLES = List.of(
            "-p 3000 -o https://dummyjson.com",
            "-o http://localhost:8080/api --store memory --memory 512m --ttl 5m",
            "-o http://localhost:8080 --redis redis://cache.example:6379/1",
            "--clear-cache");

    private Help() {}

    /**
     * The whole text.
     *
     * @param program how this program was called, for example {@code ./freshet}
     */
    static String text(String program) {
        StringBuilder text = new StringBuilder(INTRODUCTION.formatted(program, program));
        for (Setting.Group group : Setting.Group.values()) {
            text.append('\n').append(group.title()).append(":\n");
            Settings.ALL.stream()
                    .filter(setting -> setting.group() == group)
                    .forEach(setting -> append(text, CommandOptions.option(setting), description(setting)));
        }
        text.append("\nCommands:\n");
        CommandOptions.COMMANDS.forEach(command -> append(text, command, command.getDescription()));
        text.append(NOTES);
        EXAMPLES.forEach(options ->
                text.append("  ").append(program).append(' ').append(options).append('\n'));
        return text.toString();
    }

    private static String description(Setting<?> setting) {
        return setting.description()
                + setting.fallback().map(value -> " (" + value + ")").orElse(" (required)");
    }

    private static void append(StringBuilder text, Option option, String description) {
        String letter = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
        String argument = option.hasOptionalArg() ? "" : option.hasArg() ? " " + option.getArgName() : "";
        List<String> lines = wrap(description);
        String head = "  " + letter + "--" + option.getLongOpt() + argument;
        text.append(head)
                .append(" ".repeat(INDENT - head.length()))
                .append(lines.get(0))
                .append('\n');
        lines.stream()
                .skip(1)
                .forEach(line -> text.append(" ".repeat(INDENT)).append(line).append('\n'));
    }

    private static List<String> wrap(String description) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : description.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH - INDENT) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
