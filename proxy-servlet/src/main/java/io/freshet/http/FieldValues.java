package io.freshet.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Field values as RFC 9110 §5 reads them: several lines of one name are one value, and many values are lists. */
public final class FieldValues {

    private FieldValues() {}

    /** The lines named {@code name}, in order, joined with {@code ", "} (RFC 9110 §5.3); empty when there is none. */
    public static Optional<String> combined(HttpFields fields, String name) {
        List<String> lines = fields.getValuesList(name);
        return switch (lines.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(lines.get(0));
            default -> Optional.of(String.join(", ", lines));
        };
    }

    /** The list elements of every line named {@code name}, in order (RFC 9110 §5.6.1). */
    public static List<String> elements(HttpFields fields, String name) {
        List<String> elements = List.of();
        for (HttpField line : fields) {
            if (line.is(name)) {
                elements = elements.isEmpty() ? new ArrayList<>() : elements;
                addElements(line.getValue(), ',', elements);
            }
        }
        return elements;
    }

    /**
     * The elements of one list, without the whitespace around them; empty elements are left out (RFC 9110 §5.6.1.2). A
     * comma within a quoted string separates nothing. A quote that is never closed is an ordinary character, so that it
     * cannot hide what follows it. Takes time linear in the length, whatever the input.
     */
    public static List<String> elements(String list) {
        return elements(list, ',');
    }

    /** The elements of a list with another separator than the comma. */
    static List<String> elements(String list, char separator) {
        List<String> elements = new ArrayList<>();
        addElements(list, separator, elements);
        return elements;
    }

    private static void addElements(String list, char separator, List<String> elements) {
        int start = 0;
        boolean quotesClose = true;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"' && quotesClose) {
                int close = closingQuote(list, i);
                // Once a quote stays open, no later one is looked up: one look to the end is all a value can cost.
                quotesClose = close >= 0;
                i = Math.max(i, close);
            } else if (c == separator) {
                addElement(list, start, i, elements);
                start = i + 1;
            }
        }
        addElement(list, start, list.length(), elements);
    }

    private static void addElement(String list, int start, int end, List<String> elements) {
        String element = trim(list.substring(start, end));
        if (!element.isEmpty()) {
            elements.add(element);
        }
    }

    /** Where the quoted string (RFC 9110 §5.6.4) that opens at {@code open} closes; negative when it does not. */
    static int closingQuote(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }

    /** Without the spaces and tabs at both ends (RFC 9110 §5.6.3 OWS). */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
