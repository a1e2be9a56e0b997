package io.freshet.http;

/**
 * Some bytes of a representation (RFC 9110 §14.1.2), at least one.
 *
 * @param first the position of the first, 0 or more
 * @param last the position of the last, not before the first
 */
public record ByteRange(long first, long last) {

    public ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(first + "-" + last);
        }
    }

    /** How many bytes these are, 1 or more. */
    public long length() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
