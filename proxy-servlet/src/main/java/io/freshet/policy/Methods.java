package io.freshet.policy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this cache knows about request methods. */
public final class Methods {

    /** What a repetition of a request does (RFC 9110 §9.2). */
    private enum Kind {
        /** It asks, and changes nothing (§9.2.1). */
        SAFE,
        /** It changes nothing more than the first did (§9.2.2). */
        IDEMPOTENT,
        /** It may change more. */
        NEITHER
    }

    /** The registry of methods (RFC 9110 §16.1.1), as of 2026; names are case-sensitive (§9.1). */
    private static final Map<String, Kind> REGISTERED = Stream.of(
                    all(Kind.SAFE, "GET", "HEAD", "OPTIONS", "TRACE"),
                    // RFC 10008
                    all(Kind.SAFE, "QUERY"),
                    // RFC 4918 §9.1
                    all(Kind.SAFE, "PROPFIND"),
                    // RFC 3253 §3.6
                    all(Kind.SAFE, "REPORT"),
                    // RFC 5323 §2
                    all(Kind.SAFE, "SEARCH"),
                    all(Kind.IDEMPOTENT, "PUT", "DELETE"),
                    // RFC 4918
                    all(Kind.IDEMPOTENT, "COPY", "MKCOL", "MOVE", "PROPPATCH", "UNLOCK"),
                    // RFC 3253
                    all(Kind.IDEMPOTENT, "BASELINE-CONTROL", "CHECKIN", "CHECKOUT", "LABEL", "MERGE", "MKACTIVITY"),
                    all(Kind.IDEMPOTENT, "MKWORKSPACE", "UNCHECKOUT", "UPDATE", "VERSION-CONTROL"),
                    // RFC 3648 §7
                    all(Kind.IDEMPOTENT, "ORDERPATCH"),
                    // RFC 3744 §8.1
                    all(Kind.IDEMPOTENT, "ACL"),
                    // RFC 4437 §6, §7
                    all(Kind.IDEMPOTENT, "MKREDIRECTREF", "UPDATEREDIRECTREF"),
                    // RFC 4791 §5.3.1
                    all(Kind.IDEMPOTENT, "MKCALENDAR"),
                    // RFC 5842 §4 to §6
                    all(Kind.IDEMPOTENT, "BIND", "UNBIND", "REBIND"),
                    // RFC 2068
                    all(Kind.IDEMPOTENT, "LINK", "UNLINK"),
                    all(Kind.NEITHER, "POST", "PATCH", "LOCK", "CONNECT"))
            .flatMap(kind -> kind.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private Methods() {}

    private static Map<String, Kind> all(Kind kind, String... names) {
        return Stream.of(names).collect(Collectors.toMap(name -> name, name -> kind));
    }

    private static Kind kind(String method) {
        return REGISTERED.getOrDefault(method, Kind.NEITHER);
    }

    /** Whether a request with this method may change something (RFC 9110 §9.2.1); unknown methods may. */
    public static boolean unsafe(String method) {
        return kind(method) != Kind.SAFE;
    }

    /**
     * Whether a request with this method may be sent again where it is unknown what became of it (RFC 9110 §9.2.2); one with an
     * unknown method may not.
     */
    public static boolean idempotent(String method) {
        return kind(method) != Kind.NEITHER;
    }

    /**
     * RFC 9111 §4: whether stored responses can answer it. That to a GET answers a HEAD (RFC 9110 §9.3.2); that to a QUERY
     * answers a QUERY with the same content, which is part of its key.
     */
    public static boolean answerable(String method) {
        return isGet(method) || isQuery(method) || isHead(method);
    }

    /** RFC 4918 §9.8, §9.9: whether a request with this method changes what its {@code Destination} names. */
    public static boolean hasDestination(String method) {
        return method.equals("COPY") || method.equals("MOVE");
    }

    public static boolean isGet(String method) {
        return method.equals("GET");
    }

    public static boolean isHead(String method) {
        return method.equals("HEAD");
    }

    /** RFC 9110 §9.3.2: GET where the method is HEAD, which asks for the same response; else the method. */
    public static String headAsGet(String method) {
        return isHead(method) ? "GET" : method;
    }

    public static boolean isQuery(String method) {
        return method.equals("QUERY");
    }
}
