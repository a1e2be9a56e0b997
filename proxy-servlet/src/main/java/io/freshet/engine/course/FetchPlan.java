package io.freshet.engine.course;

import io.freshet.engine.lookup.LookupResult;
import io.freshet.engine.response.RangeCompletion;
import io.freshet.http.Field;
import io.freshet.http.RequestHead;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * What the origin is asked for, and why.
 *
 * @param found what was looked up for the client's request
 * @param fields the fields of the request to the origin
 * @param validation which stored response that is about
 * @param completion what the rest of a response is put together with, where only that is asked for
 * @param why why the origin is asked
 */
record FetchPlan(
        LookupResult found,
        HttpFields fields,
        ValidationRequest validation,
        Optional<RangeCompletion> completion,
        Reason why) {

    /** The cache has no part in it: the request goes on as it is. */
    static FetchPlan passing(LookupResult found, Reason why) {
        return new FetchPlan(found, found.request().fields(), ValidationRequest.NONE, Optional.empty(), why);
    }

    /** A whole response that may be stored: the client's own condition stays here (RFC 9111 §4.3.2). */
    static FetchPlan whole(LookupResult found, Reason why) {
        return asking(found, ValidationRequest.NONE, why);
    }

    /** A stored response must be validated first (RFC 9111 §4.3.1). */
    static FetchPlan validating(LookupResult found, Reuse.Revalidate why) {
        return asking(
                found,
                ValidationRequest.about(found.candidates().with(why.stored()), ValidationRequest.By.CLIENT),
                why.reason());
    }

    /** A stored response is served stale: no client waits for what the origin says of it. */
    static FetchPlan refreshing(LookupResult found, Reuse.ServeAndRevalidate why) {
        RequestHead request = found.request();
        // The client's directives were about its own request.
        HttpFields fields = HttpFields.build(request.fields())
                .remove(Field.CACHE_CONTROL)
                .remove("Pragma")
                .asImmutable();
        return asking(
                found.as(new RequestHead("GET", request.uri(), fields, request.site())),
                ValidationRequest.about(found.candidates().with(why.stored()), ValidationRequest.By.REFRESH),
                why.reason());
    }

    /** The rest of what is stored in part (RFC 9111 §3.4). */
    static FetchPlan completing(LookupResult found, Reuse.Complete why) {
        HttpFields fields = why.parts().askForRest(found.request());
        RangeCompletion completion = new RangeCompletion(why.parts(), found.candidates());
        return new FetchPlan(found, fields, ValidationRequest.NONE, Optional.of(completion), why.reason());
    }

    /** What the cache asks by itself, with {@code request}, about a stored response that an answer has put in doubt. */
    FetchPlan inDoubt(RequestHead request) {
        ValidationRequest own = ValidationRequest.about(validation.about().orElseThrow(), ValidationRequest.By.CACHE);
        return asking(found.as(request), own, why);
    }

    /** The whole response in place of an answer that is of no use. */
    FetchPlan unconditional(Reason reason) {
        return asking(found, validation.unconditional(), reason);
    }

    private static FetchPlan asking(LookupResult found, ValidationRequest validation, Reason why) {
        return new FetchPlan(found, validation.fields(found.request()), validation, Optional.empty(), why);
    }
}
