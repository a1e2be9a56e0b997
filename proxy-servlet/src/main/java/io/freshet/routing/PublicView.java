package io.freshet.routing;

import io.freshet.http.ResponseHead;
import io.freshet.http.SetCookie;
import io.freshet.log.Printable;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an origin says of its own places, as one client must see it.
 *
 * @param mapping how paths correspond
 * @param contextPath what is before the proxy's paths; empty for nothing
 * @param host what the client asked, normal, perhaps with a port; empty where it did not say
 */
public record PublicView(OriginMapping mapping, String contextPath, Optional<String> host) {

    /** For responses that come from no origin. */
    public static final PublicView OF_NO_ORIGIN = new PublicView(OriginMapping.NONE, "", Optional.empty());

    private static final Logger LOG = LoggerFactory.getLogger(PublicView.class);

    /** A user agent sends such a cookie to the host that set it, and for all of its paths, or does not take it at all. */
    private static final String BOUND_TO_HOST = "__host-";

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
    private static final int MAX_SHOWN = 100;

    /** The fields of a head as they go to the client: what names places of the origin names those of the proxy. */
    public HttpFields fields(ResponseHead head) {
        HttpFields.Mutable fields = HttpFields.build(head.fields().size());
        for (HttpField field : head.fields()) {
            // RFC 9110 §8.6: a 204 has no content and so no length, whatever its origin says.
            if (head.status() == HttpStatus.NO_CONTENT_204 && field.getHeader() == HttpHeader.CONTENT_LENGTH) {
                continue;
            }
            String value = field.getValue() == null ? "" : field.getValue();
            if (field.getHeader() == HttpHeader.LOCATION) {
                value = location(value);
            } else if (field.getHeader() == HttpHeader.SET_COOKIE) {
                value = setCookie(value);
            }
            fields.add(value.equals(field.getValue()) ? field : new HttpField(field.getName(), value));
        }
        return fields.asImmutable();
    }

    /** A {@code Location}: see {@link OriginMapping#location}. */
    public String location(String value) {
        return mapping.location(value, contextPath);
    }

    /**
     * A {@code Set-Cookie} that the client returns where the origin expects it (RFC 6265 §5.1.3, §5.1.4): {@code Path} is the proxy's
     * path, and a {@code Domain} that is not the client's host or above it is left out, so that the cookie is for that host. Nothing
     * else is changed; what cannot be mapped stays.
     */
    public String setCookie(String value) {
        SetCookie cookie = SetCookie.parse(value);
        if (cookie.name().toLowerCase(Locale.ROOT).startsWith(BOUND_TO_HOST)) {
            return stays(value, cookie, "its name begins with __Host-");
        }
        return withDomain(withPath(cookie)).toString();
    }

    private SetCookie withPath(SetCookie cookie) {
        Optional<String> path = cookie.attribute("Path");
        // RFC 6265 §5.2.4: otherwise the user agent goes by the path that it asked.
        if (path.filter(text -> text.startsWith("/")).isEmpty()) {
            return cookie;
        }
        Optional<String> mapped = mapping.cookiePath(path.get(), contextPath);
        if (mapped.isEmpty()) {
            return stays(cookie, cookie, "its Path is not below the origin's base path");
        }
        return cookie.with("Path", each -> each.equals(path.get()) ? mapped.get() : each);
    }

    private SetCookie withDomain(SetCookie cookie) {
        String domain = cookie.attribute("Domain").orElse("");
        String bare = (domain.startsWith(".") ? domain.substring(1) : domain).toLowerCase(Locale.ROOT);
        if (bare.isEmpty()) {
            return cookie;
        }
        if (host.isEmpty()) {
            return stays(cookie, cookie, "the client did not say which host it asked");
        }
        if (!bare.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return stays(cookie, cookie, "its Domain is not ASCII");
        }
        return matches(PORT.matcher(host.get()).replaceFirst(""), bare) ? cookie : cookie.without("Domain");
    }

    /** RFC 6265 §5.1.3. */
    private static boolean matches(String host, String domain) {
        return host.equals(domain)
                || (host.endsWith('.' + domain) && !ADDRESS.matcher(host).matches());
    }

    private static <T> T stays(T same, SetCookie cookie, String reason) {
        // The name only: the value may be a secret.
        LOG.debug("The cookie {} stays as it is: {}", Printable.brief(cookie.name(), MAX_SHOWN), reason);
        return same;
    }
}
