package io.freshet.standalone;

import io.freshet.proxy.admission.ClientRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.URIUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a request in HTTP/2 what the same request in HTTP/1.1 would be, so that nothing behind knows the difference; refuses what
 * could not be said in HTTP/1.1, or would say something else there (RFC 9113 §8.2 and §8.3, §10.3).
 */
final class Http2Requests implements HttpConfiguration.Customizer {

    @Override
    public Request customize(Request request, HttpFields.Mutable responseFields) {
        Scheduler scheduler = request.getComponents().getScheduler();
        request.addHttpStreamWrapper(stream -> new EarlyResponseStream(stream, scheduler));
        TimedHttp2Stream.watch(request);
        Http2Text.checkMethod(request.getMethod());
        if (HttpMethod.CONNECT.is(request.getMethod())) {
            throw new HttpException.RuntimeException(HttpStatus.NOT_IMPLEMENTED_501, "This is no tunnel");
        }
        checkTarget(request);
        HttpFields fields = fields(request);
        HttpURI uri = request.getHttpURI();
        AsInHttp1 made = new AsInHttp1(
                request,
                uri.hasAuthority()
                        ? uri
                        : HttpURI.build(uri)
                                .authority(fields.get(HttpHeader.HOST))
                                .asImmutable(),
                fields);
        if (!fields.contains(HttpHeader.EXPECT)) {
            made.look();
        }
        return made;
    }

    /** The request's fields, of which one names the host, and at most one the cookies. */
    private static HttpFields fields(Request request) {
        List<String> hosts = new ArrayList<>();
        List<String> cookies = new ArrayList<>();
        for (HttpField field : request.getHeaders()) {
            HttpHeader header = field.getHeader();
            if (header == null) {
                continue;
            }
            switch (header) {
                case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE ->
                    // RFC 9113 §8.2.2
                    throw Http2Text.bad("A field of HTTP/1.1's connections");
                case CONTENT_LENGTH -> Http2Text.checkLength(value(field));
                case HOST -> hosts.add(value(field));
                case COOKIE -> cookies.add(value(field));
                default -> {}
            }
        }
        HttpFields.Mutable fields = HttpFields.build(request.getHeaders());
        fields.put(HttpHeader.HOST, host(request, hosts));
        if (cookies.size() > 1) {
            // RFC 9113 §8.2.3
            fields.put(HttpHeader.COOKIE, String.join("; ", cookies));
        }
        return fields.asImmutable();
    }

    private static void checkTarget(Request request) {
        HttpURI uri = request.getHttpURI();
        // RFC 9110 §7.4: who asks for https must have spoken TLS, and the answer depends on which of them it was.
        if (!(request.getConnectionMetaData().isSecure() ? "https" : "http").equals(uri.getScheme())) {
            throw new HttpException.RuntimeException(
                    HttpStatus.MISDIRECTED_REQUEST_421, "Another scheme than the connection's");
        }
        Http2Text.checkTarget(uri.getPathQuery());
    }

    /** RFC 9113 §8.3.1: the same is said by {@code :authority} and by {@code Host}, if both are there. */
    private static String host(Request request, List<String> hosts) {
        String authority = request.getHttpURI().getAuthority();
        if (hosts.size() > 1 || (hosts.isEmpty() && authority == null)) {
            throw Http2Text.bad("One host is needed");
        }
        String host = authority == null ? hosts.get(0) : authority;
        Http2Text.checkHost(host);
        if (!hosts.isEmpty() && !normal(host, request).equals(normal(hosts.get(0), request))) {
            throw Http2Text.bad("Host is not :authority");
        }
        return host;
    }

    private static String normal(String host, Request request) {
        HostPort known = new HostPort(host);
        String scheme = request.getHttpURI().getScheme();
        return known.getHost().toLowerCase(Locale.ROOT) + ':' + known.getPort(URIUtil.getDefaultPortForScheme(scheme));
    }

    private static String value(HttpField field) {
        return field.getValue() == null ? "" : field.getValue();
    }

    private static final class AsInHttp1 extends Request.Wrapper {

        private final HttpURI uri;
        private final HttpFields fields;
        private final AtomicReference<Content.@Nullable Chunk> first = new AtomicReference<>();

        AsInHttp1(Request request, HttpURI uri, HttpFields fields) {
            super(request);
            this.uri = uri;
            this.fields = fields;
        }

        /** Finds out whether the stream has ended with the head. Does not block. */
        void look() {
            Content.Chunk chunk = super.read();
            if (chunk == null) {
                return;
            }
            if (chunk.isLast() && !chunk.hasRemaining()) {
                setAttribute(ClientRequest.ENDS_WITH_HEAD, !Content.Chunk.isFailure(chunk));
            }
            first.set(chunk);
            if (chunk.hasRemaining()) {
                Request.addCompletionListener(getWrapped(), failure -> {
                    Content.Chunk unread = first.getAndSet(null);
                    if (unread != null) {
                        unread.release();
                    }
                });
            }
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk looked = first.getAndSet(null);
            return looked == null ? super.read() : looked;
        }

        @Override
        public void demand(Runnable more) {
            if (first.get() == null) {
                super.demand(more);
            } else {
                more.run();
            }
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public HttpFields getHeaders() {
            return fields;
        }
    }
}
