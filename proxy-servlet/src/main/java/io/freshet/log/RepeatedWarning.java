package io.freshet.log;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.slf4j.Logger;

/** Warnings that a client or an origin can cause as often as it likes: at most so many as {@link RateLimit} lets through, in every packaging. */
public final class RepeatedWarning {

    private final Logger log;
    private final RateLimit limit = new RateLimit();

    /** @param log where they go */
    public RepeatedWarning(Logger log) {
        this.log = log;
    }

    /**
     * Warns, unless that has been done too often of late.
     *
     * @param format names the kind; {@code {}} stands for an argument
     * @param arguments with a failure last, if there is one
     */
    public void warn(String format, Object... arguments) {
        tell((line, values) -> log.warn(line, values), format, arguments);
    }

    /** Logs a fault of Freshet's own as an error, as seldom as a warning. */
    public void error(String format, Object... arguments) {
        tell((line, values) -> log.error(line, values), format, arguments);
    }

    private void tell(BiConsumer<String, Object[]> line, String format, Object... arguments) {
        RateLimit.Decision decision = limit.decide(format, System.nanoTime());
        if (decision.leftOut() > 0) {
            log.warn("{} more lines like the next one were left out", decision.leftOut());
        }
        if (decision.told()) {
            line.accept(
                    format,
                    Arrays.stream(arguments)
                            .map(one -> one instanceof Throwable ? one : Printable.of(String.valueOf(one)))
                            .toArray());
        }
    }
}
