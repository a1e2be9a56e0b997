package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.store.CacheKey;
import io.freshet.store.InvalidationIndex.Table;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The names of this cache's keys in Redis: {@code PREFIX{H}} for the hash with the variants of one {@link CacheKey}, where
 * {@code H} is its digest, and {@code PREFIX{H}:body:ID:N} for part {@code N} of a large body. The braces make {@code H} the
 * hash tag, so that in a cluster all keys of one {@code CacheKey} are in one slot.
 *
 * <p>{@code PREFIX{H}:removed} is where in the log of invalidations, {@code PREFIX{all}:invalidations}, that hash was last removed;
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

    /** Where one {@link CacheKey} is. */
    record Place(CacheKey key, String hash) {

        byte[] hashName() {
            return hash.getBytes(UTF_8);
        }

        /** Where it is kept when all that was there was last removed. */
        byte[] removedMark() {
            return (hash + ":removed").getBytes(UTF_8);
        }

        /** Which node fetches what is to be there; of several variants, which one. */
        byte[] lease(String variant) {
            return (hash + ":lease" + (variant.isEmpty() ? "" : ":" + variant)).getBytes(UTF_8);
        }

        byte[] partName(UUID bodyId, int index) {
            return (hash + ":body:" + bodyId + ':' + index).getBytes(UTF_8);
        }

        /** The first {@code count} parts. */
        List<byte[]> partNames(UUID bodyId, int count) {
            return IntStream.range(0, count)
                    .mapToObj(index -> partName(bodyId, index))
                    .toList();
        }
    }

    Place place(CacheKey key) {
        return new Place(key, prefix + '{' + key.digest() + '}');
    }

    /** The place whose hash has this name; which key it is of the name does not tell. */
    Place named(byte[] hashName) {
        return new Place(UNKNOWN, new String(hashName, UTF_8));
    }

    /** The stream in which nodes tell each other what was removed. */
    String log() {
        return prefix + ALL + ":invalidations";
    }

    /** Where it is kept when everything was last removed. */
    byte[] clearedMark() {
        return (prefix + ALL + ":cleared").getBytes(UTF_8);
    }

    /** Where it is kept when each name of a table was last invalidated. */
    byte[] places(Table table) {
        String name = table.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return (prefix + ALL + ":" + name).getBytes(UTF_8);
    }

    /** What each node last said of itself. */
    byte[] nodes() {
        return (prefix + ALL + ":nodes").getBytes(UTF_8);
    }

    /** The names in one of these by when that was. */
    byte[] orderOf(byte[] places) {
        return (new String(places, UTF_8) + ":order").getBytes(UTF_8);
    }

    /** What SCAN is to match: all of this cache's keys, but perhaps others too. */
    byte[] scanPattern() {
        return (prefix.replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "{*").getBytes(UTF_8);
    }

    /** Whether it is the name of a hash or of a part of a body. */
    boolean isOfResponse(byte[] name) {
        return entryOrPart.matcher(new String(name, UTF_8)).matches();
    }

    boolean isHash(byte[] name) {
        return entry.matcher(new String(name, UTF_8)).matches();
    }
}
