package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.ByteRange;
import io.freshet.http.Heads;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9111 §3.3 and §3.4. */
class StoredPartsTest {

    private static final StoredHead BEGINNING = part("0-4/10", "ETag: \"v\"", -20);
    private static final StoredHead MIDDLE = part("3-6/10", "ETag: \"v\"", -10);
    private static final StoredHead END = part("7-9/10", "ETag: \"v\"", -15);
    private static final StoredHead OTHER = part("5-9/10", "ETag: \"w\"", -30);

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("combinations")
    void combines(List<StoredHead> stored, List<StoredHead> combined) {
        assertThat(StoredParts.of(stored).orElseThrow().parts())
                .extracting(StoredParts.Part::head)
                .isEqualTo(combined);
    }

    static Stream<Arguments> combinations() {
        StoredHead weak = part("0-4/10", "ETag: W/\"v\"", -20);
        StoredHead weakEnd = part("5-9/10", "ETag: W/\"v\"", -10);
        StoredHead longer = part("5-9/11", "ETag: \"v\"", -40);
        StoredHead unknown = part("5-9/*", "ETag: \"v\"", -40);
        return Stream.of(
                argumentSet("one alone", List.of(END), List.of(END)),
                argumentSet(
                        "§3.4: the same strong tag, by position",
                        List.of(END, MIDDLE, BEGINNING),
                        List.of(BEGINNING, MIDDLE, END)),
                argumentSet("§3.4: another tag goes with nothing", List.of(OTHER, BEGINNING), List.of(BEGINNING)),
                argumentSet("§3.4: a weak tag goes with nothing", List.of(weak, weakEnd), List.of(weakEnd)),
                argumentSet("§3.4: another length contradicts", List.of(BEGINNING, longer), List.of(BEGINNING)),
                argumentSet(
                        "§14.4: an unknown length does not", List.of(BEGINNING, unknown), List.of(BEGINNING, unknown)));
    }

    @Test
    void what_is_no_part_is_left_out() {
        StoredHead whole = At.stored(Heads.get(), Heads.ok("ETag: \"v\""));
        StoredHead broken = At.stored(Heads.get(), Heads.response(206, "Content-Range: bytes 4-3/10"));

        assertThat(StoredParts.of(List.of(whole, broken))).isEmpty();
        assertThat(StoredParts.of(List.of())).isEmpty();
    }

