package io.freshet.policy;

import io.freshet.http.Site;

/** What an invalidation is about: stored responses that it covers do not count any more if they were asked for before it. */
public sealed interface InvalidationScope {

    /** Whether it is about this response. */
    boolean covers(StoredHead stored);

    /**
     * The responses that carry a tag.
     *
     * @param origin scheme, host and port of the only site whose responses are meant, as clients ask it; empty for all
     * @param name compared character by character; any text
     */
    record Tag(String origin, String name) implements InvalidationScope {

        /** The group that every response with groups is in; no origin can name it, as a structured field's String is ASCII. */
        private static final String ANY_GROUP = "\u2217";

        /** What an operator calls a tag: a group of any origin, or a name in {@code Surrogate-Key} or {@code Cache-Tag}. */
        public static Tag named(String name) {
            return new Tag("", name);
        }

        /** A group, which means something within its origin only (RFC 9875 §2.1): what clients asked, and not who answers for it. */
        static Tag group(Site site, String name) {
            return new Tag(site.address(), name);
        }

        /** Every group of an origin. */
        static Tag anyGroup(Site site) {
            return group(site, ANY_GROUP);
        }

        @Override
        public boolean covers(StoredHead stored) {
            return Tags.of(stored).contains(this);
        }
    }

    /**
     * The responses whose target URI begins so.
     *
     * @param uri in the form of {@link io.freshet.http.RequestHead#uri()}, compared character by character
     */
    record Prefix(String uri) implements InvalidationScope {

        @Override
        public boolean covers(StoredHead stored) {
            return stored.request().uri().startsWith(uri);
        }
    }
}
