package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.store.CacheKey;
import io.freshet.store.InvalidationIndex.Table;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of this cache's keys in Redis: {@code PREFIX{H}} for the entries of one {@link CacheKey}, where
 * {@code H} is its digest, and {@code PREFIX{H}:body:ID:N} for part {@code N} of a large body. The braces make {@code H} the
 * hash tag, so that in a cluster all keys of one {@code CacheKey} are in one slot.
 *
 * <p>{@code PREFIX{H}:removed} is where in the log of invalidations, {@code PREFIX{all}:invalidations}, these were last removed;
 * {@code PREFIX{all}:cleared} the same for everything.
 *
 * <p>{@code PREFIX{all}:tags}, {@code :prefixes}, {@code :soft-names} and {@code :soft-prefixes} are hashes with the places in the log
 * where each tag, by its digest, and each prefix of URLs were last invalidated, hard or softly, and softly each key; under the empty name
 * where all that are not there may have been. Beside each, with {@code :order} behind, are its names by when that was.
 *
 * <p>{@code PREFIX{all}:nodes} is a hash with what each node last said of itself.
 *
 * <p>As every name goes on with a brace after the prefix, no name of this cache can be one of a cache with a longer prefix.
 */
final class KeySpace {

    private static final String DIGEST = "[A-Za-z0-9_-]{22}";
    private static final String BODY_PART = ":body:[0-9a-f-]{36}:[0-9]+";
    private static final String ALL = "{all}";
    private static final CacheKey UNKNOWN = new CacheKey("");

    private final String prefix;
    private final Pattern entry;
    private final Pattern entryOrPart;

    KeySpace(String prefix) {
        this.prefix = prefix;
        entry = Pattern.compile(Pattern.quote(prefix) + "\\{" + DIGEST + "\\}");
        entryOrPart = Pattern.compile(entry.pattern() + "(" + BODY_PART + ")?");
    }

    /** The keys of what is stored under {@code key}. */
    RedisKeys of(CacheKey key) {
        return new RedisKeys(key, prefix + '{' + key.digest() + '}');
    }

    /** The keys that belong to the entries of this name. The name does not tell of which {@link CacheKey} they are. */
    RedisKeys named(byte[] name) {
        return new RedisKeys(UNKNOWN, new String(name, UTF_8));
    }

    /** The stream in which nodes tell each other what was removed. */
    String log() {
        return prefix + ALL + ":invalidations";
    }

    /** The key with the position in the log at which everything was last removed. */
    byte[] clearedMark() {
        return (prefix + ALL + ":cleared").getBytes(UTF_8);
    }

    /** The hash with the position in the log at which each name of a table was last invalidated. */
    byte[] positions(Table table) {
        String name = table.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return (prefix + ALL + ":" + name).getBytes(UTF_8);
    }

    /** What each node last said of itself. */
    byte[] nodes() {
        return (prefix + ALL + ":nodes").getBytes(UTF_8);
    }

    /** The sorted set with the names of such a hash, by position. */
    byte[] orderOf(byte[] positions) {
        return (new String(positions, UTF_8) + ":order").getBytes(UTF_8);
    }

    /** What SCAN is to match: all of this cache's keys, but perhaps others too. */
    byte[] scanPattern() {
        return (prefix.replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "{*").getBytes(UTF_8);
    }

    /** Whether it is the name of entries or of a part of a body. */
    boolean isOfResponse(byte[] name) {
        return entryOrPart.matcher(new String(name, UTF_8)).matches();
    }

    boolean isEntries(byte[] name) {
        return entry.matcher(new String(name, UTF_8)).matches();
    }
}
