package io.freshet.engine.collapsing;

import io.freshet.policy.StoredHead;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** What comes of a fetch for those that wait for it. */
public sealed interface FetchOutcome {

    /**
     * A response that may be shared, and is arriving.
     *
     * @param head as it will be stored
     * @param length of its content, where it says that
     * @param rest what the store has of its content from a byte on, when it is complete; may block
     */
    record Shared(StoredHead head, OptionalLong length, LongFunction<Optional<Iterator<ByteBuffer>>> rest)
            implements FetchOutcome {}

    /** Nothing that may be shared: requests like the one that it was fetched for ask by themselves, others may have more luck. */
    record NotShared() implements FetchOutcome {}

    /** What is stored was confirmed, or has been found: each looks there, and asks by itself where that does not do. */
    record Stored() implements FetchOutcome {}

    /**
     * The origin failed, and something stored stood in.
     *
     * @param status what the origin said
     */
    record StoodIn(int status) implements FetchOutcome {}

    /** The origin gave no response. */
    record Failed(OriginFailure failure) implements FetchOutcome {}

    /** The origin was not asked: another request may ask it. */
    record Abandoned() implements FetchOutcome {}
}
