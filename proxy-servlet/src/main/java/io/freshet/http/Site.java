package io.freshet.http;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * Where clients see what an origin has (RFC 9110 §4.3.1: scheme, host and port).
 *
 * @param address scheme and authority that the client asked, normal, for example {@code https://www.example.com}; empty parts where the
 *     origin is not told
 * @param contextPath what is before the site's paths for clients; empty for nothing
 * @param basePath what is before them at the origin; empty for nothing
 */
public record Site(String address, String contextPath, String basePath) {

    /** Paths that are the same for clients and origin. */
    public static Site at(String address) {
        return new Site(address, "", "");
    }

    /** The site that a request with these fields names to the origin. */
    public static Site told(HttpFields request) {
        return at(told(request, Field.X_FORWARDED_PROTO) + "://" + told(request, "X-Forwarded-Host"));
    }

    private static String told(HttpFields request, String name) {
        return Optional.ofNullable(request.get(name)).orElse("").toLowerCase(Locale.ROOT);
    }

    /** This site with these paths. */
    public Site below(String publicPath, String originPath) {
        return new Site(address, publicPath, originPath);
    }

    /**
     * The path at the origin that clients know as {@code reference}'s; empty where that is no path of this site.
     *
     * @param reference what a response says
     */
    public Optional<UriReference> atOrigin(UriReference reference) {
        UriReference site = UriReference.parse(address);
        if (reference.authority().isEmpty() || !site.sameOrigin(site.resolve(reference))) {
            return Optional.empty();
        }
        UriReference named = site.resolve(reference);
        String path = named.path().isEmpty() ? "/" : named.path();
        boolean own = path.startsWith(contextPath)
                && (path.length() == contextPath.length() || path.charAt(contextPath.length()) == '/');
        return own
                ? Optional.of(new UriReference(
                        Optional.empty(),
                        Optional.empty(),
                        basePath + (path.length() == contextPath.length() ? "/" : path.substring(contextPath.length())),
                        named.query()))
                : Optional.empty();
    }

    /**
     * The {@code Destination} of a COPY or MOVE (RFC 4918 §10.3) as the origin must see it. Where it is on this site it names the same place
     * at the origin, as an absolute URI or an absolute path, whichever it was. Any other stays as it is, and the origin judges it. Empty
     * where its path is one that servers {@linkplain TargetPath read differently}.
     *
     * @param value as the client wrote it
     * @param origin scheme and authority of the target URI at the origin, for example {@code http://origin:8080}
     */
    public Optional<String> destination(String value, String origin) {
        boolean isPath = value.startsWith("/") && !value.startsWith("//");
        UriReference reference = UriReference.parse(isPath ? address + value : value);
        if (atOrigin(reference).isEmpty()) {
            return Optional.of(value);
        }
        // The root of the site may be written without its slash.
        String path = reference
                .path()
                .substring(Math.min(contextPath.length(), reference.path().length()));
        return TargetPath.of(path.isEmpty() ? "/" : path)
                .map(own -> (isPath ? "" : origin)
                        + basePath
                        + own.text()
                        + reference.query().map(query -> '?' + query).orElse(""));
    }

    /**
     * A {@code Host} in the one spelling that all have who mean the same host and port (RFC 3986 §6.2.2.1, §6.2.3): in lower case, and
     * without the scheme's own port. The dot that ends a name at the root of all names is left out as well, as servers do that choose a
     * site by it.
     */
    public static String normalHost(String scheme, String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = portAt(lower);
        String name = colon < 0 ? lower : lower.substring(0, colon);
        boolean rooted = name.length() > 1 && name.endsWith(".");
        String port = colon < 0 ? "" : withoutZeros(lower.substring(colon + 1));
        boolean usual = port.isEmpty() || port.equals(scheme.equalsIgnoreCase("https") ? "443" : "80");
        return (rooted ? name.substring(0, name.length() - 1) : name) + (usual ? "" : ":" + port);
    }

    /** Where the colon before the port is; negative where there is none. */
    private static int portAt(String host) {
        int digits = host.length();
        while (digits > 0 && host.charAt(digits - 1) >= '0' && host.charAt(digits - 1) <= '9') {
            digits--;
        }
        return digits > 0 && host.charAt(digits - 1) == ':' ? digits - 1 : -1;
    }

    private static String withoutZeros(String port) {
        int start = 0;
        while (start < port.length() - 1 && port.charAt(start) == '0') {
            start++;
        }
        return port.substring(start);
    }
}
