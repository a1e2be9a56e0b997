package io.freshet.policy;

import io.freshet.http.FieldValues;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;

/**
 * Schemes that authenticate a connection in place of a request: what comes next on it, without credentials, is answered as if the same
 * client had asked (RFC 4559 §6).
 */
public final class ConnectionAuthentication {

    private static final Set<String> SCHEMES = Set.of("ntlm", "negotiate");

    private ConnectionAuthentication() {}

    /** Whether a request carries credentials that are for its connection. */
    public static boolean asked(HttpFields request) {
        return named(request, "Authorization", "Proxy-Authorization");
    }

    /** Whether a response says that its connection can be authenticated, or is. */
    public static boolean offered(HttpFields response) {
        return named(response, "WWW-Authenticate", "Proxy-Authenticate");
    }

    private static boolean named(HttpFields fields, String... names) {
        for (String name : names) {
            for (String element : FieldValues.elements(fields, name)) {
                if (SCHEMES.contains(scheme(element))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** RFC 9110 §11.3: a challenge begins with its scheme, whose case makes no difference. */
    private static String scheme(String challenge) {
        return challenge.split("[ \t]", 2)[0].toLowerCase(Locale.ROOT);
    }
}
