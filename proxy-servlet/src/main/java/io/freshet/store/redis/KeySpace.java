package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.store.CacheGroup;
import io.freshet.store.CacheKey;
import java.util.List;
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
 * <p>{@code PREFIX{all}:group:G} is for the mark of one {@link CacheGroup}, where {@code G} is its digest, and {@code
 * PREFIX{all}:group} for the mark of all of them; they are looked up together, so that they must be in one slot.
 *
 * <p>As every name goes on with a brace after the prefix, no name of this cache can be one of a cache with a longer prefix.
 */
final class KeySpace {

    private static final String DIGEST = "[A-Za-z0-9_-]{22}";
    private static final String BODY_PART = ":body:[0-9a-f-]{36}:[0-9]+";
    private static final String ALL = "{all}";
    private static final String GROUP = ":group";

    private final String prefix;
    private final Pattern entry;
    private final Pattern entryOrPart;
    private final Pattern mark;

    KeySpace(String prefix) {
        this.prefix = prefix;
        entry = Pattern.compile(Pattern.quote(prefix) + "\\{" + DIGEST + "\\}");
        entryOrPart = Pattern.compile(entry.pattern() + "(" + BODY_PART + ")?");
        mark = Pattern.compile(Pattern.quote(prefix + ALL + GROUP) + ":" + DIGEST);
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

        /** Which node fetches what is to be there. */
        byte[] lease() {
            return (hash + ":lease").getBytes(UTF_8);
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

    byte[] markOf(CacheGroup group) {
        return (prefix + ALL + GROUP + ':' + group.digest()).getBytes(UTF_8);
    }

    byte[] markOfAllGroups() {
        return (prefix + ALL + GROUP).getBytes(UTF_8);
    }

    /** The stream in which nodes tell each other what was removed. */
    String log() {
        return prefix + ALL + ":invalidations";
    }

    /** Where it is kept when everything was last removed. */
    byte[] clearedMark() {
        return (prefix + ALL + ":cleared").getBytes(UTF_8);
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

    /** Whether it is the name of the mark of one group. */
    boolean isMark(byte[] name) {
        return mark.matcher(new String(name, UTF_8)).matches();
    }
}
