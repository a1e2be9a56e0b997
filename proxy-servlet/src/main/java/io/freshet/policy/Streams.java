package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.Incremental;
import io.freshet.http.MediaTypePatterns;
import io.freshet.http.Preferences;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.List;

/** Responses that are made while they are read, and may have no end: each client has one of its own. See docs/decisions/0052. */
final class Streams {

    /** HTML, "Server-sent events". */
    private static final String EVENTS = "text/event-stream";

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    /** Of a stated length they are as any other content. */
    private static final MediaTypePatterns OPEN = MediaTypePatterns.of(List.of(
            "multipart/x-mixed-replace",
            "application/x-ndjson",
            "application/grpc-web",
            "application/grpc-web+proto",
            "application/grpc-web-text",
            "application/grpc-web-text+proto"));

    private static final MediaTypePatterns EVENT_STREAM = MediaTypePatterns.of(List.of(EVENTS));

    private Streams() {}

    /** Whether {@code response} is one. */
    static boolean is(ResponseHead response) {
        String type =
                FieldValues.combined(response.fields(), Field.CONTENT_TYPE).orElse("");
        boolean open = !response.fields().contains(Field.CONTENT_LENGTH);
        return EVENT_STREAM.match(type) || (open && OPEN.match(type));
    }

    /** Whether {@code request} asks for one, or for a response that is passed on as it is made (RFC 10036). */
    static boolean asked(RequestHead request) {
        return resumes(request) || Incremental.asked(request.fields()) || acceptsEvents(request);
    }

    private static boolean acceptsEvents(RequestHead request) {
        return FieldValues.combined(request.fields(), "Accept")
                .filter(accept -> accept.contains("event-stream"))
                .flatMap(accept -> Preferences.parse("accept", accept))
                .filter(accepted -> accepted.weight(EVENTS).orElse(0) > 0)
                .isPresent();
    }

    /** Whether {@code response} is, or is to be, passed on while it is made. */
    static boolean flows(ResponseHead response) {
        return is(response) || Incremental.asked(response.fields());
    }

    /** Whether {@code request} asks for what follows the last event that its client has seen. */
    static boolean resumes(RequestHead request) {
        return request.fields().contains(LAST_EVENT_ID);
    }

    /** Whether {@code response} answers requests with any {@code Last-Event-ID} that {@code Vary} lets it. */
    static boolean distinguishes(ResponseHead response) {
        return Variance.nominated(response.fields()).stream().anyMatch(LAST_EVENT_ID::equalsIgnoreCase);
    }
}
