package io.freshet.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the admin API listens. */
public sealed interface AdminAddress {

    /** On this machine alone, at the port after the proxy's, if that is free. */
    record Auto() implements AdminAddress {}

    /** Nowhere. */
    record Off() implements AdminAddress {}

    /** There, and nowhere else; {@code host} without the brackets of an IPv6 address. */
    record At(String host, int port) implements AdminAddress {

        private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1");

        /** Whether only this machine can reach it. */
        public boolean onlyHere() {
            return LOOPBACK.matcher(host).matches();
        }
    }

    /** How it is written. */
    static Syntax<AdminAddress> syntax() {
        String allowed = "auto, off, a port, or an address with a port, such as 127.0.0.1:3001";
        return new Syntax<>() {
            private static final Pattern ADDRESS =
                    Pattern.compile("(?:([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]):)?([0-9]{1,5})");

            @Override
            public AdminAddress parse(String text) throws SyntaxException {
                String word = text.toLowerCase(Locale.ROOT);
                if (word.equals("auto")) {
                    return new Auto();
                }
                if (word.equals("off")) {
                    return new Off();
                }
                Matcher address = ADDRESS.matcher(word);
                if (address.matches()) {
                    String host = Optional.ofNullable(address.group(1)).orElse("127.0.0.1");
                    int port = Integer.parseInt(address.group(2));
                    if (port >= 1 && port <= 65_535) {
                        return new At(host.replaceAll("[\\[\\]]", ""), port);
                    }
                }
                throw new SyntaxException(allowed);
            }

            @Override
            public String allowed() {
                return allowed;
            }
        };
    }
}
