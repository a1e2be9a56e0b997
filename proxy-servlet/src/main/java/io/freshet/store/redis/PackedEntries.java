package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.policy.Variance;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one key in Redis holds: all entries of one {@link io.freshet.store.CacheKey}, as a single string that the scripts change as one.
 * Big-endian: "FR" and the version of the layout, 6; how many entries there are, 2 bytes; for each the length of its variant, 2 bytes, that
 * of the entry, 4 bytes, the variant and the entry.
 */
final class PackedEntries {

    private static final byte[] NO_BYTES = {};

    /** Where there is nothing. */
    static final PackedEntries NONE = new PackedEntries(NO_BYTES, Optional.of(Optional.of(List.of())));

    /** What this cache has not written. */
    static final PackedEntries FOREIGN = new PackedEntries(NO_BYTES, Optional.of(Optional.empty()));

    private static final byte[] MAGIC = {'F', 'R', 6};
    /** How long the beginning is that tells how many entries there are. */
    static final int START = MAGIC.length + Short.BYTES;

    private static final int FRAME = Short.BYTES + Integer.BYTES;

    private static final byte[] PLAIN = {};
    private static final byte[] UNNAMED = {0};

    /** One entry as its bytes are. */
    static final class Packed {

        private final byte[] variant;
        private final byte[] value;

        private Packed(byte[] variant, byte[] value) {
            this.variant = variant;
            this.value = value;
        }

        /** What of the key's responses it is. */
        String variant() {
            return nameOf(variant);
        }

        /** The variant as scripts take it. */
        byte[] packedVariant() {
            return variant;
        }

        /** What {@link EntryCodec} reads. */
        byte[] value() {
            return value;
        }
    }

    /** A variant as it is written: nothing for that which nearly all responses have, those without a Vary. */
    static byte[] packed(String variant) {
        if (variant.equals(Variance.FOR_ALL)) {
            return PLAIN;
        }
        return variant.isEmpty() ? UNNAMED : variant.getBytes(UTF_8);
    }

    private static String nameOf(byte[] packed) {
        if (packed.length == 0) {
            return Variance.FOR_ALL;
        }
        return Arrays.equals(packed, UNNAMED) ? "" : new String(packed, UTF_8);
    }

    /** How many entries a value has that begins so. */
    static int count(byte[] beginning) {
        return isOurs(beginning)
                ? Short.toUnsignedInt(ByteBuffer.wrap(beginning).getShort(MAGIC.length))
                : 0;
    }

    private static boolean isOurs(byte[] all) {
        return all.length >= START && Arrays.equals(all, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    private final byte[] all;

    /** Empty as long as they were not asked for; within, where it is not what this cache writes, and whole. */
    private Optional<Optional<List<Packed>>> read;

    private PackedEntries(byte[] all, Optional<Optional<List<Packed>>> read) {
        this.all = all;
        this.read = read;
    }

    /** What a value holds; it is taken apart when that is asked for. */
    static PackedEntries read(byte[] all) {
        return new PackedEntries(all, Optional.empty());
    }

    /** The value; empty where there is none. */
    byte[] bytes() {
        return all;
    }

    /** Whether it is what this cache writes, and whole; else there are no entries. */
    boolean ours() {
        return parsed().isPresent();
    }

    List<Packed> entries() {
        return parsed().orElse(List.of());
    }

    private Optional<List<Packed>> parsed() {
        if (read.isEmpty()) {
            read = Optional.of(parse(all));
        }
        return read.get();
    }

    private static Optional<List<Packed>> parse(byte[] all) {
        if (!isOurs(all)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(all).position(MAGIC.length);
        int count = Short.toUnsignedInt(in.getShort());
        List<Packed> entries = new ArrayList<>(Math.min(count, all.length / FRAME));
        for (int i = 0; i < count; i++) {
            if (in.remaining() < FRAME) {
                return Optional.empty();
            }
            int variant = Short.toUnsignedInt(in.getShort());
            int value = in.getInt();
            if (value < 0 || value > in.remaining() - variant) {
                return Optional.empty();
            }
            int at = in.position();
            entries.add(new Packed(
                    Arrays.copyOfRange(all, at, at + variant),
                    Arrays.copyOfRange(all, at + variant, at + variant + value)));
            in.position(at + variant + value);
        }
        return in.hasRemaining() ? Optional.empty() : Optional.of(entries);
    }
}
