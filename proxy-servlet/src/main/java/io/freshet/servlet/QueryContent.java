package io.freshet.servlet;

import io.freshet.engine.CacheEngine;
import io.freshet.engine.Refusals;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of a QUERY, which is part of its key (RFC 10008): read without blocking before anything is looked up, and then
 * the request is dispatched once more.
 */
final class QueryContent implements ReadListener {

    private static final Logger LOG = LoggerFactory.getLogger(QueryContent.class);
    private static final String CONTENT = QueryContent.class.getName();

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AsyncContext context;
    private final ServletInputStream input;
    private final byte[] content;
    private int length;

    private QueryContent(HttpServletRequest request, HttpServletResponse response) throws IOException {
        this.request = request;
        this.response = response;
        this.content = new byte[request.getContentLength()];
        this.input = request.getInputStream();
        this.context = request.startAsync();
        context.setTimeout(0);
    }

    /** Whether the content is still to be {@linkplain #read read}. Only one that says its length, and not too great a one, is. */
    static boolean wanted(HttpServletRequest request, long max) {
        long length = request.getContentLengthLong();
        return CacheEngine.keyedOnContent(request.getMethod())
                && length > 0
                && length <= max
                && request.getDispatcherType() == DispatcherType.REQUEST;
    }

    /** Reads the content, and then has the request serviced again. */
    static void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryContent reader = new QueryContent(request, response);
        reader.input.setReadListener(reader);
    }

    /** What was read. */
    static Optional<byte[]> of(HttpServletRequest request) {
        return Optional.ofNullable((byte[]) request.getAttribute(CONTENT));
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (length < content.length && input.isReady()) {
            int read = input.read(content, length, content.length - length);
            if (read < 0) {
                return;
            }
            length += read;
        }
        // Only a read past the end makes the container say that there is no more.
        if (length == content.length && input.isReady()) {
            var unused = input.read();
        }
    }

    @Override
    public void onAllDataRead() {
        if (length < content.length) {
            refuse();
            return;
        }
        request.setAttribute(CONTENT, content);
        context.dispatch();
    }

    @Override
    public void onError(Throwable unreadable) {
        LOG.debug("The content of a QUERY could not be read", unreadable);
        refuse();
    }

    private void refuse() {
        ClientLeg.of(request, response).sendInstead(Refusals.brokenContent());
    }
}
