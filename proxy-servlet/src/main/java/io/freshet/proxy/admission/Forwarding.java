package io.freshet.proxy.admission;

import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.TraceParent;
import io.freshet.proxy.origin.Tracing;
import io.freshet.routing.RoutingFields;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What a proxy says of itself and of its client on the way to the origin: {@code Via} (RFC 9110 §7.6.3), {@code Forwarded}
 * (RFC 7239) and the older {@code X-Forwarded-*}. What a client says of itself in these fields is dropped, for anyone can say
 * anything. Which trace a request belongs to is for the origin alone, and {@link Tracing}'s to say.
 */
public final class Forwarding {

    private static final int PSEUDONYM_BYTES = 6;

    /** This process' name in {@code Via}: unique, so that only a loop brings it back. */
    private final String pseudonym;

    public Forwarding() {
        byte[] random = new byte[PSEUDONYM_BYTES];
        new SecureRandom().nextBytes(random);
        this.pseudonym = "freshet-" + HexFormat.of().formatHex(random);
    }

    public String pseudonym() {
        return pseudonym;
    }

    /** Whether a request has been through this process already: its {@code Via} holds this process' pseudonym. */
    boolean loops(HttpFields request) {
        return request.contains(HttpHeader.VIA)
                && FieldValues.elements(request, "Via").stream().anyMatch(this::isOwn);
    }

    private boolean isOwn(String member) {
        String[] protocolAndName = member.split("\\s+", 3);
        return protocolAndName.length > 1 && protocolAndName[1].equalsIgnoreCase(pseudonym);
    }

    /**
     * Replaces a client's claims about itself by what this end of its connection knows.
     *
     * @param host what it asked, normal
     */
    void tellTruth(ClientRequest clientRequest, Optional<String> host, HttpFields.Mutable fields) {
        for (ListIterator<HttpField> each = fields.listIterator(); each.hasNext(); ) {
            if (tells(each.next().getLowerCaseName())) {
                each.remove();
            }
        }
        String address = bare(clientRequest.remoteAddress());
        String scheme = clientRequest.scheme().toLowerCase(Locale.ROOT);
        fields.add("X-Forwarded-For", address);
        fields.add(Field.X_FORWARDED_PROTO, scheme);
        host.ifPresent(name -> fields.add(Field.X_FORWARDED_HOST, name));
        fields.add(
                Field.FORWARDED,
                "for=" + node(address)
                        + host.map(name -> ";host=" + quoted(name)).orElse("") + ";proto=" + scheme);
    }

    /** Whether this proxy says what is in the field with this name, given in lower case, however its hyphens are spelt. */
    static boolean tells(String spelling) {
        String name = RoutingFields.folded(spelling);
        return name.equals("forwarded")
                || name.startsWith("x-forwarded-")
                || name.equals("x-real-ip")
                || name.equals(TraceParent.NAME)
                || name.equals(TraceParent.STATE);
    }

    private static String bare(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }

    /** RFC 7239 §6: an IPv6 address stands in brackets and quotes. */
    private static String node(String address) {
        return address.indexOf(':') < 0 ? address : quoted("[" + address + "]");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
