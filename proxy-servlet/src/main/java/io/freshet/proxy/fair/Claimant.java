package io.freshet.proxy.fair;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A client that asks for something of which there is a limited number.
 *
 * @param address the client's IP address; of an IPv6 address its first 64 bits, since one client has all addresses behind
 *     them (RFC 4291 §2.5.1)
 * @param connection the client's connection to this proxy, unlike that of any other
 */
public record Claimant(String address, String connection) {

    /** The proxy itself, for what it fetches without a client. */
    public static final Claimant PROXY = new Claimant("proxy", "proxy");

    private static final int NETWORK_BYTES = 8;

    /**
     * A client.
     *
     * @param remoteAddress an IP address as the container spells it, perhaps in brackets or with a zone; never looked up
     */
    public static Claimant of(String remoteAddress, String connection) {
        return new Claimant(network(remoteAddress), connection);
    }

    /** What counts as one client. */
    public static String network(String remoteAddress) {
        if (remoteAddress.indexOf(':') < 0) {
            return remoteAddress;
        }
        String literal = remoteAddress.replaceAll("[\\[\\]]", "").replaceFirst("%.*", "");
        try {
            InetAddress address = InetAddress.getByName(literal);
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                    : address.getHostAddress();
        } catch (UnknownHostException noLiteral) {
            return remoteAddress;
        }
    }
}
