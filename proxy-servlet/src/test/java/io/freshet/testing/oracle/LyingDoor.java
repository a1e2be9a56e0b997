package io.freshet.testing.oracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A way to the origin that does what a broken cache does, so that it shows that this is seen. */
final class LyingDoor implements Door {

    /** What it does wrong. */
    enum Fault {
        NONE,
        /** It gives coded content to all. */
        ANY_CODING,
        /** It gives to one what another got. */
        ANY_VARIANT,
        /** It gives for ever what it once had for such a request. */
        FIRST_EDITION,
        /** The same, and after a purge alone. */
        OLD_AFTER_PURGE,
        /** It puts together halves of two editions. */
        MIXES,
        /** It gives the head of one edition and the content of another. */
        OLD_HEAD,
        /** It does not look at {@code If-Range}. */
        GOES_ON,
        /** It tells of a HEAD what is not so. */
        WRONG_LENGTH,
        /** It says 304 to each condition. */
        ALWAYS_UNCHANGED,
        /** It takes the beginning of a response for all of it. */
        ENDS_EARLY,
        /** It does not reach the origin. */
        FAILS
    }

    /** What all doors of one cache have in common. */
    static final class Memory {
        private final ConcurrentMap<String, Got> first = new ConcurrentHashMap<>();
        private final ConcurrentMap<String, Got> coded = new ConcurrentHashMap<>();
        private final Map<String, Boolean> purged = new ConcurrentHashMap<>();
    }

    private final Door origin;
    private final Fault fault;
    private final Memory memory;

    LyingDoor(Door origin, Fault fault, Memory memory) {
        this.origin = origin;
        this.fault = fault;
        this.memory = memory;
    }

    @Override
    public Got ask(Ask ask) {
        if (ask.method().startsWith("P")) {
            memory.purged.put(ask.path(), true);
            return new Got(200, List.of(), "Purged on every node.".getBytes(StandardCharsets.UTF_8), true);
        }
        boolean whole = ask.method().equals("GET")
                && ask.most() == Ask.ALL
                && ask.value("Range").isEmpty()
                && ask.value("If-None-Match").isEmpty();
        Got got = origin.ask(fault == Fault.GOES_ON ? without(ask, "If-Range") : ask);
        String same = ask.path()
                + ask.value("Accept-Encoding")
                + ask.value("Accept-Language")
                + ask.value("Origin")
                + ask.value("X-Site")
                + ask.value("Cookie");
        if (got.status() != 200) {
            return got;
        }
        Got first = whole ? memory.first.computeIfAbsent(same, unknown -> got) : got;
        if (whole && !got.coding().equals("identity")) {
            memory.coded.put(ask.path(), got);
        }
        return switch (fault) {
            case NONE, GOES_ON -> got;
            case ANY_CODING -> whole ? memory.coded.getOrDefault(ask.path(), got) : got;
            case ANY_VARIANT -> whole ? memory.first.computeIfAbsent(ask.path(), unknown -> got) : got;
            case FIRST_EDITION -> first;
            case OLD_AFTER_PURGE -> memory.purged.containsKey(ask.path()) ? first : got;
            case MIXES -> new Got(200, got.fields(), halves(first.body(), got.body()), true);
            case OLD_HEAD -> new Got(200, first.fields(), got.body(), true);
            case ENDS_EARLY -> new Got(200, got.fields(), Arrays.copyOf(got.body(), got.body().length / 2), true);
            case WRONG_LENGTH ->
                ask.method().equals("HEAD") ? new Got(200, with(got, "Content-Length: 7"), got.body(), true) : got;
            case ALWAYS_UNCHANGED ->
                ask.value("If-None-Match").isPresent() ? new Got(304, List.of(), new byte[0], true) : got;
            case FAILS -> new Got(502, List.of(), new byte[0], true);
        };
    }

    private static Ask without(Ask ask, String name) {
        List<String> fields = ask.fields().stream()
                .filter(line -> !line.startsWith(name + ":"))
                .toList();
        return new Ask(ask.method(), ask.path(), fields, ask.most());
    }

    private static List<String> with(Got got, String line) {
        List<String> fields = new ArrayList<>(List.of(line));
        fields.addAll(got.fields());
        return fields;
    }

    private static byte[] halves(byte[] one, byte[] other) {
        byte[] mixed = other.clone();
        System.arraycopy(one, 0, mixed, 0, Math.min(one.length, other.length) / 2);
        return mixed;
    }

    @Override
    public void close() {
        origin.close();
    }
}
