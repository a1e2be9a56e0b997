package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.store.CacheKey;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The names of the keys in Redis that belong to one {@link CacheKey}; see {@link KeySpace}.
 *
 * @param key which; another one where it is not known
 * @param hash what holds its entries
 */
record RedisKeys(CacheKey key, String hash) {

    byte[] name() {
        return hash.getBytes(UTF_8);
    }

    /** The key with the position in the log at which the entries were last removed. */
    byte[] removedMark() {
        return (hash + ":removed").getBytes(UTF_8);
    }

    /** The key with the token of the node that fetches what is to be stored; {@code variant} is empty where it is not known. */
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
