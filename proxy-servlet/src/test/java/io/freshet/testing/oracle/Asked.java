package io.freshet.testing.oracle;

import java.util.List;
import java.util.Optional;

/**
 * A request with what is known of it when it begins.
 *
 * @param floors the editions below which nothing may come
 * @param held what the client has of the resource, where its request is a condition about that or goes on with it
 * @param mayFail whether the origin failed while it was under way
 */
record Asked(Ask ask, Profile profile, List<Floor> floors, Optional<Held> held, boolean mayFail) {

    /** An edition below which nothing may come, by an invariant. */
    record Floor(Invariant invariant, int number) {}

    /**
     * What a client has.
     *
     * @param edition which it is
     * @param coding what {@code Content-Encoding} said
     * @param validator the entity tag, or else the date
     * @param bytes as much of it as came
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
    record Held(Edition edition, String coding, Optional<String> validator, byte[] bytes) {}
}
