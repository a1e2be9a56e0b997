package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.MediaTypePatterns;
import io.freshet.http.ResponseHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The endings of paths by which caches and rules take a URL for that of a static file, and the media types that go with them. What
 * large caches in the open store by its ending is here, and what is stored so besides.
 */
final class StaticExtensions {

    /** What content says that says nothing of itself: no page comes so. */
    private static final MediaTypePatterns UNSAID =
            MediaTypePatterns.of(List.of("application/octet-stream", "binary/octet-stream"));

    /** Pages and data. No file that is not one of them comes as one of these. */
    private static final MediaTypePatterns READABLE = MediaTypePatterns.of(List.of(
            "text/*",
            "*+json",
            "*+xml",
            "application/xhtml",
            "application/javascript",
            "application/x-javascript",
            "application/ecmascript",
            "application/graphql",
            "application/x-ndjson",
            "application/yaml",
            "application/x-www-form-urlencoded"));

    private static final Map<String, Kind> KINDS = new HashMap<>();

    /** @param but of these types, those that go with it all the same */
    private record Kind(MediaTypePatterns types, MediaTypePatterns but) {

        /** @param contentType perhaps several, of which one reader takes the first, and another the last */
        boolean has(String contentType) {
            return Arrays.stream(contentType.split(",", -1))
                    .allMatch(one -> UNSAID.match(one) || (types.match(one) && !but.match(one)));
        }
    }

    static {
        exactly("css", "text/css");
        exactly(
                "js mjs cjs",
                "text/javascript",
                "application/javascript",
                "application/x-javascript",
                "text/x-javascript",
                "application/ecmascript",
                "text/ecmascript");
        exactly("map json", "*+json", "text/json", "text/x-json");
        exactly("webmanifest", "*+json");
        exactly("xml", "*+xml", "text/xml");
        exactly("txt", "text/plain");
        exactly(
                "csv",
                "text/csv",
                "text/plain",
                "text/comma-separated-values",
                "application/csv",
                "application/vnd.ms-excel");
        exactly("ejs", "text/*", "application/javascript");
        exactly("svg", "image/*");
        exactly("gif", "image/*", "video/mp4", "video/webm");
        exactly("apng avif bmp cur heic heif ico jfif jpeg jpg jxl pict png svgz tif tiff webp", "image/*");
        files("eot otf ttf woff woff2", "font/*");
        files("aac flac m4a mid midi mp3 oga ogg opus pls wav weba", "audio/*", "video/*");
        files("avi m3u8 m4v mkv mov mp4 ogv webm", "video/*", "audio/*");
        files("doc docx eps odp ods odt pdf ppt pptx ps xls xlsx rtf", "image/*");
        files("7z apk bin br bz2 class deb dmg exe gz iso jar msi rar rpm swf tar tgz wasm xz zip zst", "font/*");
    }

    /** Where a segment may end for one of two readers: at parameters, and at what an origin decodes or leaves out. */
    private static final Pattern END = Pattern.compile("[;?#\\p{Cntrl} !$&',:=@|~^]");

    private StaticExtensions() {}

    /** Whether {@code path}, as received, ends like a static file, and {@code response} says that it is something else. */
    static boolean contradict(String path, ResponseHead response) {
        Optional<String> type =
                FieldValues.combined(response.fields(), Field.CONTENT_TYPE).filter(text -> !text.isBlank());
        return type.isPresent() && contradict(lastSegment(path), type.get());
    }

    private static boolean contradict(String segment, String type) {
        for (String piece : END.split(segment, -1)) {
            int dot = piece.lastIndexOf('.');
            Optional<Kind> kind = dot < 0
                    ? Optional.empty()
                    : Optional.ofNullable(KINDS.get(piece.substring(dot + 1).toLowerCase(Locale.ROOT)));
            if (kind.isPresent() && !kind.get().has(type)) {
                return true;
            }
        }
        return false;
    }

    /** Decoded; a slash at the end makes no difference. */
    private static String lastSegment(String path) {
        String decoded = decoded(path).replace('\\', '/');
        int end = decoded.length();
        while (end > 0 && decoded.charAt(end - 1) == '/') {
            end--;
        }
        return decoded.substring(decoded.lastIndexOf('/', end - 1) + 1, end);
    }

    /** Each octet as one character. */
    private static String decoded(String path) {
        StringBuilder text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            int high = i + 2 < path.length() && path.charAt(i) == '%' ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(path.charAt(i + 2), 16);
            if (low < 0) {
                text.append(path.charAt(i));
            } else {
                text.append((char) (high * 16 + low));
                i += 2;
            }
        }
        return text.toString();
    }

    private static void exactly(String endings, String... types) {
        put(endings, new Kind(MediaTypePatterns.of(List.of(types)), MediaTypePatterns.of(List.of())));
    }

    /** Besides these types, any of {@code application} that is no page and no data. */
    private static void files(String endings, String... types) {
        List<String> all = new ArrayList<>(List.of(types));
        all.add("application/*");
        put(endings, new Kind(MediaTypePatterns.of(all), READABLE));
    }

    private static void put(String endings, Kind kind) {
        for (String ending : endings.split(" ", -1)) {
            KINDS.put(ending, kind);
        }
    }
}
