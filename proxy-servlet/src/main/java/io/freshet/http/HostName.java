package io.freshet.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client may say in {@code Host}, in {@code :authority} and as the authority of an absolute target: a name or an address, and
 * perhaps a port. RFC 9110 §7.2 allows whatever is a {@code reg-name}; of what some software decodes, splits or takes for a path there is
 * nothing here: percent signs, commas, semicolons, empty labels.
 */
public final class HostName {

    private static final String LABEL = "[A-Za-z0-9_~-]++";

    private static final Pattern HOST = Pattern.compile(
            "(?:" + LABEL + "(?:\\." + LABEL + ")*+\\.?+|\\[(?=[^]]*:)[0-9A-Fa-f:.]++\\])(?::([0-9]{1,5}+))?+");

    private static final int MAX_PORT = 65_535;

    private HostName() {}

    /** Whether every reader takes {@code text} for the same host and port. */
    public static boolean isClear(String text) {
        Matcher parts = HOST.matcher(text);
        return parts.matches() && (parts.group(1) == null || Integer.parseInt(parts.group(1)) <= MAX_PORT);
    }
}
