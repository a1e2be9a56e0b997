package io.freshet.config;

/**
 * Whether, where and how each request is noted.
 *
 * @param target a file, {@code stdout}, or {@code off}
 * @param format how a line is written
 * @param days how long files of days gone by are kept
 */
public record AccessLogConfig(String target, Format format, int days) {

    /** How a line is written. */
    public enum Format {
        /** As the NCSA's server did, and with what came of the request behind. */
        NCSA,
        /** An object a line. */
        JSON
    }

    public boolean isOff() {
        return target.equals("off");
    }

    public boolean isStdout() {
        return target.equals("stdout");
    }
}
