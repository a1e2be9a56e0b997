package io.freshet.routing;

import io.freshet.config.Rule;
import io.freshet.http.Cookies;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which requests a rule is about, ready to be asked. */
final class RequestCondition {

    private final List<Glob> hosts;
    private final List<Glob> paths;
    private final List<String> methods;
    private final Map<String, Glob> headers;
    private final Map<String, Glob> cookies;

    RequestCondition(Rule.When when) {
        hosts = when.hosts().stream().map(Glob::caseless).toList();
        paths = when.paths().stream().map(Glob::of).toList();
        methods = when.methods();
        headers = globs(when.headers());
        cookies = globs(when.cookies());
    }

    private static Map<String, Glob> globs(Map<String, String> patterns) {
        Map<String, Glob> globs = new HashMap<>();
        patterns.forEach((name, pattern) -> globs.put(name, Glob.of(pattern)));
        return globs;
    }

    /** @param path that of {@code asked}, normalised */
    boolean holds(Asked asked, String path) {
        return (methods.isEmpty() || methods.contains(asked.method()))
                && any(paths, path)
                && (hosts.isEmpty() || any(hosts, bare(asked.host())))
                && headers.entrySet().stream().allMatch(one -> asked.fields().getValuesList(one.getKey()).stream()
                        .anyMatch(one.getValue()::matches))
                && cookies.entrySet().stream().allMatch(one -> Cookies.values(asked.fields(), one.getKey()).stream()
                        .anyMatch(one.getValue()::matches));
    }

    /** The names of fields that decide, in lower case. */
    Set<String> fields() {
        Set<String> fields = new HashSet<>(headers.keySet());
        if (!cookies.isEmpty()) {
            fields.add("cookie");
        }
        return fields;
    }

    private static boolean any(List<Glob> globs, String text) {
        return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(text));
    }

    private static String bare(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon >= 0 && host.indexOf(']', colon) < 0;
        return port ? host.substring(0, colon) : host;
    }
}
