package io.freshet.testing.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawRequest;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An origin that is wrong in all that {@link Script} has. */
public final class LyingOrigin implements Closeable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private final RawOrigin origin = RawOrigin.start();
    private final Map<Integer, Resource> resources = new ConcurrentHashMap<>();

    private LyingOrigin() {}

    public static LyingOrigin start() {
        LyingOrigin lying = new LyingOrigin();
        lying.origin.answer(lying::answer);
        return lying;
    }

    public URI uri() {
        return origin.uri();
    }

    void put(Resource resource) {
        resources.put(resource.number, resource);
    }

    void forget(Resource resource) {
        resources.remove(resource.number);
        origin.forgetRequests();
    }

    private void answer(RawOrigin.Exchange exchange) throws IOException {
        exchange.body().readAllBytes();
        RawRequest request = exchange.request();
        Resource resource = resources.get(Integer.parseInt(request.target().replaceFirst(".*/o/", "")));
        if (resource == null) {
            exchange.send("HTTP/1.1 410 Forgotten\nCache-Control: no-store\nContent-Length: 0");
            return;
        }
        Resource.Mood mood = resource.mood();
        if (mood == Resource.Mood.WELL && !request.method().startsWith("P")) {
            new Saying(resource, request).send(exchange);
            return;
        }
        String answer =
                switch (mood) {
                    case WELL -> "HTTP/1.1 204 No Content";
                    case SICK -> "HTTP/1.1 503 Sick\nContent-Length: 0";
                    case GONE -> "";
                };
        resource.tell("ORIGIN " + shown(request) + " -> " + answer);
        if (mood == Resource.Mood.GONE) {
            exchange.hangUp();
        } else {
            exchange.send(answer);
        }
    }

    /** Without what the proxy tells of itself and of the client. */
    private static String shown(RawRequest request) {
        return request.startLine() + " "
                + request.fieldLines().stream()
                        .filter(line -> !line.matches("(?i)(x-forwarded-|forwarded|via|trace|surrogate-c|host).*"))
                        .toList();
    }

    /** The answer to one request. */
    private static final class Saying {

        private final Resource resource;
        private final Script script;
        private final RawRequest request;
        private final Profile by;
        private final int number;
        private final Edition edition;
        private final Optional<String> tag;
        private final Optional<String> date;
        private final String refusal;

        Saying(Resource resource, RawRequest request) {
            synchronized (resource) {
                this.resource = resource;
                this.script = resource.script;
                this.request = request;
                this.by = Profile.of(request, script.siteField());
                this.number = resource.edition();
                this.edition = script.select(resource.number, number, resource.status(), by);
                this.refusal = resource.refusal();
                this.tag = edition.status() == 200 ? resource.tag(edition) : Optional.empty();
                this.date = edition.status() == 200 ? lastModified() : Optional.empty();
            }
        }

        private Optional<String> lastModified() {
            Duration skew = Duration.ofSeconds(script.skewSeconds());
            return switch (script.dates()) {
                case NONE -> Optional.empty();
                case HONEST ->
                    Optional.of(HttpDates.of(
                            Instant.ofEpochMilli(resource.changed()).plus(skew)));
                case OLD ->
                    Optional.of(HttpDates.of(Instant.ofEpochMilli(resource.began())
                            .plus(skew)
                            .minus(Duration.ofDays(1))
                            .plusSeconds(number * 60L)));
                case STUCK -> Optional.of("Mon, 05 Oct 2026 07:00:00 GMT");
            };
        }

        void send(RawOrigin.Exchange exchange) throws IOException {
            boolean unchanged = edition.status() == 200 && script.validates() && conditionHolds();
            byte[] whole = resource.content(edition);
            Optional<int[]> part = unchanged ? Optional.empty() : part(whole.length);
            byte[] content = unchanged
                    ? new byte[0]
                    : part.map(range -> Arrays.copyOfRange(whole, range[0], range[1] + 1))
                            .orElse(whole);
            int status = unchanged ? 304 : part.isPresent() ? 206 : edition.status();
            List<String> names = script.names(edition, unchanged, resource.random);
            String head = String.join("\n", lines(status, names, content.length, part, whole.length));
            resource.say(new Statement(
                    System.nanoTime(), number, status, edition, tag, date, names, by, shown(request) + "\n" + head));
            if (script.slow() && resource.random.nextInt(3) == 0) {
                exchange.pause(Duration.ofMillis(resource.random.nextInt(250)));
            }
            write(exchange, head, content, unchanged || request.method().equals("HEAD"));
        }

        private boolean conditionHolds() {
            Optional<String> none = request.value("If-None-Match");
            if (none.isPresent()) {
                return tag.filter(own -> Arrays.stream(none.orElseThrow().split(",", -1))
                                .anyMatch(one -> Statement.opaque(one.strip()).equals(Statement.opaque(own))))
                        .isPresent();
            }
            return date.isPresent() && request.value("If-Modified-Since").equals(date);
        }

        /** The range that is asked for, where it is sent alone: the first byte and the last. */
        private Optional<int[]> part(int length) {
            Matcher range = RANGE.matcher(request.value("Range").orElse(""));
            if (!script.ranges()
                    || edition.status() != 200
                    || !range.matches()
                    || !request.method().equals("GET")) {
                return Optional.empty();
            }
            Optional<String> only = request.value("If-Range");
            boolean same =
                    only.isEmpty() || (only.equals(tag) && !only.orElseThrow().startsWith("W/")) || only.equals(date);
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2).isEmpty() ? length - 1 : Math.min(length - 1, Integer.parseInt(range.group(2)));
            return same && first <= last ? Optional.of(new int[] {first, last}) : Optional.empty();
        }

        private List<String> lines(int status, List<String> names, int length, Optional<int[]> part, int whole) {
            List<String> lines = new ArrayList<>();
            lines.add((script.http10() ? "HTTP/1.0 " : "HTTP/1.1 ") + status + " Said");
            Instant now = Instant.now().plusSeconds(script.skewSeconds());
            if (script.date()) {
                lines.add("Date: " + HttpDates.of(now));
            }
            if (!script.age().isEmpty()) {
                lines.add("Age: " + script.age());
            }
            if (!refusal.isEmpty()) {
                lines.add(refusal);
            }
            if (script.lifetime().equals("Expires")) {
                lines.add("Expires: " + HttpDates.of(now.plusSeconds(2)));
            } else if (!script.lifetime().isEmpty() && !refusal.startsWith("Cache-Control")) {
                lines.add(script.lifetime());
            }
            if (!(status == 304 && script.bare304())) {
                tag.ifPresent(value -> lines.add("ETag: " + value));
                date.ifPresent(value -> lines.add("Last-Modified: " + value));
            }
            vary(names, lines);
            part.ifPresent(range -> lines.add("Content-Range: bytes " + range[0] + "-" + range[1] + "/" + whole));
            if (status != 304) {
                lines.add("X-Edition: " + edition.label());
                lines.add("Content-Type: text/plain");
                edition.contentEncoding().ifPresent(coding -> lines.add("Content-Encoding: " + coding));
                if (status == 302) {
                    lines.add("Location: /elsewhere");
                }
                framing(length, lines);
            }
            return lines;
        }

        private void vary(List<String> names, List<String> lines) {
            if (script.naming() == Script.Naming.IN_TWO_LINES) {
                names.forEach(name -> lines.add("Vary: " + name));
            } else if (!names.isEmpty()) {
                lines.add("Vary: " + String.join(", ", names));
            }
        }

        private void framing(int length, List<String> lines) {
            switch (end()) {
                case LENGTH -> lines.add("Content-Length: " + length);
                case CHUNKS -> lines.add("Transfer-Encoding: chunked");
                case CLOSE -> lines.add("Connection: close");
            }
        }

        private Script.End end() {
            return script.end() == Script.End.CHUNKS && script.http10() ? Script.End.LENGTH : script.end();
        }

        /** Where the client can tell. */
        private boolean cuts() {
            return script.cuts() && end() != Script.End.CLOSE && resource.random.nextInt(3) == 0;
        }

        private void write(RawOrigin.Exchange exchange, String head, byte[] content, boolean headAlone)
                throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.writeBytes((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(ISO_8859_1));
            int begins = message.size();
            if (!headAlone && end() == Script.End.CHUNKS) {
                String size = Integer.toHexString(content.length) + "\r\n";
                message.writeBytes(size.getBytes(ISO_8859_1));
                message.writeBytes(content);
                message.writeBytes("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
            } else if (!headAlone) {
                message.writeBytes(content);
            }
            byte[] whole = message.toByteArray();
            if (!headAlone && cuts()) {
                int within = begins + resource.random.nextInt(whole.length - begins);
                resource.cut(within - begins);
                exchange.send(Arrays.copyOf(whole, within));
                exchange.close();
                return;
            }
            exchange.send(whole);
            if (script.http10() || (end() == Script.End.CLOSE && !head.contains(" 304 "))) {
                exchange.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        origin.close();
    }
}
