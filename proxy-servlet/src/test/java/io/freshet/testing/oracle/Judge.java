package io.freshet.testing.oracle;

import io.freshet.testing.oracle.Asked.Floor;
import io.freshet.testing.oracle.Asked.Held;
import io.freshet.testing.oracle.Tally.Finding;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Holds what a client got against what the origin has said. */
final class Judge {

    private final Resource resource;
    private final Tally tally;
    private final String seed;

    /** @param seed how to have the same again, for a report */
    Judge(Resource resource, Tally tally, String seed) {
        this.resource = resource;
        this.tally = tally;
        this.seed = seed;
    }

    /** Judges one answer; returns the edition that the client has seen, if there is one and all of it came. */
    Optional<Edition> judge(Asked asked, Got got) {
        tally.request(got.value("X-Cache").orElse("").equals("HIT"));
        boolean error = got.status() == 0 || got.status() >= 500;
        boolean left = asked.ask().most() != Ask.ALL;
        if (error || !(got.whole() || left)) {
            found(Invariant.ANSWERED, asked.mayFail() ? Finding.HELD : Finding.VIOLATED, asked, got);
            return Optional.empty();
        }
        found(Invariant.ANSWERED, Finding.HELD, asked, got);
        if (got.status() == 416 || got.status() == 204) {
            return Optional.empty();
        }
        if (got.status() == 304) {
            unchanged(asked, got);
            return Optional.empty();
        }
        Optional<Edition> edition = asked.ask().method().equals("HEAD") ? ofHead(asked, got) : ofContent(asked, got);
        edition.ifPresent(found -> selected(found, asked, got));
        return edition.filter(any -> got.whole());
    }

    private void found(Invariant invariant, Finding finding, Asked asked, Got got) {
        tally.found(invariant, finding);
        if (finding == Finding.VIOLATED) {
            String report = seed + "\n" + asked.ask().head().indent(4) + "got "
                    + got.head().indent(4) + "with the floors "
                    + asked.floors()
                    + asked.held()
                            .map(held -> ", holding " + held.edition().label())
                            .orElse("")
                    + "\n" + resource.history() + "\n";
            tally.report(invariant, seed, report);
        }
    }

    private Optional<Edition> ofContent(Asked asked, Got got) {
        Map<Edition, byte[]> editions = resource.editions();
        Optional<Held> resumed =
                asked.held().filter(held -> asked.ask().value("If-Range").isPresent());
        if (got.status() == 206 && resumed.isPresent()) {
            goesOn(resumed.orElseThrow(), asked, got, editions);
        }
        List<Edition> possible = asked.ask().most() == Ask.ALL
                ? Contents.of(got, editions)
                : Contents.beginning(got.body(), got.coding(), editions);
        Optional<Edition> one = possible.stream()
                .filter(edition ->
                        got.value("X-Edition").filter(edition.label()::equals).isPresent())
                .findFirst();
        // What the proxy has coded cannot be told by its beginning.
        boolean coded = asked.ask().most() != Ask.ALL && !got.coding().equals("identity");
        if (one.isPresent() || !coded) {
            Optional<Edition> head = byLabel(got, editions);
            boolean said = head.isPresent()
                    && possible.stream().anyMatch(content -> haveOneValidator(content, head.orElseThrow()));
            Finding otherwise = said ? Finding.SAID : Finding.VIOLATED;
            found(Invariant.WHOLE, one.isPresent() ? Finding.HELD : otherwise, asked, got);
        }
        return one.or(() -> coded ? byLabel(got, editions) : possible.stream().findFirst());
    }

    /** Whether the origin takes them for one: the answer to a HEAD then updates what is stored (RFC 9111 §4.3.5). */
    private boolean haveOneValidator(Edition one, Edition other) {
        return said(one, statement -> said(other, statement::matches));
    }

    private static Optional<Edition> byLabel(Got got, Map<Edition, byte[]> editions) {
        return editions.keySet().stream()
                .filter(edition ->
                        got.value("X-Edition").filter(edition.label()::equals).isPresent())
                .findFirst();
    }

