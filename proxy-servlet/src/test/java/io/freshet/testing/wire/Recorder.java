package io.freshet.testing.wire;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** What an origin has seen, by target; and what it should not have seen. Safe for use by many threads. */
public final class Recorder {

    /** The field in which the origin's answer tells which request it is for. */
    public static final String SEEN = "X-Seen";

    /** A message that came to its end. */
    public record Seen(String method, String target, int length, long checksum) {

        /** A message with this content. */
        public static Seen of(String method, String target, byte[] content) {
            CRC32 crc = new CRC32();
            crc.update(content);
            return new Seen(method, target, content.length, crc.getValue());
        }

        /** The value of {@link #SEEN}. */
        public String told() {
            return method + " " + target + " " + length + " " + checksum;
        }
    }

    private final Map<String, List<Seen>> messages = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    /** A whole message has come. */
    public void saw(Seen message) {
        if (!message.target().matches("/[gp]/[0-9]+")) {
            fault("a message that no client sent: " + message);
        }
        messages.merge(message.target(), List.of(message), (before, one) -> Stream.concat(before.stream(), one.stream())
                .toList());
    }

    /** What came is no message. */
    public void fault(String what) {
        faults.add(what);
    }

    /** The messages for a target. */
    public List<Seen> seen(String target) {
        return messages.getOrDefault(target, List.of());
    }

    /** Every fault until now. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
