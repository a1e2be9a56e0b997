package io.freshet.store.redis;

import java.util.zip.CRC32C;

/** Tells bytes that were damaged on their way. */
final class Checksum {

    static final int LENGTH = Integer.BYTES;

    private Checksum() {}

    /** The CRC-32C of the first {@code length} bytes. */
    static int of(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
