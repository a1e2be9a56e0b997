package io.freshet.config.file;

import io.freshet.config.Syntax;
import java.util.List;
import java.util.Map;

/**
 * Something that may stand in a configuration file under a name. What is read, and what the schema for editors says, come out of
 * the same keys.
 *
 * @param <T> what becomes of it
 */
sealed interface Key<T> {

    String name();

    /** One line, without a full stop. */
    String description();

    /** A text, a number, or true or false. */
    record One<T>(String name, String description, Syntax<T> syntax) implements Key<T> {}

    /** One or a list of them. */
    record Many<T>(String name, String description, Syntax<T> syntax) implements Key<List<T>> {}

    /** Values under names of the operator's own choice. */
    record Named<T>(String name, String description, Syntax<String> names, Syntax<T> syntax)
            implements Key<Map<String, T>> {}

    /** More keys. */
    record Part(String name, String description, List<Key<?>> keys) implements Key<Values> {}

    /** A list, each with the same keys. */
    record Parts(String name, String description, List<Key<?>> keys) implements Key<List<Values>> {}

    /** The same keys under names of the operator's own choice. */
    record NamedParts(String name, String description, Syntax<String> names, List<Key<?>> keys)
            implements Key<Map<String, Values>> {}
}
