package io.freshet.policy;

import io.freshet.http.ContentCoding;
import io.freshet.http.MediaTypePatterns;
import java.util.List;

/**
 * What an operator says about compression.
 *
 * @param codings the codings to be made, the most preferred one first; none where nothing is to be compressed
 * @param min the least content that is compressed, in bytes
 * @param max the most content that is stored, and so compressed, in bytes
 * @param types the media types that are
 */
public record CompressionSettings(List<ContentCoding> codings, long min, long max, MediaTypePatterns types) {

    /** Nothing is compressed, and nothing about it costs anything. */
    public static final CompressionSettings OFF =
            new CompressionSettings(List.of(), 0, 0, MediaTypePatterns.of(List.of()));

    public CompressionSettings {
        codings = List.copyOf(codings);
    }

    public boolean on() {
        return !codings.isEmpty();
    }
}
