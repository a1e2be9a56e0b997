package io.freshet.conformance;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** The suite's origin server. */
final class SuiteOrigin implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on (http://127\\.0\\.0\\.1:[0-9]+)/");

    private final LoggedProcess process;
    private final URI uri;

    private SuiteOrigin(LoggedProcess process) {
        this.process = process;
        uri = URI.create(process.awaitInLog(LISTENING).group(1));
    }

    /** Starts it; returns when it listens. */
    static SuiteOrigin start() throws IOException {
        return new SuiteOrigin(LoggedProcess.start(List.of("node", "origin.mjs")));
    }

    URI uri() {
        return uri;
    }

    /** What it has printed: the messages of tests that are dumped. */
    String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}
