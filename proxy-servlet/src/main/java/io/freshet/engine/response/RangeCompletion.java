package io.freshet.engine.response;

import io.freshet.engine.lookup.Candidates;
import io.freshet.http.ByteRange;
import io.freshet.http.ResponseHead;
import io.freshet.policy.StoredParts;
import java.nio.ByteBuffer;
import java.util.Iterator;

/** Stored parts, and the rest of the whole that the origin was asked for (RFC 9111 §3.4). */
public record RangeCompletion(StoredParts parts, Candidates candidates) {

    /** The whole's head, if {@code response} is that rest. */
    public ResponseHead head(ResponseHead response) {
        return parts.completedBy(response);
    }

    /** What comes before the rest. May block for the store. */
    public Iterator<ByteBuffer> beginning() {
        long missing = parts.missingFrom().orElseThrow();
        ByteRange beginning = new ByteRange(0, missing - 1);
        return new AssembledBody(parts, candidates).open(beginning.first(), beginning.length());
    }
}
