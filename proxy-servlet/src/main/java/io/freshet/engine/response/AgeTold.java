package io.freshet.engine.response;

import io.freshet.http.Field;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Freshness;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import java.time.Duration;
import java.time.Instant;
import java.util.ListIterator;
import java.util.Objects;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What an answer says of the age of the stored response that it is made of: {@code Age} (RFC 9111 §5.1), and the {@code ttl} in its member of
 * {@code Cache-Status} (RFC 9211 §2.4). Nothing else in it changes with time.
 *
 * @param freshness at {@code from}
 * @param status what it says of the cache, with {@code freshness}
 * @param from when the answer was made
 * @param until when it does not hold any more, whatever it says
 */
public record AgeTold(Freshness freshness, CacheStatus status, Instant from, Instant until) {

    /**
     * What the answer to {@code request} says by {@code serve}. Where the request asks nothing of a cache, a fresh response serves until its
     * lifetime ends; else the rules compare its age with what is asked, in whole seconds, and decide anew when that changes.
     */
    public static AgeTold of(RequestHead request, Reuse.Serve serve, CacheStatus status, Instant now) {
        Freshness freshness = serve.freshness();
        boolean asks = request.fields().contains(HttpHeader.CACHE_CONTROL)
                || request.fields().contains(HttpHeader.PRAGMA);
        boolean lasts = serve.reason() == Reason.FRESH && !asks;
        return new AgeTold(freshness, status, now, now.plus(lasts ? freshness.remaining() : freshness.steadyFor()));
    }

    /** Whether the same decision is made at {@code now}. */
    boolean holds(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** How fresh the stored response is at {@code now}. */
    Freshness at(Instant now) {
        return freshness.after(Duration.between(from, now));
    }

    /**
     * The answer's head where the stored response is {@code later} by now.
     *
     * @param head as it was at {@code from}; a field that has been changed since says what it says
     */
    ResponseHead told(Freshness later, ResponseHead head) {
        if (later.readsAs(freshness)) {
            return head;
        }
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        replaceLast(fields, new HttpField(Field.AGE, age(freshness)), age(later));
        replaceLast(
                fields,
                new HttpField(Field.CACHE_STATUS, status.toString()),
                status.ttl(later.remaining()).toString());
        return head.with(fields.asImmutable());
    }

    private static String age(Freshness freshness) {
        return Long.toString(freshness.age().toSeconds());
    }

    /** The last, as caches nearer the origin come before this one. */
    private static void replaceLast(HttpFields.Mutable fields, HttpField before, String after) {
        ListIterator<HttpField> all = fields.listIterator(fields.size());
        while (all.hasPrevious()) {
            HttpField field = all.previous();
            if (field.is(before.getName()) && Objects.equals(field.getValue(), before.getValue())) {
                all.set(new HttpField(field.getHeader(), field.getName(), after));
                return;
            }
        }
    }
}
