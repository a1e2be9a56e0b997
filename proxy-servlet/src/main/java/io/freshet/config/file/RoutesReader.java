package io.freshet.config.file;

import io.freshet.config.ConfigException;
import io.freshet.config.OriginConfig;
import io.freshet.config.OriginConfig.HealthCheck;
import io.freshet.config.Routes;
import io.freshet.config.Rule;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes origins and rules of what stood in a file, and sees to it that they fit together. */
final class RoutesReader {

    private final URI origin;

    private RoutesReader(URI origin) {
        this.origin = origin;
    }

    static Routes read(Values values, URI origin) throws ConfigException {
        RoutesReader reader = new RoutesReader(origin);
        List<OriginConfig> origins = new ArrayList<>();
        for (Map.Entry<String, Values> one : values.named(OriginKeys.ORIGINS).entrySet()) {
            origins.add(reader.origin(one.getKey(), one.getValue()));
        }
        Set<String> names = origins.stream().map(OriginConfig::name).collect(Collectors.toSet());
        names.add(OriginConfig.DEFAULT);
        List<Rule> rules = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Values rule : values.all(RuleKeys.RULES)) {
            String name = rule.of(RuleKeys.RULE_NAME).orElse("rule-" + (rules.size() + 1));
            if (!taken.add(name)) {
                throw rule.at(RuleKeys.RULE_NAME).wrong("another rule is called " + name + " already.");
            }
            rules.add(rule(name, rule, names));
        }
        return new Routes(origins, rules);
    }

    private OriginConfig origin(String name, Values values) throws ConfigException {
        boolean isDefault = name.equals(OriginConfig.DEFAULT);
        Optional<URI> given = values.of(OriginKeys.URL);
        if (isDefault && given.isPresent()) {
            throw values.at(OriginKeys.URL)
                    .wrong("the url of default is what the setting origin says: leave it out here.");
        }
        URI url = given.or(() -> Optional.of(origin).filter(own -> isDefault)).orElseThrow(() -> values.place()
                .wrong(values.place().under("url") + " is missing: it must be an http:// or https:// address."));
        for (URI address : values.all(OriginKeys.ADDRESSES)) {
            if (!address.getScheme().equals(url.getScheme())
                    || !address.getRawPath().isEmpty()) {
                throw values.at(OriginKeys.ADDRESSES)
                        .wrong(address + " must begin with " + url.getScheme()
                                + "://, as its url does, and have no path.");
            }
        }
        OriginConfig plain = OriginConfig.at(name, url);
        return new OriginConfig(
                name,
                url,
                values.all(OriginKeys.ADDRESSES),
                values.of(OriginKeys.MAX_FAILS).orElse(plain.maxFails()),
                values.of(OriginKeys.FAIL_TIMEOUT).orElse(plain.failTimeout()),
                health(values));
    }

    private static Optional<HealthCheck> health(Values values) throws ConfigException {
        Optional<Values> health = values.of(OriginKeys.HEALTH);
        if (health.isEmpty()) {
            return Optional.empty();
        }
        Values check = health.get();
        String path = check.of(OriginKeys.HEALTH_PATH).orElseThrow(() -> check.place()
                .wrong(check.place().under("path") + " is missing: it must be a path with / at its beginning."));
        return Optional.of(new HealthCheck(
                path,
                check.of(OriginKeys.INTERVAL).orElse(Duration.ofSeconds(5)),
                check.of(OriginKeys.TIMEOUT).orElse(Duration.ofSeconds(2)),
                check.of(OriginKeys.UNHEALTHY).orElse(3),
                check.of(OriginKeys.HEALTHY).orElse(2)));
    }

    private static Rule rule(String name, Values values, Set<String> origins) throws ConfigException {
        Values said = values.part(RuleKeys.WHEN);
        Rule.When when = new Rule.When(
                said.all(RuleKeys.HOST),
                said.all(RuleKeys.PATH),
                said.all(RuleKeys.METHOD),
                said.named(RuleKeys.HEADER),
                said.named(RuleKeys.COOKIES),
                said.all(RuleKeys.STATUS),
                said.all(RuleKeys.TYPE));
        Values done = values.of(RuleKeys.THEN).orElseThrow(() -> values.place()
                .wrong(values.place().under("then") + " is missing: it must say what is to be done."));
        Rule.Then then = then(done);
        Optional<String> unknown = then.origin().filter(chosen -> !origins.contains(chosen));
        if (unknown.isPresent()) {
            throw done.at(RuleKeys.ORIGIN)
                    .wrong("there is no origin " + unknown.get() + "; there are "
                            + origins.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        if (when.asksResponse() && then.concernsRequest()) {
            throw done.place()
                    .wrong(
                            done.place().path()
                                    + " changes the request or its key, but when asks about status or type: that is known only later.");
        }
        if (longer(then.lifetime().minTtl(), then.lifetime().maxTtl())) {
            throw done.at(RuleKeys.MIN_TTL).wrong(done.place().under("min-ttl") + " must be at most max-ttl.");
        }
        return new Rule(name, when, then);
    }

    private static boolean longer(Optional<Duration> one, Optional<Duration> other) {
        return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) > 0;
    }

    private static Rule.Then then(Values done) {
        Values key = done.part(RuleKeys.KEY);
        return new Rule.Then(
                done.of(RuleKeys.ORIGIN),
                done.of(RuleKeys.BYPASS),
                done.of(RuleKeys.SHARE),
                new Rule.Lifetimes(
                        done.of(RuleKeys.TTL),
                        done.of(RuleKeys.MIN_TTL),
                        done.of(RuleKeys.MAX_TTL),
                        done.of(RuleKeys.STALE_IF_ERROR),
                        done.of(RuleKeys.STALE_WHILE_REVALIDATE)),
                Set.copyOf(done.all(RuleKeys.IGNORE)),
                new Rule.KeyParts(
                        key.all(RuleKeys.DROP_QUERY),
                        key.all(RuleKeys.KEEP_QUERY),
                        key.of(RuleKeys.SORT_QUERY),
                        key.of(RuleKeys.IGNORE_CASE),
                        key.all(RuleKeys.KEY_HEADERS),
                        key.of(RuleKeys.KEY_COOKIE)),
                done.all(RuleKeys.TAGS),
                new Rule.Changes(
                        done.all(RuleKeys.DROP_COOKIES),
                        done.of(RuleKeys.DROP_SET_COOKIE),
                        fields(done.part(RuleKeys.REQUEST_FIELDS)),
                        fields(done.part(RuleKeys.RESPONSE_FIELDS))));
    }

    private static Rule.Fields fields(Values values) {
        return new Rule.Fields(values.named(RuleKeys.SET), values.all(RuleKeys.REMOVE));
    }
}
