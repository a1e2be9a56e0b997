package io.freshet.proxy.admission;

import io.freshet.engine.response.CachedHit;
import io.freshet.http.ResponseHead;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were given, each with the request that it was made for: a table in which each request has one place, bounded in places and in
 * bytes. What is put there replaces what was, and where there is no room some other answer goes. Safe for use by many threads; none waits.
 */
public final class ReadyAnswers {

    /** What an answer takes beside what its fields take, in bytes, nearly. */
    private static final int PER_ANSWER = 600;

    /** What a field takes beside its characters, and how often those are there: as text, and as the bytes of two versions of HTTP. */
    private static final int PER_FIELD = 150;

    private static final int PER_CHARACTER = 3;

    /** Less than this no answer takes. */
    private static final int LEAST = 1024;

    /** An answer whose head is longer than this, in characters, is made anew each time: it would drive too many others out. */
    private static final int MAX_HEAD = 4096;

    /** How many places are looked at for an answer that may go. */
    private static final int TRIES = 4;

    private final AtomicReferenceArray<@Nullable Ready> places;

    /** For each place, the request that was last answered without an answer kept ready, as its hash. */
    private final AtomicIntegerArray lately;

    private final AtomicLong room;

    /**
     * An empty table.
     *
     * @param most how many answers are kept; 0 keeps none
     * @param bytes what they take together at most
     */
    public ReadyAnswers(int most, long bytes) {
        int count = (int) Math.min(most, bytes / LEAST);
        places = new AtomicReferenceArray<>(count);
        lately = new AtomicIntegerArray(count);
        room = new AtomicLong(bytes);
    }

    /**
     * An answer that is kept.
     *
     * @param head as it goes to the client
     * @param characters of its fields
     * @param bytes what all of it takes
     */
    record Ready(RequestFingerprint fingerprint, CachedHit hit, ResponseHead head, int characters, int bytes) {

        static Ready of(RequestFingerprint fingerprint, CachedHit hit, ResponseHead head) {
            int characters = RequestFingerprint.characters(head.fields());
            return new Ready(
                    fingerprint,
                    hit,
                    head.with(encoded(head.fields())),
                    characters,
                    PER_ANSWER
                            + fingerprint.characters()
                            + PER_FIELD * head.fields().size()
                            + PER_CHARACTER * characters);
        }

        /** With the bytes of the fields made once and for all; but for Date, in whose place the server would put another object each time. */
        private static HttpFields encoded(HttpFields fields) {
            HttpFields.Mutable encoded = HttpFields.build(fields.size());
            for (HttpField field : fields) {
                encoded.add(
                        field.getHeader() == HttpHeader.DATE
                                ? field
                                : new PreEncodedHttpField(field.getHeader(), field.getName(), field.getValue()));
            }
            return encoded.asImmutable();
        }

        private boolean isTooLarge() {
            return characters > MAX_HEAD;
        }
    }

    /** What was answered before to a request like this one. */
    Optional<Ready> of(ClientRequest request) {
        if (places.length() == 0) {
            return Optional.empty();
        }
        Ready known = places.get(place(RequestFingerprint.hash(request)));
        return known != null && known.fingerprint().covers(request) ? Optional.of(known) : Optional.empty();
    }

    /** Whether a request like this one was answered lately; from now on it was. */
    boolean comesAgain(ClientRequest request) {
        if (places.length() == 0) {
            return false;
        }
        int hash = RequestFingerprint.hash(request);
        return lately.getAndSet(place(hash), hash) == hash;
    }

    /** Keeps an answer for requests like this one, where there is room. */
    void keep(ClientRequest request, Ready answer) {
        if (answer.isTooLarge()) {
            return;
        }
        int place = place(RequestFingerprint.hash(request));
        for (int i = 0; room.get() < answer.bytes() && i < TRIES; i++) {
            free(i == 0 ? place : ThreadLocalRandom.current().nextInt(places.length()));
        }
        if (room.addAndGet(-answer.bytes()) < 0) {
            room.addAndGet(answer.bytes());
            return;
        }
        returned(places.getAndSet(place, answer));
    }

    private void free(int place) {
        returned(places.getAndSet(place, null));
    }

    private void returned(@Nullable Ready gone) {
        if (gone != null) {
            room.addAndGet(gone.bytes());
        }
    }

    private int place(int hash) {
        return Math.floorMod(hash, places.length());
    }
}
