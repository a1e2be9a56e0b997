package io.freshet.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How the value of a setting is written. Pure: the same text gives the same value everywhere.
 *
 * @param <T> what the text becomes
 */
public interface Syntax<T> {

    /**
     * Reads a value.
     *
     * @throws SyntaxException if {@code text} is none, or one out of range
     */
    T parse(String text) throws SyntaxException;

    /** What is allowed, as the rest of the sentence "the setting must be ...". */
    String allowed();

    /** Whether a message may quote a text that is not allowed. */
    default boolean mayBeQuoted() {
        return true;
    }

    /** A whole number from {@code min} to {@code max}, both not negative, without sign or separators. */
    static Syntax<Integer> number(int min, int max) {
        Pattern digits = Pattern.compile("[0-9]{1,9}");
        return of("a number from " + min + " to " + max, text -> Optional.of(text)
                .filter(digits.asMatchPredicate())
                .map(Integer::valueOf)
                .filter(number -> number >= min && number <= max));
    }

    /** A duration from {@code min} to {@code max}, as {@link DurationFormat} reads it. */
    static Syntax<Duration> duration(Duration min, Duration max) {
        return of(
                "a duration from " + DurationFormat.format(min) + " to " + DurationFormat.format(max)
                        + ", such as 500ms, 30s, 5m or 1h",
                text -> DurationFormat.parse(text)
                        .filter(duration -> duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0));
    }

    /** A number of bytes from {@code min} to {@code max}, as {@link ByteSizes} reads it. */
    static Syntax<Long> byteSize(long min, long max) {
        return of(
                "a size from " + ByteSizes.format(min) + " to " + ByteSizes.format(max) + ", such as 512k, 64m or 2g",
                text -> ByteSizes.parse(text).stream()
                        .boxed()
                        .filter(bytes -> bytes >= min && bytes <= max)
                        .findFirst());
    }

    /** A part of a whole: more than 0, at most 1, with up to four digits behind the point. */
    static Syntax<Double> part() {
        Pattern decimal = Pattern.compile("0?\\.[0-9]{1,4}|1(\\.0{1,4})?");
        return of("a number from 0.0001 to 1, such as 0.25", text -> Optional.of(text)
                .filter(decimal.asMatchPredicate())
                .map(Double::valueOf)
                .filter(part -> part > 0));
    }

    /** {@code true} or {@code false}. */
    static Syntax<Boolean> flag() {
        return of(
                "true or false",
                text -> List.of("true", "false").contains(text.toLowerCase(Locale.ROOT))
                        ? Optional.of(Boolean.valueOf(text))
                        : Optional.empty());
    }

    /** Something that only who knows it can say; {@code none} for nothing. */
    static Syntax<Optional<String>> secret() {
        Syntax<Optional<String>> token = optional(
                "16 to 256 letters, digits and . _ ~ + / = -, or none", Pattern.compile("[A-Za-z0-9._~+/=-]{16,256}"));
        return new Syntax<>() {
            @Override
            public Optional<String> parse(String text) throws SyntaxException {
                return token.parse(text);
            }

            @Override
            public String allowed() {
                return token.allowed();
            }

            @Override
            public boolean mayBeQuoted() {
                return false;
            }
        };
    }

    /** The name of a file, which need not be there; {@code none} for none. */
    static Syntax<Optional<Path>> file() {
        return of("the name of a file, or none", text -> {
            try {
                return text.isBlank()
                        ? Optional.empty()
                        : Optional.of(Optional.of(text)
                                .filter(name -> !name.equals("none"))
                                .map(Path::of));
            } catch (InvalidPathException notAllowed) {
                return Optional.empty();
            }
        });
    }

    /** One of the constants of {@code type}, in any case, with a hyphen for each underscore. */
    static <E extends Enum<E>> Syntax<E> choice(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> names = constants.stream().map(Syntax::word).toList();
        int last = names.size() - 1;
        return of(String.join(", ", names.subList(0, last)) + " or " + names.get(last), text -> constants.stream()
                .filter(each -> word(each).equalsIgnoreCase(text))
                .findFirst());
    }

    /** How a constant is written. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A text that matches {@code pattern} in full. */
    static Syntax<String> text(String allowed, Pattern pattern) {
        return of(allowed, text -> Optional.of(text).filter(pattern.asMatchPredicate()));
    }

    /** The same, or {@code none} for nothing. */
    static Syntax<Optional<String>> optional(String allowed, Pattern pattern) {
        return of(allowed, text -> {
            if (text.equals("none")) {
                return Optional.of(Optional.empty());
            }
            return pattern.matcher(text).matches() ? Optional.of(Optional.of(text)) : Optional.empty();
        });
    }

    /** Texts that each match {@code pattern} in full, between commas; {@code none} for none of them. At most 32. */
    static Syntax<List<String>> list(String allowed, Pattern pattern) {
        return list(allowed, text -> Optional.of(text).filter(pattern.asMatchPredicate()));
    }

    /** What {@code member} makes of each of several texts, between commas; {@code none} for none of them. At most 32. */
    static <T> Syntax<List<T>> list(String allowed, Function<String, Optional<T>> member) {
        return of(allowed, text -> {
            if (text.equals("none")) {
                return Optional.of(List.of());
            }
            String[] texts = text.split(",", -1);
            List<T> members = Arrays.stream(texts)
                    .map(String::strip)
                    .flatMap(one -> member.apply(one).stream())
                    .toList();
            return Optional.of(members).filter(all -> texts.length <= 32 && all.size() == texts.length);
        });
    }

    /**
     * What a function makes of a text.
     *
     * @param allowed as {@link #allowed}
     * @param reading gives nothing for what is not allowed
     */
    static <T> Syntax<T> of(String allowed, Function<String, Optional<T>> reading) {
        return new Syntax<>() {
            @Override
            public T parse(String text) throws SyntaxException {
                return reading.apply(text).orElseThrow(() -> new SyntaxException(allowed));
            }

            @Override
            public String allowed() {
                return allowed;
            }
        };
    }
}
