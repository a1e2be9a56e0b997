package io.freshet.proxy.admission;

import io.freshet.policy.Methods;
import io.freshet.policy.RequestFields;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What of one request decides the answer out of memory: all requests that have the same get the same. Everything that {@link
 * Gate}, the key and the rules read of a request is compared, character by character and in order; two requests that mean the
 * same and are spelt differently are not alike, which costs time and nothing else.
 */
final class RequestFingerprint {

    /** Requests with one of these are not looked at here: they may have content, or want more than an answer. */
    private static final Set<HttpHeader> UNUSUAL =
            EnumSet.of(HttpHeader.CONTENT_LENGTH, HttpHeader.TRANSFER_ENCODING, HttpHeader.EXPECT, HttpHeader.UPGRADE);

    /** Beside what the rules read: what {@link RequestAdmission} does, and what {@code Connection} may hide from other recipients. */
    private static final Set<String> READ_BY_GATE = Set.of("connection", "host", "via");

    /** Of these one place each in the table, where nothing else differs: what clients of one resource differ in. */
    private static final Set<HttpHeader> HASHED =
            EnumSet.of(HttpHeader.ACCEPT_ENCODING, HttpHeader.IF_NONE_MATCH, HttpHeader.RANGE, HttpHeader.HOST);

    private static final Set<String> ALWAYS = new HashSet<>(RequestFields.READ_BY_RULES);

    static {
        ALWAYS.addAll(READ_BY_GATE);
    }

    private final String method;
    private final String protocol;
    private final String scheme;
    private final String path;
    private final Optional<String> query;
    private final String contextPath;
    private final Predicate<String> nominated;
    private final List<HttpField> fields;

    private RequestFingerprint(ClientRequest request, Predicate<String> nominated) {
        this.method = request.method();
        this.protocol = request.protocol();
        this.scheme = request.scheme();
        this.path = request.path();
        this.query = request.query();
        this.contextPath = request.contextPath();
        this.nominated = nominated;
        this.fields = new ArrayList<>();
        for (HttpField field : request.fields()) {
            if (matters(field)) {
                fields.add(field);
            }
        }
    }

    /** That of requests like this one, where rules or the stored responses' {@code Vary} nominate more fields. */
    static RequestFingerprint of(ClientRequest request, Predicate<String> nominated) {
        return new RequestFingerprint(request, nominated);
    }

    /** Whether a request may have an answer out of memory at all. */
    static boolean possible(ClientRequest request) {
        String method = request.method();
        if ((!Methods.isGet(method) && !Methods.isHead(method))
                || request.framing().hasContent()) {
            return false;
        }
        for (HttpField field : request.fields()) {
            HttpHeader header = field.getHeader();
            if (header != null && UNUSUAL.contains(header)) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing but the request's own head decides: what this proxy says of its client, only the connection tells. */
    static boolean decides(Set<String> nominated) {
        return nominated.stream().noneMatch(Forwarding::tells);
    }

    /** Equal for requests that are alike. */
    static int hash(ClientRequest request) {
        int hash = request.path().hashCode() * 31 + request.query().hashCode();
        for (HttpField field : request.fields()) {
            HttpHeader header = field.getHeader();
            if (header != null && HASHED.contains(header)) {
                hash = hash * 31 + String.valueOf(field.getValue()).hashCode();
            }
        }
        return hash ^ (hash >>> 16);
    }

    /** How long its texts are together. */
    int characters() {
        return path.length() + query.map(String::length).orElse(0) + characters(fields);
    }

    /** How long names and values are together. */
    static int characters(Iterable<HttpField> fields) {
        int count = 0;
        for (HttpField field : fields) {
            count += field.getName().length() + String.valueOf(field.getValue()).length();
        }
        return count;
    }

    /** Whether {@code request} gets the same answer. */
    boolean covers(ClientRequest request) {
        return path.equals(request.path())
                && query.equals(request.query())
                && method.equals(request.method())
                && protocol.equals(request.protocol())
                && scheme.equals(request.scheme())
                && contextPath.equals(request.contextPath())
                && sameFields(request.fields());
    }

    private boolean sameFields(HttpFields others) {
        int next = 0;
        for (HttpField other : others) {
            if (matters(other)) {
                if (next == fields.size() || !same(fields.get(next), other)) {
                    return false;
                }
                next++;
            }
        }
        return next == fields.size();
    }

    private boolean matters(HttpField field) {
        String name = name(field);
        return ALWAYS.contains(name) || nominated.test(name);
    }

    private boolean same(HttpField one, HttpField other) {
        String name = name(one);
        if (!name.equals(name(other))) {
            return false;
        }
        boolean presentAlone = RequestFields.READ_AS_PRESENT.contains(name) && !nominated.test(name);
        return presentAlone || String.valueOf(one.getValue()).equals(other.getValue());
    }

    private static String name(HttpField field) {
        HttpHeader header = field.getHeader();
        return header == null ? field.getName().toLowerCase(Locale.ROOT) : header.lowerCaseName();
    }
}
