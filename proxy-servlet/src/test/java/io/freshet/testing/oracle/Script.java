package io.freshet.testing.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How an origin answers for one resource, and in what it is wrong.
 *
 * @param codings whether it codes for those who accept it
 * @param languages whether it has several languages
 * @param sites whether it answers by {@code siteField}
 * @param skewSeconds how far its clock is off
 * @param cuts whether it closes the connection within some of its responses
 */
record Script(
        boolean codings,
        boolean languages,
        boolean sites,
        String siteField,
        Tags tags,
        Dates dates,
        Naming naming,
        String lifetime,
        int skewSeconds,
        boolean date,
        String age,
        boolean http10,
        End end,
        boolean validates,
        boolean bare304,
        boolean ranges,
        boolean unstorable,
        boolean slow,
        boolean cuts) {

    /** Its entity tags. */
    enum Tags {
        NONE,
        HONEST,
        /** As nginx has them: strong for the content as it is, the same weak for what is coded. */
        WEAK_WHEN_CODED,
        STRONG_SHARED_BY_ALL_VARIANTS,
        WEAK_SHARED_BY_ALL_VARIANTS,
        /** The content changes, the tag does not. */
        STUCK,
        /** A tag for each answer. */
        NEW_EACH_TIME,
        /** A record's version: two editions have one. */
        EVERY_OTHER_EDITION
    }

    /** Its {@code Last-Modified}. */
    enum Dates {
        NONE,
        HONEST,
        OLD,
        STUCK
    }

    /** Its {@code Vary}. */
    enum Naming {
        HONEST,
        NOT_IN_304,
        LESS_IN_304,
        NOT_ON_WHAT_IS_AS_IT_IS,
        NOT_ON_WHAT_IS_CODED,
        MORE_OR_LESS_EACH_TIME,
        IN_TWO_LINES
    }

    /** How its responses end. */
    enum End {
        LENGTH,
        CHUNKS,
        CLOSE
    }

    private static final List<String> LIFETIMES = List.of(
            "Cache-Control: max-age=1",
            "Cache-Control: max-age=2",
            "Cache-Control: max-age=60",
            "Cache-Control: s-maxage=1, max-age=60",
            "Cache-Control: no-cache",
            "Cache-Control: max-age=1, stale-while-revalidate=2",
            "Cache-Control: max-age=1, stale-while-revalidate=3, stale-if-error=5",
            "Cache-Control: max-age=1, stale-if-error=5",
            "Cache-Control: public, max-age=1, must-revalidate",
            "Expires",
            "");
    private static final List<String> AGES = List.of("", "", "", "0", "30", "99999", "-5", "abc");
    private static final int[] SKEWS = {0, 0, 0, 200, -200, 20, -20};

    static Script of(Random random) {
        return new Script(
                random.nextBoolean(),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                List.of("Origin", "X-Site", "Cookie").get(random.nextInt(3)),
                one(random, Tags.values()),
                one(random, Dates.values()),
                one(random, Naming.values()),
                LIFETIMES.get(random.nextInt(LIFETIMES.size())),
                SKEWS[random.nextInt(SKEWS.length)],
                random.nextInt(5) > 0,
                AGES.get(random.nextInt(AGES.size())),
                random.nextInt(6) == 0,
                one(random, End.values()),
                random.nextInt(5) > 0,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(3) == 0,
                random.nextInt(4) == 0,
                random.nextInt(6) == 0);
    }

    private static <T> T one(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** What a client with this profile is to get at present. */
    Edition select(int resource, int number, int status, Profile profile) {
        boolean coded = codings && status == 200;
        String coding = coded && profile.accepts("br") ? "br" : coded && profile.accepts("gzip") ? "gzip" : "identity";
        String language = languages ? (profile.language().isEmpty() ? "en" : profile.language()) : "-";
        String site = sites ? (profile.site().isEmpty() ? "none" : profile.site()) : "-";
        return new Edition(resource, number, status, language, site, coding);
    }

    /** The fields by which it selects. */
    List<String> selects() {
        List<String> fields = new ArrayList<>();
        if (codings) {
            fields.add("Accept-Encoding");
        }
        if (languages) {
            fields.add("Accept-Language");
        }
        if (sites) {
            fields.add(siteField);
        }
        return fields;
    }

    /** The fields that {@code Vary} names. */
    List<String> names(Edition edition, boolean unchanged, Random random) {
        List<String> honest = selects();
        boolean coded = !edition.coding().equals("identity");
        return switch (naming) {
            case HONEST, IN_TWO_LINES -> honest;
            case NOT_IN_304 -> unchanged ? List.of() : honest;
            case LESS_IN_304 -> unchanged ? honest.subList(0, honest.size() / 2) : honest;
            case NOT_ON_WHAT_IS_AS_IT_IS -> coded ? honest : List.of();
            case NOT_ON_WHAT_IS_CODED -> coded ? List.of() : honest;
            case MORE_OR_LESS_EACH_TIME -> {
                List<String> more = new ArrayList<>(honest);
                if (random.nextBoolean()) {
                    more.add("X-Other");
                }
                if (random.nextInt(4) == 0 && !more.isEmpty()) {
                    more.remove(0);
                }
                yield more;
            }
        };
    }
}
