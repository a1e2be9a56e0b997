package io.freshet.admin;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What is answered.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param content text, to be sent in UTF-8
 */
public record AdminReply(int status, String type, String content) {

    /** The fields that go with it. */
    public HttpFields fields() {
        HttpFields.Mutable fields = HttpFields.build()
                .put(HttpHeader.CONTENT_TYPE, type)
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .put("X-Content-Type-Options", "nosniff");
        if (status == 401) {
            fields.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        return fields.asImmutable();
    }
}
