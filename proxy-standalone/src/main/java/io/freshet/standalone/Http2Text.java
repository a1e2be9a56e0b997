package io.freshet.standalone;

import io.freshet.http.HostName;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpTokens;

/**
 * Which characters a request in HTTP/2 may hold where Jetty takes all: those that HTTP/1.1 can say, since that is what it is passed on
 * in. What names and values of fields may hold (RFC 9113 §8.2.1) Jetty sees to.
 */
final class Http2Text {

    private static final char DELETE = 0x7f;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private Http2Text() {}

    /** What refuses a request with 400, and this reason. */
    static HttpException.RuntimeException bad(String reason) {
        return new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, reason);
    }

    /** RFC 9110 §9.1: a token. */
    static void checkMethod(String method) {
        boolean token = !method.isEmpty();
        for (int i = 0; i < method.length(); i++) {
            HttpTokens.Token character = HttpTokens.getToken(method.charAt(i));
            token &= character != null && character.isRfc2616Token();
        }
        if (!token) {
            throw bad("Bad method");
        }
    }

    /** RFC 9113 §8.3.1: a path and perhaps a query, which end with the first space in HTTP/1.1 (RFC 9112 §3.2). */
    static void checkTarget(String target) {
        for (int i = 0; i < target.length(); i++) {
            char character = target.charAt(i);
            if (character <= ' ' || character == DELETE || character == '#') {
                throw bad("Bad path");
            }
        }
    }

    /** RFC 9113 §8.3.1: there is one, without a user. */
    static void checkHost(String host) {
        if (!HostName.isClear(host)) {
            throw bad("Bad authority");
        }
    }

    /** RFC 9110 §8.6. */
    static void checkLength(String length) {
        if (!LENGTH.matcher(length).matches()) {
            throw bad("Bad Content-Length");
        }
    }
}
