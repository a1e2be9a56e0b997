package io.freshet.store.memory;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.StoredResponse;
import io.freshet.store.Validity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stored response as the memory keeps it, in few objects, with the one that was stored under the same key before it. What it says never changes but for what is
 * remembered of it: the built form, and how many invalidations its marks take account of.
 */
final class PackedVariant {

    /** Content up to so many bytes is in one array with the head. */
    private static final int SHORT = 32 * 1024;

    /** This object and the array of bytes, without what is in that. */
    private static final int OBJECTS = 64 + 16;

    private static final int PER_PART = 16 + 8;

    private static final byte[][] NO_PARTS = {};

    private final byte[] bytes;
    private final byte[][] parts;
    private final int headLength;
    private final long number;
    private final long expires;
    private final Validity validity;
    private final @Nullable PackedVariant next;

    /** All responses from this one on, while {@link BuiltForms} keeps them. */
    private volatile @Nullable List<StoredResponse> built;

    /** How many invalidations the marks of this one and those after it take account of. */
    private volatile long checked = -1;

    /** Twice where in {@link BuiltForms} it is, and one more if it was asked for since that looked; negative while it is not there. */
    private volatile int place = -1;

    private PackedVariant(
            byte[] bytes,
            byte[][] parts,
            int headLength,
            long number,
            long expires,
            Validity validity,
            @Nullable PackedVariant next) {
        this.bytes = bytes;
        this.parts = parts;
        this.headLength = headLength;
        this.number = number;
        this.expires = expires;
        this.validity = validity;
        this.next = next;
    }

    /**
     * @param head packed
     * @param content none of its parts empty
     * @param length of the content, in bytes
     * @param number which no other content has
     */
    static PackedVariant of(byte[] head, byte[][] content, long length, long number, Instant expires) {
        if (length > SHORT) {
            return new PackedVariant(head, content, head.length, number, nanos(expires), Validity.VALID, null);
        }
        byte[] bytes = Arrays.copyOf(head, head.length + (int) length);
        int position = head.length;
        for (byte[] part : content) {
            System.arraycopy(part, 0, bytes, position, part.length);
            position += part.length;
        }
        return new PackedVariant(bytes, NO_PARTS, head.length, number, nanos(expires), Validity.VALID, null);
    }

    /** The same content with another head. */
    PackedVariant with(byte[] head, Instant until) {
        byte[] all = Arrays.copyOf(head, head.length + bytes.length - headLength);
        System.arraycopy(bytes, headLength, all, head.length, bytes.length - headLength);
        return new PackedVariant(all, parts, head.length, number, nanos(until), Validity.VALID, null);
    }

    PackedVariant before(@Nullable PackedVariant others) {
        return others == next ? this : new PackedVariant(bytes, parts, headLength, number, expires, validity, others);
    }

    PackedVariant with(Validity other) {
        return other.equals(validity)
                ? this
                : new PackedVariant(bytes, parts, headLength, number, expires, other, next);
    }

    StoredResponse build(CacheKey key, HeadPacking packing) {
        StoredHead head = packing.head(key, bytes);
        byte[][] content = parts.length > 0 ? parts : new byte[][] {bytes};
        MemoryBody body = new MemoryBody(content, parts.length > 0 ? 0 : headLength, length(), number);
        return new StoredResponse(packing.variant(bytes), head, body, expires(), validity);
    }

    private long length() {
        long length = (long) bytes.length - headLength;
        for (byte[] part : parts) {
            length += part.length;
        }
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    int headLength() {
        return headLength;
    }

    long number() {
        return number;
    }

    @Nullable
    PackedVariant next() {
        return next;
    }

    @Nullable
    List<StoredResponse> built() {
        return built;
    }

    void built(@Nullable List<StoredResponse> responses) {
        built = responses;
    }

    int place() {
        return place >> 1;
    }

    /** It is in {@link BuiltForms} from now on. */
    void place(int at) {
        place = at << 1;
    }

    boolean asked() {
        return (place & 1) != 0;
    }

    /** Whether it was asked for. Two threads that say so at once may lose one of both, which costs a built form at most. */
    void asked(boolean lately) {
        int before = place;
        int after = lately ? before | 1 : before & ~1;
        if (before != after && before >= 0) {
            place = after;
        }
    }

    long checked() {
        return checked;
    }

    void checked(long invalidations) {
        checked = invalidations;
    }

    boolean livesAt(Instant now) {
        return nanos(now) < expires;
    }

    Instant expires() {
        return expires == Long.MAX_VALUE
                ? Instant.MAX
                : Instant.ofEpochSecond(
                        Math.floorDiv(expires, TimeUnit.SECONDS.toNanos(1)),
                        Math.floorMod(expires, TimeUnit.SECONDS.toNanos(1)));
    }

    /** What it takes without those after it, in bytes. */
    long size() {
        return OBJECTS + headLength + length() + (long) PER_PART * parts.length;
    }

    /** Nanoseconds since 1970, which end in 2262; what is later is never. */
    private static long nanos(Instant instant) {
        try {
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), instant.getNano());
        } catch (ArithmeticException beyond) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
