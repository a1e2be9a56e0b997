package io.freshet.proxy;

import io.freshet.http.UriReference;
import io.freshet.http.Utf8;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL as an operator writes it: whole, as clients use it. What clients may send in path and query may stand there as well, also what is no
 * URI by RFC 3986; what is not ASCII stands for its bytes in UTF-8.
 *
 * @param scheme in lower case
 * @param authority with a host, and without a user
 * @param path not empty
 * @param query without its question mark
 */
record SiteUrl(String scheme, String authority, String path, Optional<String> query) {

    static SiteUrl of(String url) throws InvalidTargetException {
        if (url.indexOf('*') >= 0) {
            throw new InvalidTargetException(
                    "* is no wildcard here; purge a prefix, or percent-encode the character if you mean it");
        }
        UriReference reference = UriReference.parse(Utf8.asBytes(url));
        String scheme = reference.scheme().orElse("").toLowerCase(Locale.ROOT);
        String authority = reference.authority().orElse("");
        boolean readable = url.chars().allMatch(c -> c > ' ' && c != 0x7f && c != '#');
        if (!readable || !(scheme.equals("http") || scheme.equals("https")) || !isHost(scheme, authority)) {
            throw new InvalidTargetException(
                    "it must be a whole URL as clients use it, such as https://www.example.com/products/1");
        }
        String path = reference.path().isEmpty() ? "/" : reference.path();
        return new SiteUrl(scheme, authority, path, reference.query());
    }

    private static boolean isHost(String scheme, String authority) {
        try {
            URI uri = new URI(scheme + "://" + authority);
            return uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException none) {
            return false;
        }
    }
}
