package io.freshet.standalone;

import io.freshet.config.NearestName;
import io.freshet.config.OriginSettings;
import io.freshet.log.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** What is wrong with a command line, a sentence each. */
final class CommandLineErrors {

    private static final int MAX_SHOWN = 60;

    private CommandLineErrors() {}

    /** Why it could not be parsed. */
    static String sentence(ParseException wrong) {
        if (wrong instanceof MissingArgumentException missing) {
            Option option = missing.getOption();
            return "--" + option.getLongOpt() + " needs a value: --" + option.getLongOpt() + " " + option.getArgName()
                    + ".";
        }
        if (wrong instanceof UnrecognizedOptionException unknown) {
            return "There is no option " + Printable.brief(unknown.getOption(), MAX_SHOWN)
                    + meant(unknown.getOption())
                            .map(name -> ": did you mean --" + name + "?")
                            .orElse(".");
        }
        return Printable.brief(String.valueOf(wrong.getMessage()), MAX_SHOWN) + ".";
    }

    private static Optional<String> meant(String unknown) {
        String name = unknown.replaceFirst("^--?", "").replaceFirst("=.*", "");
        List<String> names = CommandOptions.options().getOptions().stream()
                .map(Option::getLongOpt)
                .toList();
        return NearestName.to(name, names);
    }

    /** What does not go together, or belongs to nothing; empty for a line that can be used. */
    static Optional<String> misuse(org.apache.commons.cli.CommandLine line) {
        if (!line.getArgList().isEmpty()) {
            return Optional.of(
                    "\"" + Printable.brief(line.getArgList().get(0), MAX_SHOWN) + "\" belongs to no option.");
        }
        Map<String, Integer> seen = new HashMap<>();
        for (Option option : line.getOptions()) {
            if (seen.merge(option.getLongOpt(), 1, Integer::sum) > 1) {
                return Optional.of("--" + option.getLongOpt() + " is given more than once.");
            }
        }
        List<String> deeds = CommandOptions.DEEDS.stream()
                .filter(line::hasOption)
                .map(deed -> "--" + deed.getLongOpt())
                .toList();
        if (deeds.size() > 1) {
            return Optional.of(deeds.get(0) + " and " + deeds.get(1) + " do not go together.");
        }
        if (line.hasOption(CommandOptions.DEMO) && line.hasOption(OriginSettings.ORIGIN.name())) {
            return Optional.of("--demo brings its own origin: leave out --origin or --demo.");
        }
        if (line.hasOption(CommandOptions.WARM_RATE) && !line.hasOption(CommandOptions.WARM)) {
            return Optional.of("--warm-rate is said of --warm: name a list, or leave it out.");
        }
        if (line.hasOption(CommandOptions.SOFT)
                && CommandOptions.PURGES.keySet().stream().noneMatch(line::hasOption)) {
            return Optional.of("--soft is said of --purge, --purge-tag or --purge-prefix: name one, or leave it out.");
        }
        return Optional.empty();
    }
}
