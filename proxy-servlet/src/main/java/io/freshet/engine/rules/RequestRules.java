package io.freshet.engine.rules;

import io.freshet.policy.ResponseRules;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpFields;

/**
 * How some requests are treated, as the operator's rules say.
 *
 * @param origin the origin's base URI, part of every key
 * @param key what else is
 * @param bypass whether the cache has no part in them
 * @param edit what is done to the fields of requests, also of the cache's own
 * @param responses what is made of the origin's responses
 * @param rules the names of the rules that are about these requests
 */
public record RequestRules(
        String origin,
        KeyShape key,
        boolean bypass,
        UnaryOperator<HttpFields> edit,
        ResponseRules responses,
        List<String> rules) {

    public RequestRules {
        rules = List.copyOf(rules);
    }

    /** As HTTP says. */
    public static RequestRules plain(EngineSettings settings) {
        return new RequestRules(
                settings.origin(),
                KeyShape.without(settings.ignoredParameters()),
                false,
                UnaryOperator.identity(),
                ResponseRules.NONE,
                List.of());
    }
}
