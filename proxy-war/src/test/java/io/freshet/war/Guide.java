package io.freshet.war;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The code blocks of docs/war.md: the containers here are started with what the reader is told to write. */
final class Guide {

    /** What stands for the WAR's place in the guide. */
    static final String WAR = "/opt/freshet/proxy-war.war";

    private Guide() {}

    /** The first code block after the first mention of this file. */
    static String blockFor(String file) throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "war.md"), UTF_8);
        int mention = guide.indexOf('`' + file + '`');
        if (mention < 0) {
            throw new IllegalStateException("docs/war.md says nothing about " + file);
        }
        int begin = guide.indexOf('\n', guide.indexOf("\n```", mention) + 1) + 1;
        return guide.substring(begin, guide.indexOf("\n```", begin) + 1);
    }
}
