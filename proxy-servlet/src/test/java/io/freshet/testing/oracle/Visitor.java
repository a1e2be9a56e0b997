package io.freshet.testing.oracle;

import io.freshet.testing.oracle.Asked.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One client of one resource: what it sends, and what it has. */
final class Visitor {

    /** The least length of a content is more than this. */
    private static final int WITHIN = 120;

    final int node;
    final Profile profile;
    private final Door door;
    private final boolean leaves;
    private Optional<Held> held = Optional.empty();
    private final Seen seen = new Seen();

    /** @param leaves whether its door can break off */
    Visitor(int node, Profile profile, Door door, boolean leaves) {
        this.node = node;
        this.profile = profile;
        this.door = door;
        this.leaves = leaves;
    }

    /** What it got in answer to requests that were for it as for everybody. */
    Seen seen() {
        return seen;
    }

    Optional<Held> held() {
        return held;
    }

    Got ask(Ask ask) {
        return door.ask(ask);
    }

    void close() {
        door.close();
    }

    /** A request of some kind. */
    Ask next(String path, Random random) {
        int kind = random.nextInt(100);
        if (kind < 55) {
            return ask("GET", path);
        } else if (kind < 67) {
            return ask("GET", path, "Cache-Control: no-cache");
        } else if (kind < 75) {
            return ask("HEAD", path);
        } else if (kind < 82) {
            int first = random.nextInt(WITHIN - 60);
            String last = random.nextBoolean() ? "" : Integer.toString(first + 59);
            return ask("GET", path, "Range: bytes=" + first + "-" + last);
        } else if (kind < 85) {
            return ask("GET", path, "Range: bytes=0-49, 60-119");
        } else if (kind < 93 && held.isPresent() && tagHeld().isPresent()) {
            return ask("GET", path, "If-None-Match: " + tagHeld().orElseThrow());
        } else if (kind < 95) {
            return ask("GET", path, "Authorization: Basic eDp5");
        } else if (kind < 97) {
            return ask("GET", path, "Cache-Control: max-stale=1");
        }
        return ask("GET", path, "Cookie: a=b");
    }

    private Optional<String> tagHeld() {
        return held.flatMap(Held::validator).filter(validator -> validator.endsWith("\""));
    }

    /** A GET that the client breaks off, if it can. */
    Optional<Ask> broken(String path, Random random) {
        return leaves ? Optional.of(new Ask("GET", path, profile.lines(), 40 + random.nextInt(40))) : Optional.empty();
    }

    /** A request for the rest of what it holds, as RFC 9110 §13.1.5 lets it ask. */
    Optional<Ask> rest(String path) {
        return held.filter(any -> any.bytes().length > 0)
                .filter(any -> any.validator()
                        .filter(validator -> !validator.startsWith("W/"))
                        .isPresent())
                .map(any -> ask(
                        "GET",
                        path,
                        "Range: bytes=" + any.bytes().length + "-",
                        "If-Range: " + any.validator().orElseThrow()));
    }

    private Ask ask(String method, String path, String... more) {
        List<String> lines = new ArrayList<>(profile.lines());
        boolean cookies = lines.stream().anyMatch(line -> line.startsWith("Cookie:"));
        for (String line : more) {
            if (!(cookies && line.startsWith("Cookie:"))) {
                lines.add(line);
            }
        }
        return new Ask(method, path, lines, Ask.ALL);
    }

    /** Keeps what it got by a GET, or the beginning of it. */
    void keep(Edition edition, Got got) {
        held = Optional.of(new Held(edition, got.coding(), validator(got), got.body()));
    }

    /** The entity tag, or else the date if that is strong (RFC 9110 §8.8.2.2). */
    private static Optional<String> validator(Got got) {
        return got.value("ETag").or(() -> got.value("Last-Modified").filter(date -> got.value("Date")
                .filter(now -> HttpDates.seconds(now) - HttpDates.seconds(date) >= 60)
                .isPresent()));
    }
}
