package io.freshet.testing.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** A resource of the origin: what it is now, and what has been said of it. Safe for use by many threads. */
final class Resource {

    /** What the origin does to its requests. */
    enum Mood {
        WELL,
        /** 503 */
        SICK,
        /** It closes the connection. */
        GONE
    }

    private static final int MOST_TOLD = 60;
    private static final int[] STATUSES = {404, 410, 302, 403};

    final int number;
    final Script script;
    final Random random;
    private final long began = System.currentTimeMillis();
    private final Map<Edition, byte[]> editions = new LinkedHashMap<>();
    private final List<Statement> statements = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private int edition = 1;
    private int status = 200;
    private String refusal = "";
    private long changed = began;
    private Mood mood = Mood.WELL;
    private long unwell = Long.MIN_VALUE;

    Resource(int number, long seed) {
        this.number = number;
        Random made = new Random(seed * 1_000_003 + number);
        this.script = Script.of(made);
        this.random = new Random(made.nextLong());
    }

    String path() {
        return "/o/" + number;
    }

    synchronized void feel(Mood next) {
        unwell = mood == Mood.WELL ? unwell : System.nanoTime();
        mood = next;
        tell("MOOD " + next);
    }

    /** It closes the connection within a response. */
    synchronized void cut(int bytes) {
        unwell = System.nanoTime();
        tell("ORIGIN closes after " + bytes + " bytes");
    }

    synchronized Mood mood() {
        return mood;
    }

    /** Whether the origin failed at some time since then. */
    synchronized boolean unwellSince(long nanoTime) {
        return mood != Mood.WELL || (unwell != Long.MIN_VALUE && unwell - nanoTime > 0);
    }

    synchronized int edition() {
        return edition;
    }

    synchronized int status() {
        return status;
    }

    /** What forbids to store the present edition, as a field line. */
    synchronized String refusal() {
        return refusal;
    }

    /** When the present edition came about, in milliseconds since 1970. */
    synchronized long changed() {
        return changed;
    }

    synchronized long began() {
        return began;
    }

    /** Makes it something else. */
    synchronized void change(Random chance) {
        edition++;
        changed = System.currentTimeMillis();
        status = 200;
        refusal = "";
        if (script.unstorable() && chance.nextBoolean()) {
            switch (chance.nextInt(4)) {
                case 0 -> refusal = "Cache-Control: no-store";
                case 1 -> refusal = "Cache-Control: private";
                case 2 -> refusal = "Set-Cookie: visit=1";
                default -> status = STATUSES[chance.nextInt(STATUSES.length)];
            }
        }
        tell("CHANGE to edition " + edition + ": " + status + " " + refusal);
    }

    synchronized byte[] content(Edition which) {
        return Objects.requireNonNull(editions.computeIfAbsent(which, Edition::content));
    }

    /** Every edition that was ever sent, for whomever. */
    synchronized Map<Edition, byte[]> editions() {
        return new LinkedHashMap<>(editions);
    }

    synchronized void say(Statement statement) {
        statements.add(statement);
        tell("ORIGIN at edition " + statement.number() + "\n"
                + statement.heads().indent(6).stripTrailing());
    }

    synchronized List<Statement> statements() {
        return List.copyOf(statements);
    }

    synchronized void tell(String event) {
        history.add((System.currentTimeMillis() - began) + " ms " + event);
        if (history.size() > MOST_TOLD) {
            history.remove(0);
        }
    }

    /** What happened, the latest last. */
    synchronized String history() {
        return script + "\n" + String.join("\n", history);
    }

    /** The entity tag of an edition; another one each time where the script says so. */
    synchronized Optional<String> tag(Edition which) {
        return switch (script.tags()) {
            case NONE -> Optional.empty();
            case HONEST -> Optional.of('"' + which.label() + '"');
            case WEAK_WHEN_CODED ->
                Optional.of((which.coding().equals("identity") ? "" : "W/") + "\"" + which.number() + '"');
            case STRONG_SHARED_BY_ALL_VARIANTS -> Optional.of("\"" + which.number() + '"');
            case WEAK_SHARED_BY_ALL_VARIANTS -> Optional.of("W/\"" + which.number() + '"');
            case STUCK -> Optional.of("\"always\"");
            case NEW_EACH_TIME -> Optional.of("\"" + random.nextInt(1_000_000) + '"');
            case EVERY_OTHER_EDITION -> Optional.of("\"v" + which.number() / 2 + '"');
        };
    }
}
