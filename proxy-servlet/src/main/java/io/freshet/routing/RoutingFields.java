package io.freshet.routing;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The request fields by which a client could choose what software behind this proxy takes for the request's path, host, method,
 * client or route. None of them is part of the key, so that one client's choice would be stored for all. They are dropped on the way
 * to the origin, unless an operator says otherwise. See docs/decisions/0040.
 */
public final class RoutingFields {

    /** In lower case; each group with who reads it. What {@code X-Forwarded-*} says is the proxy's to say, and not here. */
    private static final Set<String> NAMES = names(
            // The path in place of the request's: IIS rewriters and what runs behind them (Symfony, Laminas), nginx'
            // auth_request,
            // Envoy, Traefik, WSGI servers.
            List.of(
                    "x-original-url",
                    "x-rewrite-url",
                    "x-original-uri",
                    "x-original-path",
                    "x-envoy-original-path",
                    "x-replaced-path",
                    "x-script-name"),
            // Internal routing of Next.js and its hosts, which a client's field switches on: middleware is passed over,
            // or another
            // page is rendered for the URL.
            List.of(
                    "x-middleware-subrequest",
                    "x-middleware-subrequest-id",
                    "x-middleware-invoke",
                    "x-middleware-rewrite",
                    "x-invoke-path",
                    "x-invoke-query",
                    "x-invoke-output",
                    "x-invoke-status",
                    "x-matched-path",
                    "x-now-route-matches"),
            // Files that Rack hands to the server in front of it.
            List.of("x-sendfile-type", "x-accel-mapping"),
            // The host or scheme in place of the request's.
            List.of(
                    "x-host",
                    "x-original-host",
                    "x-http-host-override",
                    "x-host-override",
                    "x-real-host",
                    "x-scheme",
                    "x-url-scheme",
                    "x-original-proto",
                    "x-original-scheme",
                    "front-end-https",
                    "x-arr-ssl"),
            // The method in place of the request's: Rails, Express, Symfony, ASP.NET, Google's and Microsoft's APIs.
            List.of("x-http-method-override", "x-http-method", "x-method-override"),
            // The client's address: what proxies other than this one say, and what Rails, PHP and Java software
            // believe.
            List.of(
                    "client-ip",
                    "x-client-ip",
                    "x-cluster-client-ip",
                    "true-client-ip",
                    "cf-connecting-ip",
                    "cf-connecting-ipv6",
                    "cf-pseudo-ipv4",
                    "fastly-client-ip",
                    "fly-client-ip",
                    "x-appengine-user-ip",
                    "x-azure-clientip",
                    "x-azure-socketip",
                    "x-envoy-external-address",
                    "x-original-for",
                    "x-original-remote-addr",
                    "x-originating-ip",
                    "x-proxyuser-ip",
                    "x-remote-addr",
                    "x-remote-ip"),
            // Older spellings of X-Forwarded-*.
            List.of("x-forwarded", "x-forward-for", "x-forward-proto", "forwarded-for", "forwarded-proto"),
            // CGI makes HTTP_PROXY of it, which HTTP clients take for their proxy (CVE-2016-5385).
            List.of("proxy"),
            // What caches in front can do: this cache says it itself, and what is made for another one would be
            // everybody's.
            List.of("surrogate-capability"));

    private final List<Glob> passed;

    /** @param passed patterns of names that are not dropped, in any case */
    public RoutingFields(List<String> passed) {
        this.passed = passed.stream().map(Glob::caseless).toList();
    }

    /** Removes from {@code request} what it has of them. */
    public void dropFrom(HttpFields.Mutable request) {
        for (Iterator<HttpField> fields = request.iterator(); fields.hasNext(); ) {
            if (drops(fields.next().getLowerCaseName())) {
                fields.remove();
            }
        }
    }

    private boolean drops(String name) {
        boolean misleading = name.indexOf('_') >= 0 || NAMES.contains(folded(name)) || poses(name);
        return misleading && passed.stream().noneMatch(glob -> glob.matches(name));
    }

    /** Whether it is a well-known name once its punctuation is taken for hyphens, and not before. */
    private static boolean poses(String name) {
        String folded = folded(name);
        return !folded.equals(name) && HttpHeader.CACHE.get(folded) != null;
    }

    /**
     * {@code name}, in lower case, as software reads it that takes other characters for hyphens: CGI and what follows it (RFC 3875
     * §4.1.18) tells neither {@code _} nor, in some servers, any other punctuation from {@code -}.
     */
    public static String folded(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (other(name.charAt(i))) {
                StringBuilder folded = new StringBuilder(name);
                for (int j = i; j < name.length(); j++) {
                    if (other(name.charAt(j))) {
                        folded.setCharAt(j, '-');
                    }
                }
                return folded.toString();
            }
        }
        return name;
    }

    private static boolean other(char c) {
        return c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9');
    }

    @SafeVarargs
    private static Set<String> names(List<String>... groups) {
        Set<String> names = new TreeSet<>();
        for (List<String> group : groups) {
            names.addAll(group);
        }
        return Set.copyOf(names);
    }
}
