package io.freshet.engine.collapsing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.http.RequestHead;
import io.freshet.policy.Collapsing;
import java.time.Duration;

/**
 * Which requests had a response lately that could not be shared, and need not wait for each other. One such response counts for
 * requests like the one that it answered; two in a row to requests that are not alike count for all. Requests with credentials and
 * those without are kept apart. Safe for use by many threads.
 */
public final class HitForMiss {

    /** The most marks; some 250 bytes each. */
    private static final int MAX_MARKS = 10_000;

    /** In place of a fingerprint. */
    private static final String ALL = "";

    private record Place(FetchKey key, boolean personal) {}

    private final Cache<Place, String> marks;

    /** @param howLong how long a mark lasts, positive */
    public HitForMiss(Duration howLong) {
        marks = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_MARKS)
                .expireAfterWrite(howLong)
                .build();
    }

    /** Whether {@code request} need not wait. */
    public boolean holds(FetchKey key, RequestHead request) {
        String mark = marks.getIfPresent(place(key, request));
        return mark != null && (mark.equals(ALL) || mark.equals(Collapsing.fingerprint(request)));
    }

    /** The response to {@code request} could not be shared. */
    public void add(FetchKey key, RequestHead request) {
        String fingerprint = Collapsing.fingerprint(request);
        marks.asMap().merge(place(key, request), fingerprint, (known, same) -> known.equals(same) ? known : ALL);
    }

    /** No request with credentials can be answered by another one's response. */
    void addPersonal(FetchKey key) {
        marks.put(new Place(key, true), ALL);
    }

    /** The response to {@code request} is shared: a former one that was not says nothing about others. */
    void clear(FetchKey key, RequestHead request) {
        marks.asMap().computeIfPresent(place(key, request), (place, mark) -> mark.equals(ALL) ? mark : null);
    }

    private static Place place(FetchKey key, RequestHead request) {
        return new Place(key, Collapsing.isPersonal(request));
    }
}
