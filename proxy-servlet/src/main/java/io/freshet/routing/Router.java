package io.freshet.routing;

import io.freshet.config.OriginConfig;
import io.freshet.config.ProxyConfig;
import io.freshet.config.Rule;
import io.freshet.engine.CacheEngine;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the way of each request. Requests that the same rules are about have the same way, which is made once. Never blocks; safe
 * for use by many threads.
 */
public final class Router {

    /** The most combinations of rules that are kept; those beyond it are made anew each time. */
    private static final int MAX_ROUTES = 1_024;

    private final CacheEngine engine;
    private final List<Rule> rules;
    private final List<RequestCondition> conditions;
    private final List<String> ignoredQuery;
    private final Map<String, Origin> origins;
    private final Map<BitSet, Route> routes = new ConcurrentHashMap<>();
    private final Route plain;

    /**
     * A router for {@code config}.
     *
     * @param engine what decides where no rule says anything
     * @param before the origins as they were: one that is the same still stays as healthy or unhealthy as it was
     */
    public Router(ProxyConfig config, CacheEngine engine, Collection<Origin> before) {
        this.engine = engine;
        this.rules = config.routes().rules();
        this.conditions =
                rules.stream().map(rule -> new RequestCondition(rule.when())).toList();
        this.ignoredQuery = config.cache().ignoreQuery();
        this.origins = origins(config, before);
        this.plain = make(new BitSet());
    }

    private static Map<String, Origin> origins(ProxyConfig config, Collection<Origin> before) {
        Map<String, OriginConfig> wanted = new LinkedHashMap<>();
        wanted.put(
                OriginConfig.DEFAULT,
                OriginConfig.at(OriginConfig.DEFAULT, config.origin().url()));
        config.routes().origins().forEach(one -> wanted.put(one.name(), one));
        Map<String, Origin> origins = new LinkedHashMap<>();
        wanted.forEach((name, one) -> origins.put(
                name,
                before.stream()
                        .filter(known -> known.config().equals(one))
                        .findFirst()
                        .orElseGet(() -> new Origin(one))));
        return Map.copyOf(origins);
    }

    /** The way of a request. */
    public Route route(RequestView asked) {
        if (rules.isEmpty()) {
            return plain;
        }
        BitSet about = new BitSet(rules.size());
        for (int i = 0; i < conditions.size(); i++) {
            RequestCondition condition = conditions.get(i);
            if (condition.holds(asked, asked.path().normal())) {
                about.set(i);
            }
            for (String other : asked.path().others()) {
                if (condition.holds(asked, other) != about.get(i)) {
                    about.set(rules.size());
                }
            }
        }
        Optional<Route> known = Optional.ofNullable(routes.get(about));
        if (known.isPresent()) {
            return known.get();
        }
        Route made = make(about);
        if (routes.size() < MAX_ROUTES) {
            routes.put(about, made);
        }
        return made;
    }

    private Route make(BitSet about) {
        List<Rule> chosen = new ArrayList<>();
        about.stream().forEach(index -> chosen.add(index == rules.size() ? Rule.AMBIGUOUS_PATH : rules.get(index)));
        CombinedRules combined = new CombinedRules(chosen);
        Origin origin = Optional.ofNullable(origins.get(combined.origin())).orElseThrow();
        // Two that are called the same and run elsewhere are two.
        String key = origin.name().equals(OriginConfig.DEFAULT)
                ? origin.config().url().toString()
                : origin.config().url() + "#" + origin.name();
        return new Route(origin, combined.edit(), engine.withRules(combined.treatment(key, ignoredQuery)));
    }

    /** Every origin. */
    public Collection<Origin> origins() {
        return origins.values();
    }

    /** The request fields that rules look at. */
    public FieldNames fields() {
        Set<String> fields = new HashSet<>();
        List<Glob> patterns = new ArrayList<>();
        conditions.forEach(condition -> condition.tellFields(fields, patterns));
        for (Rule rule : rules) {
            fields.addAll(rule.then().key().headers());
            rule.then().key().cookie().ifPresent(cookie -> fields.add("cookie"));
            if (!rule.then().changes().dropCookies().isEmpty()) {
                fields.add("cookie");
            }
        }
        return new FieldNames(fields, patterns);
    }
}
