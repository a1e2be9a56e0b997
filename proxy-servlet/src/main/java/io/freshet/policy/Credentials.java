package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;

/** Signs that a response may be meant for one person (RFC 9111 §7.3). */
final class Credentials {

    private Credentials() {}

    static boolean in(RequestHead request) {
        return request.fields().contains(Field.COOKIE) || request.fields().contains("Authorization");
    }

    static boolean in(ResponseHead response) {
        return response.fields().contains(Field.SET_COOKIE);
    }
}
