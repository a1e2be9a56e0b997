package io.freshet.config;

import java.util.List;

/**
 * What is compressed for clients.
 *
 * @param codings {@code br} and {@code gzip}, the preferred one first; none for not at all
 * @param min the smallest content that is, in bytes
 * @param types the media types that are, as {@code text/html}, {@code text/*} or {@code *+json}
 */
public record CompressConfig(List<String> codings, long min, List<String> types) {

    public CompressConfig {
        codings = List.copyOf(codings);
        types = List.copyOf(types);
    }
}
