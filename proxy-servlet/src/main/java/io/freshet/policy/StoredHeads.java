package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.HopByHop;
import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.Site;
import java.time.Instant;
import java.util.Comparator;
import org.eclipse.jetty.http.HttpFields;

/** Makes the head to store of a response that {@link Storability} allowed. */
public final class StoredHeads {

    /** RFC 9111 §4.1: by {@code Date}, and of one second by arrival; the most recent last. */
    static final Comparator<StoredHead> BY_DATE = Comparator.comparing(
                    (StoredHead stored) -> Lifetime.date(stored.response(), stored.responseTime()))
            .thenComparing(StoredHead::responseTime);

    private StoredHeads() {}

    /**
     * The head to store.
     *
     * @param request the request as the origin got it
     * @param response the origin's response
     * @param requestTime when the request was sent
     * @param responseTime when the response's head arrived
     */
    public static StoredHead of(
            RequestHead request,
            ResponseHead response,
            PolicySettings settings,
            Instant requestTime,
            Instant responseTime) {
        ResponseHead stripped = response.with(HopByHop.strip(response.fields()));
        RequestHead selecting = new RequestHead(
                request.method(),
                request.uri(),
                Variance.selecting(request, response, settings.concealment()),
                Site.at(request.site().address()));
        return new StoredHead(selecting, complete(stripped, settings, responseTime), requestTime, responseTime);
    }

    /** What every stored head has in common, new or freshened. */
    static ResponseHead complete(ResponseHead response, PolicySettings settings, Instant responseTime) {
        HttpFields.Mutable fields = HttpFields.build(response.fields());
        // Trailers are not stored (RFC 9111 §3 lets a cache omit them), so that none are to be promised.
        fields.remove("Trailer");
        // RFC 9111 §5.2.2.7: a shared cache does not store the fields that private="..." names.
        ResponseDirectives.of(response, settings)
                .control()
                .fieldNames("private")
                .forEach(fields::remove);
        return dated(response.with(fields.asImmutable()), responseTime);
    }

    /**
     * RFC 9110 §6.6.1: a recipient with a clock adds the {@code Date} that a response lacks, where it stores the response and where it
     * forwards it.
     *
     * @param responseTime when the response's head arrived
     */
    public static ResponseHead dated(ResponseHead response, Instant responseTime) {
        return response.fields().contains(Field.DATE)
                ? response
                : response.with(HttpFields.build(response.fields())
                        .add(Field.DATE, HttpDate.format(responseTime))
                        .asImmutable());
    }
}
