package io.freshet.routing;

import io.freshet.config.OriginConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Origins without a router around them. */
public final class TestOrigin {

    private TestOrigin() {}

    /** An origin that listens at so many addresses, none of which exists. */
    public static Origin at(URI url, int addresses) {
        List<URI> places = IntStream.range(0, addresses)
                .mapToObj(i -> URI.create("http://192.0.2." + (i + 1)))
                .toList();
        return new Origin(new OriginConfig("test", url, places, 3, Duration.ofSeconds(10), Optional.empty()));
    }
}
