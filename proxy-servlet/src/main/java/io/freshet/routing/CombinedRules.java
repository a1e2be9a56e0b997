package io.freshet.routing;

import io.freshet.config.OriginConfig;
import io.freshet.config.Rule;
import io.freshet.engine.rules.KeyShape;
import io.freshet.engine.rules.RequestRules;
import io.freshet.http.Field;
import io.freshet.http.MediaTypePatterns;
import io.freshet.http.ParameterPatterns;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Overrides;
import io.freshet.policy.ResponseRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/**
 * All rules that are about a request, as one: the last that says something counts, and lists add up.
 *
 * @param rules in order
 */
record CombinedRules(List<Rule> rules) {

    /** The name of the origin. */
    String origin() {
        return last(Rule.Then::origin).orElse(OriginConfig.DEFAULT);
    }

    RequestEdit edit() {
        return new RequestEdit(
                all(then -> then.changes().dropCookies()),
                thens().map(then -> then.changes().request()).toList());
    }

    /**
     * How the engine is to treat the request.
     *
     * @param origin what keys of the origin begin with
     * @param ignored query parameters that are part of no key
     */
    RequestRules treatment(String origin, List<String> ignored) {
        List<String> dropped = new ArrayList<>(ignored);
        dropped.addAll(all(then -> then.key().dropQuery()));
        List<String> kept = all(then -> then.key().keepQuery());
        KeyShape shape = new KeyShape(
                ParameterPatterns.of(dropped),
                kept.isEmpty() ? Optional.empty() : Optional.of(ParameterPatterns.of(kept)),
                last(then -> then.key().sortQuery()).orElse(false),
                last(then -> then.key().ignoreCase()).orElse(false),
                all(then -> then.key().headers()).stream().distinct().toList(),
                last(then -> then.key().cookie()));
        boolean bypass = rules.stream()
                .filter(rule -> !rule.when().asksResponse())
                .flatMap(rule -> rule.then().bypass().stream())
                .reduce(false, (earlier, later) -> later);
        ResponseRules responses = new ResponseRules(rules.stream()
                .map(rule -> new ResponseRules.Conditional(
                        condition(rule.when()), !rule.when().statuses().isEmpty(), overrides(rule)))
                .toList());
        return new RequestRules(
                origin,
                shape,
                bypass,
                edit()::apply,
                responses,
                rules.stream().map(Rule::name).toList());
    }

    private static Predicate<ResponseHead> condition(Rule.When when) {
        List<Rule.Statuses> statuses = when.statuses();
        List<Glob> types = when.types().stream().map(Glob::caseless).toList();
        return response -> (statuses.isEmpty() || statuses.stream().anyMatch(range -> within(range, response.status())))
                && (types.isEmpty() || types.stream().anyMatch(type -> type.matches(mediaType(response))));
    }

    /** A part of what is answered with 200 is what is meant by 200 as well. */
    private static boolean within(Rule.Statuses range, int status) {
        return (range.from() <= status && status <= range.to())
                || (status == HttpStatus.PARTIAL_CONTENT_206 && range.from() <= 200 && 200 <= range.to());
    }

    private static String mediaType(ResponseHead response) {
        String type =
                Optional.ofNullable(response.fields().get(Field.CONTENT_TYPE)).orElse("");
        return MediaTypePatterns.withoutParameters(type);
    }

    private static Overrides overrides(Rule rule) {
        Rule.Then then = rule.then();
        HttpFields.Mutable set = HttpFields.build();
        Rule.Fields changed = then.changes().response();
        changed.set().forEach(set::put);
        return new Overrides(
                List.of(rule.name()),
                then.lifetime().ttl(),
                then.lifetime().minTtl(),
                then.lifetime().maxTtl(),
                then.lifetime().staleIfError(),
                then.lifetime().staleWhileRevalidate(),
                then.ignore().stream().map(Rule.Ignorable::directive).collect(Collectors.toUnmodifiableSet()),
                rule.when().asksResponse() ? then.bypass() : Optional.empty(),
                then.share(),
                new HashSet<>(then.tags()),
                then.changes().dropSetCookie(),
                set.asImmutable(),
                new HashSet<>(changed.remove()));
    }

    private Stream<Rule.Then> thens() {
        return rules.stream().map(Rule::then);
    }

    private <T> Optional<T> last(Function<Rule.Then, Optional<T>> said) {
        return thens().flatMap(then -> said.apply(then).stream()).reduce((earlier, later) -> later);
    }

    private <T> List<T> all(Function<Rule.Then, List<T>> said) {
        return thens().flatMap(then -> said.apply(then).stream()).toList();
    }
}
