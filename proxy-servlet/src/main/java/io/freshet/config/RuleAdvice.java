package io.freshet.config;

import java.util.List;

/** What is allowed in rules, and may not do what it looks like. */
public final class RuleAdvice {

    private RuleAdvice() {}

    /** A sentence for each. */
    public static List<String> of(ProxyConfig config) {
        List<Rule> rules = config.routes().rules();
        boolean noCookies = rules.stream().anyMatch(rule -> rule.when().always() && dropsAll(rule));
        if (noCookies || !config.cache().policy().deceptionGuard()) {
            return List.of();
        }
        return rules.stream()
                .filter(RuleAdvice::givesLifetimeToAnybodys)
                .map(rule -> "Rule " + rule.name()
                        + " gives a lifetime, and says neither share nor drop-cookies: what a request"
                        + " with cookies brings is not stored (deception-suspected). Say share: true where it is the same for"
                        + " everybody, drop-cookies where the origin needs none, else share: false.")
                .toList();
    }

    private static boolean givesLifetimeToAnybodys(Rule rule) {
        boolean lifetime = rule.then().lifetime().ttl().isPresent()
                || rule.then().lifetime().minTtl().isPresent();
        boolean bypass = rule.then().bypass().orElse(false);
        return lifetime
                && !bypass
                && rule.then().share().isEmpty()
                && rule.then().changes().dropCookies().isEmpty();
    }

    private static boolean dropsAll(Rule rule) {
        return rule.then().changes().dropCookies().contains("*");
    }
}
