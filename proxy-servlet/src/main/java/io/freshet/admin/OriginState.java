package io.freshet.admin;

import io.freshet.routing.Origin;
import io.freshet.routing.OriginAddress;
import java.util.List;

/**
 * An origin, and how it is.
 *
 * @param name what rules call it
 * @param url what it is called
 * @param addresses where it listens
 */
record OriginState(String name, String url, List<Place> addresses) {

    /**
     * An address.
     *
     * @param state {@code healthy}, {@code unhealthy} by its health check, or {@code ejected} for a while after failed requests
     */
    record Place(String url, String state) {
        static Place of(OriginAddress address) {
            String state = address.unhealthy() ? "unhealthy" : address.ejected() ? "ejected" : "healthy";
            return new Place(address.uri().toString(), state);
        }
    }

    static OriginState of(Origin origin) {
        return new OriginState(
                origin.name(),
                origin.config().url().toString(),
                origin.addresses().stream().map(Place::of).toList());
    }
}
