package io.freshet.policy;

import io.freshet.http.EntityTag;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.HopByHop;
import io.freshet.http.HttpDate;
import io.freshet.http.ResponseHead;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Brings a stored response up to date from a 304 that confirms it (RFC 9111 §3.2, §4.3.4). */
public final class Freshening {

    /**
     * Fields that describe the stored bytes and outlast a 304, which has none (RFC 9111 §3.2: Content-Length, and fields that
     * the stored response depends upon). {@code Vary} is one of them: it says what the stored bytes were selected by, and a 304
     * that names less of it changes nothing about that.
     */
    private static final Set<String> OF_STORED_BYTES =
            Set.of("content-digest", "content-encoding", "content-length", "content-md5", "content-range", "vary");

    /** What tells the age of one answer; the stored ones say nothing about the new. */
    private static final Set<String> OF_ONE_ANSWER = Set.of("age", "date");

    private Freshening() {}

    /**
     * What {@code response}, a 200 to a HEAD, says of {@code stored}: confirmed, changed, or nothing (RFC 9111 §4.3.5).
     *
     * <p>Stricter than that in one point: a response without any validator or length confirms nothing.
     *
     * @param length the stored content's length, in bytes
     */
    public static Optional<Verdict> byHead(StoredHead stored, long length, ResponseHead response) {
        if (response.status() != 200 || stored.response().status() != 200) {
            return Optional.empty();
        }
        List<Boolean> matches = Stream.of(
                        Validation.entityTag(response).map(tag -> Validation.entityTag(stored.response())
                                .filter(tag::equals)
                                .isPresent()),
                        Validation.lastModified(response).map(date -> Validation.lastModified(stored.response())
                                .filter(date::equals)
                                .isPresent()),
                        FieldValues.combined(response.fields(), Field.CONTENT_LENGTH)
                                .map(text -> text.equals(Long.toString(length))))
                .flatMap(Optional::stream)
                .toList();
        if (matches.isEmpty()) {
            return Optional.empty();
        }
        boolean confirmed = matches.stream().allMatch(match -> match) && sameSelection(stored.response(), response);
        return Optional.of(confirmed ? Verdict.yes(Reason.HEAD_CONFIRMED) : Verdict.no(Reason.HEAD_MISMATCH));
    }

    /**
     * Whether {@code notModified}, the answer to a validation of {@code stored}, confirms it: no validator in both says
     * otherwise, and it is not selected by other request fields than before.
     *
     * <p>More lenient than RFC 9111 §4.3.4 in two points, since the origin was asked about this one response: a 304 without a
     * validator confirms it, and so does a strong tag where the stored one is weak (an origin that compresses weakens tags
     * in its 200, not in its 304).
     */
    public static boolean applies(StoredHead stored, ResponseHead notModified) {
        return sameValidator(stored.response(), notModified) && sameSelection(stored.response(), notModified);
    }

    /**
     * {@code stored} with the fields of {@code notModified} in place of its own (RFC 9111 §3.2), dated anew. May turn out not
     * to be storable any more: judge it again.
     *
     * @param settings what the operator says about the rules
     * @param requestTime when the validation was sent
     * @param responseTime when the 304 arrived
     */
    public static StoredHead freshen(
            StoredHead stored,
            ResponseHead notModified,
            PolicySettings settings,
            Instant requestTime,
            Instant responseTime) {
        HttpFields update = updating(stored, notModified, settings);
        Set<String> replaced = new HashSet<>(OF_ONE_ANSWER);
        update.forEach(field -> replaced.add(field.getLowerCaseName()));

        HttpFields.Mutable fields = HttpFields.build();
        for (HttpField field : stored.response().fields()) {
            if (!replaced.contains(field.getLowerCaseName())) {
                fields.add(field);
            }
        }
        fields.add(update);
        ResponseHead freshened = stored.response().with(fields);
        return new StoredHead(
                stored.request(), StoredHeads.complete(freshened, settings, responseTime), requestTime, responseTime);
    }

    /** The fields of {@code notModified} that go to the client that caused it, and to no other. */
    public static HttpFields personal(ResponseHead notModified, PolicySettings settings) {
        HttpFields.Mutable personal = HttpFields.build();
        if (!sharesCookies(notModified, settings)) {
            notModified.fields().getFields(Field.SET_COOKIE).forEach(personal::add);
        }
        return personal.asImmutable();
    }

    private static boolean sharesCookies(ResponseHead notModified, PolicySettings settings) {
        return settings.storeCookies()
                || ResponseDirectives.of(notModified, settings).shared();
    }

    private static HttpFields updating(StoredHead stored, ResponseHead notModified, PolicySettings settings) {
        boolean keepsTag =
                Validation.entityTag(stored.response()).filter(EntityTag::weak).isPresent();
        HttpFields.Mutable update = HttpFields.build();
        for (HttpField field : HopByHop.strip(notModified.fields())) {
            String name = field.getLowerCaseName();
            // A cookie of a 304 is for the client that caused it, unless the 304 itself says that it is for all.
            if (name.equals("set-cookie") && !sharesCookies(notModified, settings)) {
                continue;
            }
            // A weak tag stays weak: the 304 says equivalent, which does not make the stored bytes the origin's own.
            if (!OF_STORED_BYTES.contains(name) && !(keepsTag && name.equals("etag"))) {
                update.add(field);
            }
        }
        return update;
    }

    private static boolean sameValidator(ResponseHead stored, ResponseHead notModified) {
        Optional<EntityTag> storedTag = Validation.entityTag(stored);
        Optional<EntityTag> newTag = Validation.entityTag(notModified);
        if (storedTag.isPresent() && newTag.isPresent()) {
            return newTag.get().matchesWeakly(storedTag.get());
        }
        Optional<Instant> storedDate = Validation.lastModified(stored).flatMap(HttpDate::parse);
        Optional<Instant> newDate = Validation.lastModified(notModified).flatMap(HttpDate::parse);
        return storedDate.isEmpty() || newDate.isEmpty() || storedDate.equals(newDate);
    }

    /** The stored request has only the fields that the stored {@code Vary} names; others cannot be compared later. */
    private static boolean sameSelection(ResponseHead stored, ResponseHead notModified) {
        return FieldValues.combined(notModified.fields(), Field.VARY).isEmpty()
                || Variance.nominated(stored.fields()).containsAll(Variance.nominated(notModified.fields()));
    }
}
