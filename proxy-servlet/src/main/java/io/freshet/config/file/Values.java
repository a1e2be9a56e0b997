package io.freshet.config.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stood under some keys.
 *
 * @param values by key, each of the type that the key says
 * @param places where each of them stands
 * @param place where they begin
 */
record Values(Map<Key<?>, Object> values, Map<Key<?>, Place> places, Place place) {

    /** None. */
    static Values none(Place place) {
        return new Values(Map.of(), Map.of(), place);
    }

    /** What stood under {@code key}. */
    @SuppressWarnings("unchecked") // that is how they were put in
    <T> Optional<T> of(Key<T> key) {
        return Optional.ofNullable((T) values.get(key));
    }

    /** The same of a list that may be absent, and is then empty. */
    <T> List<T> all(Key<List<T>> key) {
        return of(key).orElse(List.of());
    }

    /** The same of names. */
    <T> Map<String, T> named(Key<Map<String, T>> key) {
        return of(key).orElse(Map.of());
    }

    /** The same of more keys. */
    Values part(Key<Values> key) {
        return of(key).orElseGet(() -> none(place));
    }

    /** Where {@code key} stands, or should. */
    Place at(Key<?> key) {
        return places.getOrDefault(key, place);
    }
}
