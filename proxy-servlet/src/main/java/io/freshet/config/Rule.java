package io.freshet.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator wants done differently with some requests or responses. In a pattern a {@code *} stands for any characters, also
 * none.
 *
 * @param name for messages and {@code Cache-Status}
 */
public record Rule(String name, When when, Then then) {

    /** Of a request whose path leads to other rules by another server's reading: nothing of it is stored, or answered from what is. */
    public static final Rule AMBIGUOUS_PATH = new Rule("ambiguous-path", When.ALWAYS, Then.BYPASS);

    /**
     * What it is about. Empty conditions always hold; of several patterns one must match, of several conditions all.
     *
     * @param hosts patterns of the host that the client asked, without its port, in any case
     * @param paths patterns of the target's path, normalised (RFC 3986 §6.2.2)
     * @param methods case-sensitive
     * @param headers patterns of the values of request fields, by patterns of their names in lower case; one that is absent matches none
     * @param cookies patterns of the values of cookies, by patterns of their names
     * @param statuses of the origin's response
     * @param types patterns of the response's media type, in lower case and without parameters
     */
    public record When(
            List<String> hosts,
            List<String> paths,
            List<String> methods,
            Map<String, String> headers,
            Map<String, String> cookies,
            List<Statuses> statuses,
            List<String> types) {

        public When {
            hosts = List.copyOf(hosts);
            paths = List.copyOf(paths);
            methods = List.copyOf(methods);
            headers = Map.copyOf(headers);
            cookies = Map.copyOf(cookies);
            statuses = List.copyOf(statuses);
            types = List.copyOf(types);
        }

        /** Any request, any response. */
        static final When ALWAYS = new When(List.of(), List.of(), List.of(), Map.of(), Map.of(), List.of(), List.of());

        /** Whether it is about every request and every response. */
        public boolean always() {
            return hosts.isEmpty()
                    && paths.isEmpty()
                    && methods.isEmpty()
                    && headers.isEmpty()
                    && cookies.isEmpty()
                    && !asksResponse();
        }

        /** Whether the request alone does not tell. */
        public boolean asksResponse() {
            return !statuses.isEmpty() || !types.isEmpty();
        }
    }

    /** Status codes, both ends included. */
    public record Statuses(int from, int to) {}

    /** A directive of the origin's that a rule may have ignored. */
    public enum Ignorable {
        NO_STORE,
        NO_CACHE,
        PRIVATE,
        MUST_REVALIDATE,
        /** And {@code s-maxage} and {@code Expires}. */
        MAX_AGE;

        /** As it stands in {@code Cache-Control}. */
        public String directive() {
            return Syntax.word(this);
        }
    }

    /**
     * What is done. Where several rules say it, the last one counts; lists add up.
     *
     * @param origin which origin is asked
     * @param bypass whether the cache has no part in it
     * @param share whether responses are the same for everybody, whatever credentials came with the request
     * @param lifetime how long responses are fresh, and may be used after that
     * @param ignore what the origin says and does not count
     * @param key what of the request is part of the key
     * @param tags names by which the response can be purged
     * @param changes what is changed in the request and in the response
     */
    public record Then(
            Optional<String> origin,
            Optional<Boolean> bypass,
            Optional<Boolean> share,
            Lifetimes lifetime,
            Set<Ignorable> ignore,
            KeyParts key,
            List<String> tags,
            Changes changes) {

        public Then {
            ignore = Set.copyOf(ignore);
            tags = List.copyOf(tags);
        }

        /** The cache has no part in it. */
        static final Then BYPASS = new Then(
                Optional.empty(),
                Optional.of(true),
                Optional.empty(),
                Lifetimes.NONE,
                Set.of(),
                KeyParts.NONE,
                List.of(),
                Changes.NONE);

        /** Whether something of it is of use before there is a response. */
        public boolean concernsRequest() {
            return origin.isPresent()
                    || !key.equals(KeyParts.NONE)
                    || !changes.dropCookies().isEmpty()
                    || !changes.request().equals(Fields.NONE);
        }
    }

    /**
     * Lifetimes and windows, in the place of the origin's.
     *
     * @param ttl how long a response is fresh from its arrival on
     * @param minTtl not shorter than this, where {@code ttl} does not say it
     * @param maxTtl not longer than this, likewise
     * @param staleIfError how long after that it may answer for a failing origin
     * @param staleWhileRevalidate how long after that it may answer while it is refreshed
     */
    public record Lifetimes(
            Optional<Duration> ttl,
            Optional<Duration> minTtl,
            Optional<Duration> maxTtl,
            Optional<Duration> staleIfError,
            Optional<Duration> staleWhileRevalidate) {

        /** As the origin says. */
        public static final Lifetimes NONE =
                new Lifetimes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * What of a request is part of the key.
     *
     * @param dropQuery patterns of parameters that are not, beside those that {@code ignore-query} names
     * @param keepQuery where not empty, patterns of the only parameters that are
     * @param sortQuery whether the order of parameters does not matter
     * @param ignoreCase whether upper and lower case of path and query do not matter
     * @param headers names of request fields whose values are, in lower case
     * @param cookie the name of a cookie whose value is
     */
    public record KeyParts(
            List<String> dropQuery,
            List<String> keepQuery,
            Optional<Boolean> sortQuery,
            Optional<Boolean> ignoreCase,
            List<String> headers,
            Optional<String> cookie) {

        /** The URI as it is. */
        public static final KeyParts NONE =
                new KeyParts(List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

        public KeyParts {
            dropQuery = List.copyOf(dropQuery);
            keepQuery = List.copyOf(keepQuery);
            headers = List.copyOf(headers);
        }
    }

    /**
     * Changes to messages.
     *
     * @param dropCookies names of request cookies that neither origin nor cache see, patterns
     * @param dropSetCookie whether the response sets no cookies
     * @param request changes to the fields that the origin gets
     * @param response changes to the fields that are stored, and that clients get
     */
    public record Changes(List<String> dropCookies, Optional<Boolean> dropSetCookie, Fields request, Fields response) {

        /** None. */
        static final Changes NONE = new Changes(List.of(), Optional.empty(), Fields.NONE, Fields.NONE);

        public Changes {
            dropCookies = List.copyOf(dropCookies);
        }
    }

    /**
     * Changes to fields.
     *
     * @param set values in place of what there is, by name
     * @param remove names
     */
    public record Fields(Map<String, String> set, List<String> remove) {

        /** None. */
        public static final Fields NONE = new Fields(Map.of(), List.of());

        public Fields {
            set = Map.copyOf(set);
            remove = List.copyOf(remove);
        }
    }
}
