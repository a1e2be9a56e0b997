package io.freshet.engine.response;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The responses that Freshet makes itself: a status, one plain sentence, and {@code Cache-Status} telling why. */
public final class GeneratedResponses {

    private static final String RETRY_AFTER_SECONDS = "1";

    private GeneratedResponses() {}

    /** The client wants a stored response or none, and there is none (RFC 9111 §5.2.1.7). */
    public static Answer onlyIfCached(Reason reason) {
        return answer(
                504,
                "No stored response may answer this request.",
                CacheStatus.neither().detail(reason));
    }

    /** The origin gave no response, and nothing stored may stand in for it. */
    public static Answer originFailed(OriginFailure failure, CacheStatus status) {
        Answer answer = answer(failure.status(), failure.sentence(), status.detail(failure.reason()));
        if (failure.status() != 503) {
            return answer;
        }
        HttpFields fields = HttpFields.build(answer.head().fields())
                .put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .asImmutable();
        return new Answer(new ResponseHead(failure.status(), fields), answer.content());
    }

    /** The request itself is refused, before it reaches cache or origin. */
    public static Answer request(int status, String sentence, Reason reason) {
        return answer(status, sentence, CacheStatus.neither().detail(reason));
    }

    /** What was asked for is done, and there is nothing to show for it but a sentence. */
    public static Answer done(String sentence) {
        return answer(200, sentence, CacheStatus.neither());
    }

    /** The request's content did not come to its end, or broke the rules. */
    public static Answer brokenContent() {
        return request(400, "The request's content was malformed or broke off.", Reason.REQUEST_INCOMPLETE);
    }

    /** The client has gone: for the log, with the status that nginx gave this case. */
    public static Answer clientGone() {
        return request(499, "The client has gone.", Reason.CLIENT_GONE);
    }

    private static Answer answer(int status, String sentence, CacheStatus cacheStatus) {
        byte[] text = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        HttpFields fields = HttpFields.build()
                .put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8")
                .put(HttpHeader.CONTENT_LENGTH, text.length)
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .asImmutable();
        ResponseHead head = CacheStatusFields.miss(new ResponseHead(status, fields), cacheStatus);
        return new Answer(head, List.of(ByteBuffer.wrap(text)).iterator());
    }
}