    private void goesOn(Held held, Asked asked, Got got, Map<Edition, byte[]> editions) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(held.bytes());
        all.writeBytes(got.body());
        List<Edition> possible = Contents.whole(all.toByteArray(), held.coding(), editions);
        boolean own = held.coding().equals(held.edition().coding());
        Finding finding = !possible.isEmpty() && got.coding().equals(held.coding())
                ? Finding.HELD
                : own && Contents.of(got, editions).stream().anyMatch(part -> saidToBeOne(held, part))
                        ? Finding.SAID
                        : Finding.VIOLATED;
        found(Invariant.RESUMED, finding, asked, got);
    }

    /** Whether the origin gave both the validator by which the client goes on, as a strong one. */
    private boolean saidToBeOne(Held held, Edition other) {
        return said(other, statement -> validatorOf(statement).equals(held.validator()))
                && said(held.edition(), statement -> validatorOf(statement).equals(held.validator()));
    }

    private static Optional<String> validatorOf(Statement statement) {
        return statement.tag().or(statement::date);
    }

    private Optional<Edition> ofHead(Asked asked, Got got) {
        Map<Edition, byte[]> editions = resource.editions();
        Optional<Edition> edition = byLabel(got, editions);
        boolean right = edition.filter(one -> {
                    boolean asSent = got.coding().equals(one.coding());
                    int length = resource.content(one).length;
                    return (asSent || one.coding().equals("identity"))
                            && (!asSent
                                    || got.value("Content-Length")
                                                    .map(Integer::valueOf)
                                                    .orElse(length)
                                            == length)
                            && got.status() == one.status()
                            && got.body().length == 0;
                })
                .isPresent();
        found(Invariant.HEAD, right ? Finding.HELD : Finding.VIOLATED, asked, got);
        return edition;
    }

    private void selected(Edition edition, Asked asked, Got got) {
        Profile profile = asked.profile();
        boolean said = said(edition, statement -> statement.isFor(profile));
        found(
                Invariant.CODING,
                profile.accepts(got.coding()) ? Finding.HELD : said ? Finding.SAID : Finding.VIOLATED,
                asked,
                got);
        Edition right = resource.script.select(resource.number, edition.number(), edition.status(), profile);
        found(
                Invariant.VARIANT,
                right.equals(edition) ? Finding.HELD : said ? Finding.SAID : Finding.VIOLATED,
                asked,
                got);
        for (Floor floor : asked.floors()) {
            boolean purged = floor.invariant() == Invariant.PURGED;
            Finding finding = edition.number() >= floor.number()
                    ? Finding.HELD
                    : !purged && saidToBeCurrent(edition, floor.number()) ? Finding.SAID : Finding.VIOLATED;
            found(floor.invariant(), finding, asked, got);
        }
    }

    /** Whether the origin has said of an edition, when there was a later one, that nothing had changed. */
    private boolean saidToBeCurrent(Edition edition, int since) {
        List<Statement> statements = resource.statements();
        return statements.stream()
                .filter(statement -> statement.unchanged() && statement.number() >= since)
                .anyMatch(statement -> statements.stream()
                        .anyMatch(sent -> sent.edition().equals(edition) && statement.matches(sent)));
    }

    private boolean said(Edition edition, Predicate<Statement> what) {
        return resource.statements().stream()
                .filter(statement ->
                        !statement.unchanged() && statement.edition().equals(edition))
                .anyMatch(what);
    }

    /** A 304 says that what the client holds is what it would get. */
    private void unchanged(Asked asked, Got got) {
        Optional<String> tag = asked.held()
                .flatMap(Held::validator)
                .filter(any -> asked.ask().value("If-None-Match").isPresent());
        if (tag.isEmpty()) {
            found(Invariant.WHOLE, Finding.VIOLATED, asked, got);
            return;
        }
        Edition held = asked.held().orElseThrow().edition();
        for (Floor floor : asked.floors()) {
            Finding finding = held.number() >= floor.number()
                    ? Finding.HELD
                    : resource.statements().stream()
                                    .anyMatch(statement -> statement.number() >= floor.number()
                                            && statement
                                                    .tag()
                                                    .filter(other -> same(other, tag.orElseThrow()))
                                                    .isPresent())
                            ? Finding.SAID
                            : Finding.VIOLATED;
            found(floor.invariant(), finding, asked, got);
        }
    }

    private static boolean same(String tag, String other) {
        return Statement.opaque(tag).equals(Statement.opaque(other));
    }
}
