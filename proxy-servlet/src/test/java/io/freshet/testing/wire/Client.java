package io.freshet.testing.wire;

import java.io.Closeable;
import java.util.List;

/** Sends what is generated to the proxy, in the versions that it speaks. For one thread. */
public interface Client extends Closeable {

    /** What it can say. */
    List<Framing> framings();

    /** Sends a request, or what of it comes before its cut, and waits for the answer if it is whole. */
    Answer exchange(Generated request);

    /** An honest request for {@code target}, as another client sends it. */
    Answer honest(String target);

    @Override
    void close();
}
