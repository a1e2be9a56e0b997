package io.freshet.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A start line and its field lines. */
public record RawHead(String startLine, List<String> fieldLines) implements RawMessage {

    public RawHead {
        fieldLines = List.copyOf(fieldLines);
    }

    /** Reads up to and with the empty line; an end of the stream before it is an {@link EOFException}. */
    static RawHead read(InputStream in) throws IOException {
        return new RawHead(line(in), lines(in));
    }

    /** Reads lines up to and with the empty one. */
    static List<String> lines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return lines;
    }

    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended within a line: " + line);
            }
            line.append((char) b);
        }
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        return line.toString();
    }

    boolean chunked() {
        return value("Transfer-Encoding")
                .filter(coding -> coding.toLowerCase(Locale.ROOT).endsWith("chunked"))
                .isPresent();
    }
}