    @Test
    void the_newest_decides_which_representation_it_is() {
        StoredParts parts = parts(BEGINNING, END, part("0-4/10", "ETag: \"w\"", -1));

        assertThat(parts.parts()).hasSize(1);
        assertThat(parts.newest().response().fields().get("ETag")).isEqualTo("\"w\"");
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("coverings")
    void covers(StoredParts parts, ByteRange wanted, Optional<List<StoredParts.Piece>> pieces) {
        assertThat(parts.covering(wanted)).isEqualTo(pieces);
    }

    static Stream<Arguments> coverings() {
        StoredParts all = parts(BEGINNING, MIDDLE, END);
        StoredParts gap = parts(BEGINNING, END);
        return Stream.of(
                argumentSet("within one", all, new ByteRange(1, 2), of(piece(BEGINNING, 1, 2))),
                argumentSet("all of one", all, new ByteRange(0, 4), of(piece(BEGINNING, 0, 5))),
                argumentSet(
                        "across two that overlap",
                        all,
                        new ByteRange(4, 5),
                        of(piece(BEGINNING, 4, 1), piece(MIDDLE, 2, 1))),
                argumentSet(
                        "across two that touch", all, new ByteRange(6, 7), of(piece(MIDDLE, 3, 1), piece(END, 0, 1))),
                argumentSet(
                        "everything",
                        all,
                        new ByteRange(0, 9),
                        of(piece(BEGINNING, 0, 5), piece(MIDDLE, 2, 2), piece(END, 0, 3))),
                argumentSet("beyond the end", all, new ByteRange(8, 10), Optional.empty()),
                argumentSet("beside a gap", gap, new ByteRange(7, 9), of(piece(END, 0, 3))),
                argumentSet("into a gap", gap, new ByteRange(4, 5), Optional.empty()),
                argumentSet("out of a gap", gap, new ByteRange(6, 7), Optional.empty()),
                argumentSet("across a gap", gap, new ByteRange(0, 9), Optional.empty()),
                argumentSet("before the first", parts(END), new ByteRange(0, 8), Optional.empty()));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("answers")
    void answers_what_is_all_here(StoredParts parts, RequestHead request, boolean answered) {
        assertThat(parts.answer(request)).isEqualTo(answered);
    }

    static Stream<Arguments> answers() {
        StoredParts all = parts(BEGINNING, MIDDLE, END);
        StoredParts gap = parts(BEGINNING, END);
        StoredParts unknown = parts(part("0-4/*", "ETag: \"v\"", -1));
        return Stream.of(
                argumentSet("§3.4: the whole", all, Heads.get(), true),
                argumentSet("§3.3: the whole, incomplete", gap, Heads.get(), false),
                argumentSet("§3.3: a range", gap, Heads.get("Range: bytes=1-2"), true),
                argumentSet("§3.3: a suffix", gap, Heads.get("Range: bytes=-3"), true),
                argumentSet("§3.3: a longer suffix", gap, Heads.get("Range: bytes=-4"), false),
                argumentSet("§3.3: several", gap, Heads.get("Range: bytes=1-2,8-9"), true),
                argumentSet("§3.3: several, not all", gap, Heads.get("Range: bytes=1-2,5-5"), false),
                argumentSet("§3.3: nothing of it: 416", gap, Heads.get("Range: bytes=10-"), true),
                argumentSet("§14.2: too much is the whole", gap, Heads.get("Range: bytes=0-,0-"), false),
                argumentSet(
                        "§13.1.5: of another version", gap, Heads.get("Range: bytes=1-2", "If-Range: \"w\""), false),
                argumentSet("§3.3: length unknown, a range", unknown, Heads.get("Range: bytes=1-2"), true),
                argumentSet("§3.3: length unknown, open", unknown, Heads.get("Range: bytes=1-"), false),
                argumentSet("§3.3: length unknown, the whole", unknown, Heads.get(), false),
                argumentSet("§14.2: HEAD", all, Heads.request("HEAD"), false));
    }

    @Test
    void tells_what_is_missing_behind_the_beginning() {
        assertThat(parts(BEGINNING).missingFrom()).hasValue(5);
        assertThat(parts(BEGINNING, MIDDLE).missingFrom()).hasValue(7);
        assertThat(parts(BEGINNING, END).missingFrom()).hasValue(5);
        assertThat(parts(BEGINNING, MIDDLE, END).missingFrom()).isEmpty();
        assertThat(parts(END).missingFrom()).isEmpty();
        assertThat(parts(part("0-4/*", "ETag: \"v\"", -1)).missingFrom()).isEmpty();
        assertThat(parts(part("0-4/10", "ETag: W/\"v\"", -1)).missingFrom()).isEmpty();
    }

    @Test
    void asks_for_the_rest_in_place_of_what_the_client_asked() {
        RequestHead request = Heads.get("Range: bytes=0-1", "If-None-Match: \"x\"", "Accept: a/b");

        assertThat(parts(BEGINNING).askForRest(request))
                .isEqualTo(Heads.fields("Accept: a/b", "Range: bytes=5-", "If-Range: \"v\""));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("rests")
    void recognises_the_rest(ResponseHead response, boolean rest) {
        assertThat(parts(BEGINNING).isRest(response)).isEqualTo(rest);
    }

    static Stream<Arguments> rests() {
        return Stream.of(
                argumentSet("§3.4: it is", rest("5-9/10", "\"v\""), true),
                argumentSet("§3.4: another tag", rest("5-9/10", "\"w\""), false),
                argumentSet("§3.4: a weak tag", rest("5-9/10", "W/\"v\""), false),
                argumentSet("§3.4: begins later", rest("6-9/10", "\"v\""), false),
                argumentSet("§3.4: begins earlier", rest("4-9/10", "\"v\""), false),
                argumentSet("§3.4: ends earlier", rest("5-8/10", "\"v\""), false),
                argumentSet("§3.4: of another length", rest("5-10/11", "\"v\""), false),
                argumentSet("§3.4: of unknown length", rest("5-9/*", "\"v\""), false),
                argumentSet("§3.4: no part", Heads.ok("Content-Range: bytes 5-9/10", "ETag: \"v\""), false));
    }

    @Test
    void the_head_of_the_whole_is_that_of_the_newest_part_without_its_place() {
        StoredParts parts = parts(BEGINNING, MIDDLE);

        assertThat(parts.completeLength()).isEqualTo(OptionalLong.of(10));
        assertThat(parts.complete()).isEqualTo(Heads.ok("Date: " + At.date(-10), "ETag: \"v\"", "Content-Length: 10"));
        ResponseHead completed = parts.completedBy(Heads.response(
                206,
                "Date: " + At.date(0),
                "ETag: \"v\"",
                "X-New: 1",
                "Content-Range: bytes 7-9/10",
                "Content-Length: 3"));
        assertThat(completed)
                .isEqualTo(Heads.ok("Date: " + At.date(0), "ETag: \"v\"", "X-New: 1", "Content-Length: 10"));
    }

    private static ResponseHead rest(String range, String tag) {
        return Heads.response(206, "Content-Range: bytes " + range, "ETag: " + tag);
    }

    private static StoredHead part(String range, String validator, long date) {
        return At.stored(
                Heads.get(), Heads.response(206, "Date: " + At.date(date), validator, "Content-Range: bytes " + range));
    }

    private static StoredParts parts(StoredHead... stored) {
        return StoredParts.of(List.of(stored)).orElseThrow();
    }

    private static Optional<List<StoredParts.Piece>> of(StoredParts.Piece... pieces) {
        return Optional.of(List.of(pieces));
    }

    private static StoredParts.Piece piece(StoredHead head, long offset, long length) {
        return new StoredParts.Piece(head, offset, length);
    }
}
