package io.freshet.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IP addresses that begin alike (RFC 4632, RFC 4291 §2.3).
 *
 * @param address one of them
 * @param prefix how many of its first bits count; all of them for that address alone
 */
public record AddressBlock(InetAddress address, int prefix) {

    private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f:.]{2,45})(?:/([0-9]{1,3}))?");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

    /** An address, perhaps with a slash and a length of its prefix that it has room for; empty for anything else. */
    public static Optional<AddressBlock> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<String> prefix = Optional.ofNullable(matcher.group(2));
        return literal(matcher.group(1)).flatMap(address -> {
            int bits = address.getAddress().length * 8;
            return prefix.map(Integer::valueOf)
                    .or(() -> Optional.of(bits))
                    .filter(length -> length <= bits)
                    .map(length -> new AddressBlock(address, length));
        });
    }

    /** An address as a socket tells it, with brackets or a zone or without; empty for a name, for which no name server is asked. */
    public static Optional<InetAddress> literal(String text) {
        String bare = text.replaceAll("[\\[\\]]", "").replaceFirst("%.*", "");
        if (bare.indexOf(':') < 0 && !IPV4.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    /** Whether {@code other} is one of them. */
    public boolean contains(InetAddress other) {
        byte[] own = address.getAddress();
        byte[] given = other.getAddress();
        if (own.length != given.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((own[bit / 8] & mask) != (given[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
