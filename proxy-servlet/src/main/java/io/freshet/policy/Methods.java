package io.freshet.policy;

import java.util.Set;

/** What this cache knows about request methods. */
public final class Methods {

    /** RFC 9110 §9.2.1, and RFC 10008 for QUERY. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "QUERY");

    private Methods() {}

    /** Whether a request with this method may change something (RFC 9110 §9.2.1); unknown methods may. */
    public static boolean unsafe(String method) {
        return !SAFE.contains(method);
    }

    /**
     * RFC 9111 §4: whether stored responses can answer it. That to a GET answers a HEAD (RFC 9110 §9.3.2); that to a QUERY
     * answers a QUERY with the same content, which is part of its key.
     */
    public static boolean answerable(String method) {
        return isGet(method) || isQuery(method) || method.equals("HEAD");
    }

    public static boolean isGet(String method) {
        return method.equals("GET");
    }

    public static boolean isQuery(String method) {
        return method.equals("QUERY");
    }
}
