package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.Heads;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not named as read by the rules makes no difference to them, whatever it says. */
class RequestFieldsTest {

    private static final List<String> VALUES = List.of(
            "",
            "x",
            "0",
            "1",
            "no-cache",
            "no-store",
            "max-age=0",
            "*",
            "\"v\"",
            "bytes=0-0",
            At.date(0),
            At.date(-99));

    private static final List<ResponseHead> RESPONSES = List.of(
            Heads.ok("Cache-Control: max-age=60", "ETag: \"v\"", "Last-Modified: " + At.date(-99), "Content-Length: 9"),
            Heads.ok("Cache-Control: max-age=1", "ETag: \"v\"", "Content-Length: 9"),
            Heads.ok("Cache-Control: no-cache", "Last-Modified: " + At.date(-99), "Content-Length: 9"),
            Heads.ok("Cache-Control: max-age=60", "Vary: Accept-Language", "Content-Length: 9"),
            Heads.response(404, "Cache-Control: max-age=60", "Content-Length: 9"));

    static Stream<String> others() {
        return Stream.concat(Arrays.stream(HttpHeader.values()).map(HttpHeader::asString), Stream.of("X-Anything"))
                .filter(name -> !name.startsWith(":"))
                .filter(name -> !RequestFields.READ_BY_RULES.contains(name.toLowerCase(Locale.ROOT)))
                .filter(name -> !name.equalsIgnoreCase("Accept-Language"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void another_field_changes_no_answer(String name) {
        RequestHead plain = Heads.get("If-None-Match: \"other\"", "Range: bytes=0-3");
        for (ResponseHead response : RESPONSES) {
            for (String value : VALUES) {
                HttpFields fields =
                        HttpFields.build(plain.fields()).add(name, value).asImmutable();
                RequestHead more = new RequestHead(plain.method(), plain.uri(), fields);

                assertThat(answers(more, response)).as(value).isEqualTo(answers(plain, response));
            }
        }
    }

    /** Everything that is decided about an answer out of a stored response. */
    private static List<Object> answers(RequestHead request, ResponseHead response) {
        StoredHead stored = At.stored(Heads.get(), response, 10);
        Reuse reuse = Reuse.decide(request, List.of(stored), At.STRICT, At.NOW);
        ResponseHead served = ServedHead.of(stored, Freshness.of(stored, At.STRICT, At.NOW), At.STRICT);
        return List.of(
                reuse,
                Conditions.evaluate(request, served),
                RangeAnswer.of(request, served, OptionalLong.of(9), "boundary"),
                Surrogate.forClient(request.fields(), served.fields(), At.STRICT)
                        .asString());
    }

    @ParameterizedTest
    @MethodSource("readAsPresent")
    void of_some_only_the_presence_matters(String name) {
        for (ResponseHead response : RESPONSES) {
            List<Object> one = answers(Heads.get(name + ": a"), response);
            VALUES.forEach(value -> assertThat(answers(Heads.get(name + ": " + value), response))
                    .isEqualTo(one));
        }
    }

    static Stream<String> readAsPresent() {
        return RequestFields.READ_AS_PRESENT.stream().sorted();
    }
}
