package io.freshet.policy;

import io.freshet.http.UriReference;

/** What an invalidation is about: stored responses that it covers do not count any more if they were asked for before it. */
public sealed interface Scope {

    /** Whether it is about this response. */
    boolean covers(StoredHead stored);

    /**
     * Whether what it covers is stale, if it was asked for before, and goes on counting as that: it may answer while it is fetched
     * again, and for an origin that fails.
     */
    default boolean isSoft() {
        return false;
    }

    /** Whether it goes by how a URI begins, so that it has no one name to look for. */
    default boolean isOfPrefix() {
        return false;
    }

    /** What {@code of} covers, softly. */
    record Soft(Scope of) implements Scope {

        @Override
        public boolean covers(StoredHead stored) {
            return of.covers(stored);
        }

        @Override
        public boolean isSoft() {
            return true;
        }

        @Override
        public boolean isOfPrefix() {
            return of.isOfPrefix();
        }
    }

    /**
     * The responses that carry a tag.
     *
     * @param origin the only one whose responses are meant, for example {@code http://origin.example}; empty for all
     * @param name compared character by character; any text
     */
    record Tag(String origin, String name) implements Scope {

        /** The group that every response with groups is in; no origin can name it, as a structured field's String is ASCII. */
        private static final String ANY_GROUP = "\u2217";

        /** What an operator calls a tag: a group of any origin, or a name in {@code Surrogate-Key} or {@code Cache-Tag}. */
        public static Tag named(String name) {
            return new Tag("", name);
        }

        /** A group, which means something within its origin only (RFC 9875 §2.1). */
        static Tag group(String uri, String name) {
            UriReference reference = UriReference.parse(uri);
            String origin = reference.scheme().orElse("") + "://"
                    + reference.authority().orElse("");
            return new Tag(origin, name);
        }

        /** Every group of an origin. */
        static Tag anyGroup(String uri) {
            return group(uri, ANY_GROUP);
        }

        @Override
        public boolean covers(StoredHead stored) {
            return Tags.of(stored).contains(this);
        }
    }

    /**
     * The responses to requests for one target URI, softly: to invalidate them altogether, they are removed.
     *
     * @param uri in the form of {@link io.freshet.http.RequestHead#uri()}
     */
    record Target(String uri) implements Scope {

        @Override
        public boolean covers(StoredHead stored) {
            return stored.request().uri().equals(uri);
        }

        @Override
        public boolean isSoft() {
            return true;
        }
    }

    /**
     * The responses whose target URI begins so.
     *
     * @param uri in the form of {@link io.freshet.http.RequestHead#uri()}, compared character by character
     */
    record Prefix(String uri) implements Scope {

        @Override
        public boolean covers(StoredHead stored) {
            return stored.request().uri().startsWith(uri);
        }

        @Override
        public boolean isOfPrefix() {
            return true;
        }
    }
}
