package io.freshet.standalone.core;

import io.freshet.http.ResponseHead;
import io.freshet.servlet.HeadAsSent;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Puts into a response of Jetty's core what the servlet API in front of it changes or does not know. */
public final class CoreHead implements HeadAsSent {

    private final Request request;
    private final Response response;
    private boolean speaking;

    /** Volatile, as another thread may send the response. */
    private volatile Optional<ResponseHead> last = Optional.empty();

    public CoreHead(Request request, Response response) {
        this.request = request;
        this.response = response;
    }

    /** Sets status and fields, which are ready for the client. */
    public void write(ResponseHead head) {
        response.setStatus(head.status());
        HttpFields.Mutable fields = response.getHeaders();
        for (HttpField field : head.fields()) {
            if (field.getHeader() == HttpHeader.DATE) {
                // In place of the server's own.
                fields.put(field);
            } else {
                fields.add(field);
            }
        }
        if (head.reason().isPresent()) {
            complete(head);
        }
    }

    @Override
    public void complete(ResponseHead head) {
        if (response.isCommitted()) {
            return;
        }
        last = Optional.of(head);
        HttpFields.Mutable fields = response.getHeaders();
        boolean first = true;
        for (HttpField field : head.fields()) {
            if (field.getHeader() == HttpHeader.CONTENT_TYPE) {
                // In the place of what the servlet API has put there.
                fields = first ? fields.put(field) : fields.add(field);
                first = false;
            }
        }
        // RFC 9113 §8.3.2: HTTP/2 has no reason phrase.
        boolean says =
                head.reason().isPresent() && request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2;
        if (says && !speaking) {
            speaking = true;
            request.addHttpStreamWrapper(Speaking::new);
        }
    }

    private MetaData.Response withReason(MetaData.Response answer) {
        return last.filter(head -> head.status() == answer.getStatus())
                .flatMap(ResponseHead::reason)
                .map(reason -> new MetaData.Response(
                        answer.getStatus(),
                        reason,
                        answer.getHttpVersion(),
                        answer.getHttpFields(),
                        answer.getContentLength(),
                        answer.getTrailersSupplier()))
                .orElse(answer);
    }

    /** Says the reason phrase with the status that it belongs to. */
    private final class Speaking extends HttpStream.Wrapper {

        Speaking(HttpStream stream) {
            super(stream);
        }

        /** @param answer null where the head has been sent, and content follows */
        @Override
        public void send(
                MetaData.Request asked,
                MetaData.@Nullable Response answer,
                boolean isLast,
                ByteBuffer content,
                Callback callback) {
            super.send(asked, answer == null ? null : withReason(answer), isLast, content, callback);
        }
    }
}
