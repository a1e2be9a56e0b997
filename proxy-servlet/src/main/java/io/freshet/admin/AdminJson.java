package io.freshet.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What who calls the API writes and reads. */
public final class AdminJson {

    private AdminJson() {}

    /** A value that can be written as JSON, told of. */
    public static AdminReply reply(Object value) {
        return Json.of(200, value);
    }

    /** An object with these members. */
    public static String object(Map<String, ?> members) {
        return Json.of(200, members).content();
    }

    /** What an answer says that is wrong; the answer itself if it says nothing. */
    public static String error(String answer) {
        try {
            Object error = Json.read(answer.getBytes(StandardCharsets.UTF_8), Map.class)
                    .get("error");
            return error == null ? answer : error.toString();
        } catch (IOException noJson) {
            return answer;
        }
    }
}
