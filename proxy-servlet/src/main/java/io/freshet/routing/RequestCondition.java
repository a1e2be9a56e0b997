package io.freshet.routing;

import io.freshet.config.Rule;
import io.freshet.http.Cookies;
import io.freshet.http.TargetPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which requests a rule is about, ready to be asked. */
final class RequestCondition {

    private final List<Glob> hosts;
    private final List<Glob> paths;
    private final List<String> methods;
    private final Map<Glob, Glob> headers;
    private final Map<Glob, Glob> cookies;

    RequestCondition(Rule.When when) {
        hosts = when.hosts().stream().map(Glob::caseless).toList();
        paths = when.paths().stream()
                .map(pattern -> Glob.of(TargetPath.unescaped(pattern)))
                .toList();
        methods = when.methods();
        headers = globs(when.headers());
        cookies = globs(when.cookies());
    }

    private static Map<Glob, Glob> globs(Map<String, String> patterns) {
        Map<Glob, Glob> globs = new HashMap<>();
        patterns.forEach((name, pattern) -> globs.put(Glob.of(name), Glob.of(pattern)));
        return globs;
    }

    /** @param path that of {@code asked}, as one kind of server reads it */
    boolean holds(RequestView asked, String path) {
        return (methods.isEmpty() || methods.contains(asked.method()))
                && any(paths, path)
                && (hosts.isEmpty() || any(hosts, bare(asked.host())))
                && headers.entrySet().stream().allMatch(one -> asked.fields().stream()
                        .anyMatch(field -> one.getKey().matches(field.getLowerCaseName())
                                && one.getValue()
                                        .matches(Optional.ofNullable(field.getValue())
                                                .orElse(""))))
                && cookies.entrySet().stream()
                        .allMatch(one -> Cookies.values(asked.fields(), one.getKey()::matches).stream()
                                .anyMatch(one.getValue()::matches));
    }

    /** Adds the fields that decide: names, in lower case, and patterns of names. */
    void tellFields(Set<String> names, List<Glob> patterns) {
        headers.keySet().forEach(name -> name.literal().ifPresentOrElse(names::add, () -> patterns.add(name)));
        if (!cookies.isEmpty()) {
            names.add("cookie");
        }
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
