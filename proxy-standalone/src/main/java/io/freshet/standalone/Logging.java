package io.freshet.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import io.freshet.config.LogLevel;
import org.slf4j.LoggerFactory;

/**
 * One line an event, on standard error: standard output is for what a command was asked to print. An exception is shown as one
 * line too; {@code -Dfreshet.log.stack=full} shows all of it, and {@code -Dlogback.configurationFile=...} replaces all this. In code, because Logback reads XML for longer than the rest of a start takes.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n%ex{"
            + System.getProperty("freshet.log.stack", "0") + "}";

    /** Found by {@link java.util.ServiceLoader}. */
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getStatusManager().add(new NopStatusListener());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger("io.freshet").setLevel(Level.INFO);
        // What a client does wrong is told to the client; it must not be able to fill the log with it.
        context.getLogger("org.eclipse.jetty.http.HttpParser").setLevel(Level.ERROR);
        context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Logs from now on what an operator wants to know of Freshet. Of libraries no more than warnings: what they tell beside that has
     * whole heads in it, with all that authenticates somebody.
     */
    static void level(LogLevel wanted) {
        boolean ours = System.getProperty("logback.configurationFile") == null;
        if (ours && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Level level = Level.toLevel(wanted.name());
            context.getLogger("io.freshet").setLevel(level);
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                    .setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        }
    }
}
