package io.freshet.store.memory;

import io.freshet.store.CacheKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A {@link CacheKey} as the memory keeps it: what it has in common with many others, origin and site, is one text for all of them. */
final class MemoryKey {

    private static final int ASCII_MAX = 0x7F;

    private final String beginning;

    /** In ASCII. */
    private final byte[] rest;

    private final int hash;

    private MemoryKey(String beginning, byte[] rest, int hash) {
        this.beginning = beginning;
        this.rest = rest;
        this.hash = hash;
    }

    static MemoryKey of(CacheKey key) {
        String text = key.value();
        boolean plain = PackedWriter.isAtMost(text, ASCII_MAX);
        int end = plain ? text.lastIndexOf(' ') + 1 : text.length();
        byte[] rest = text.substring(end).getBytes(StandardCharsets.US_ASCII);
        return new MemoryKey(text.substring(0, end), rest, key.hashCode());
    }

    /** The same key, with a text in common with others if there is one. */
    MemoryKey kept(SharedValues shared) {
        int number = shared.number(beginning, beginning.length());
        return number < 0 ? this : new MemoryKey((String) shared.value(number), rest, hash);
    }

    CacheKey key() {
        return new CacheKey(beginning + new String(rest, StandardCharsets.US_ASCII));
    }

    /** What it takes, but for a beginning that others have too, in bytes. */
    int size() {
        return 40 + rest.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemoryKey same
                && same.hash == hash
                && Arrays.equals(same.rest, rest)
                && same.beginning.equals(beginning);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
