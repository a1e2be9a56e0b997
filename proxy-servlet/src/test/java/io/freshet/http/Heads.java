package io.freshet.http;

import org.eclipse.jetty.http.HttpFields;

/** Message heads for tests, written as they look on the wire. */
public final class Heads {

    public static final String URI = "http://origin.test/catalogue/item?id=1";

    private Heads() {}

    public static HttpFields fields(String... lines) {
        HttpFields.Mutable fields = HttpFields.build();
        for (String line : lines) {
            int colon = line.indexOf(':');
            fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return fields.asImmutable();
    }

    public static RequestHead get(String... lines) {
        return request("GET", lines);
    }

    public static RequestHead request(String method, String... lines) {
        return new RequestHead(method, URI, fields(lines));
    }

    public static ResponseHead ok(String... lines) {
        return response(200, lines);
    }

    public static ResponseHead response(int status, String... lines) {
        return new ResponseHead(status, fields(lines));
    }
}
