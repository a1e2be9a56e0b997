package io.freshet.config;

import java.util.regex.Pattern;

/** An address to listen on. All addresses are written {@code *} and read as the empty string. */
final class ListenHostSyntax implements Syntax<String> {

    private static final Pattern NAME_OR_IPV4 = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,32})?");

    @Override
    public String allowed() {
        return "* for all, or a host name or IP address of this machine, such as 127.0.0.1 or ::1";
    }

    @Override
    public String parse(String text) throws SyntaxException {
        if (text.equals("*")) {
            return "";
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean ipv6 = host.contains(":");
        if (ipv6
                ? IPV6.matcher(host).matches()
                : !bracketed && NAME_OR_IPV4.matcher(host).matches()) {
            return host;
        }
        throw new SyntaxException(allowed());
    }
}
