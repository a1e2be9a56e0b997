package io.freshet.testing.oracle;

import java.util.Set;

/**
 * Which answers leave it open whether the stored response has ended: then it stays until the cache's own question is answered, or for
 * good where the cache cannot ask (decision 0049).
 */
final class Doubt {

    private static final Set<Integer> OF_CLIENT = Set.of(302, 303, 307, 401, 402, 403, 451);

    private Doubt() {}

    /** Whether the answer is not stored, and may be due to its client. */
    static boolean leaves(Resource resource, Ask ask, Got got) {
        String told = got.value("Cache-Status").orElse("");
        boolean kept = told.contains("; hit") || told.contains("; stored") || told.contains("fwd-status=304");
        return !told.isEmpty() && !kept && (OF_CLIENT.contains(got.status()) || saysMore(resource, ask));
    }

    /** Whether the client chose something that the stored response may not have been selected by. */
    private static boolean saysMore(Resource resource, Ask ask) {
        boolean concealed =
                resource.script.sites() && resource.script.siteField().equals("Cookie");
        return concealed
                || ask.fields().stream()
                        .filter(line -> !line.equals("Cache-Control: no-cache"))
                        .map(line -> line.substring(0, line.indexOf(':')))
                        .filter(name -> !name.equals("If-None-Match"))
                        .anyMatch(name -> !alwaysNamed(resource, name));
    }

    private static boolean alwaysNamed(Resource resource, String name) {
        return resource.statements().stream()
                .filter(statement ->
                        !(statement.unchanged() && statement.names().isEmpty()))
                .allMatch(statement -> statement.names().contains(name));
    }
}
