package io.freshet.store;

import io.freshet.http.OverridingDirectives;
import io.freshet.policy.StoredHead;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** How much room a stored response takes, as far as its head tells. */
public final class HeadSize {

    /** The entry of a key in the tables and queues of a cache in memory. */
    public static final long PER_KEY = 256;

    /** The objects around one stored response: its records, instants, lists and buffers. */
    private static final long PER_RESPONSE = 800;

    /** An {@link HttpField}, its value with the array in it, and its place in a list (64-bit JVM, compact strings). */
    private static final long PER_FIELD = 72;

    /** The name of a field that is none of the usual ones, whose names are shared. */
    private static final long PER_NAME = 40;

    private HeadSize() {}

    /** The size of {@code head} under {@code key}, in bytes: characters as one byte each, objects by constants. */
    public static long of(CacheKey key, String variant, StoredHead head) {
        return PER_RESPONSE
                + key.value().length()
                + variant.length()
                + head.request().method().length()
                + head.request().uri().length()
                + head.request().site().address().length()
                + of(head.request().fields())
                + of(head.response().fields())
                + of(head.response().overriding().map(OverridingDirectives::text))
                + of(head.madeOf());
    }

    /** The size of a stored response but for its content. */
    public static long of(CacheKey key, StoredResponse response) {
        return of(key, response.variant(), response.head());
    }

    /** The length of the content that {@code head} declares, in bytes; 0 where it declares none. */
    public static long declaredContent(StoredHead head) {
        return Math.max(0, head.response().fields().getLongField(HttpHeader.CONTENT_LENGTH));
    }

    private static long of(Optional<String> text) {
        return text.map(value -> PER_FIELD + value.length()).orElse(0L);
    }

    private static long of(HttpFields fields) {
        long size = 0;
        for (HttpField field : fields) {
            size += PER_FIELD + field.getValue().length();
            size += field.getHeader() == null ? PER_NAME + field.getName().length() : 0;
        }
        return size;
    }
}
