package io.freshet.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import io.freshet.config.LogLevel;
import io.freshet.log.Printable;
import org.slf4j.LoggerFactory;

/**
 * One line an event, on standard error: standard output is for what a command was asked to print. An exception is shown as one
 * line too; {@code -Dfreshet.log.stack=full} shows all of it, and {@code -Dlogback.configurationFile=...} replaces all this. In code, because Logback reads XML for longer than the rest of a start takes.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n%ex{"
            + System.getProperty("freshet.log.stack", "0") + "}";

    private static final RepeatedLineFilter REPEATED = new RepeatedLineFilter();

    /** Found by {@link java.util.ServiceLoader}. */
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getStatusManager().add(new NopStatusListener());
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout(context));
        encoder.start();
        REPEATED.setContext(context);
        REPEATED.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.addFilter(REPEATED);
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

    private static PatternLayout layout(LoggerContext context) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("msg", PrintableMessage::new);
        layout.getInstanceConverterMap().put("ex", PrintableFailure::new);
        layout.setPattern(PATTERN);
        layout.start();
        return layout;
    }

    /** A message is one line, whatever text it quotes. */
    static final class PrintableMessage extends MessageConverter {

        @Override
        public String convert(ILoggingEvent event) {
            return Printable.of(super.convert(event));
        }
    }

    /** A failure has the lines that were asked for. */
    static final class PrintableFailure extends ThrowableProxyConverter {

        @Override
        public String convert(ILoggingEvent event) {
            return Printable.lines(super.convert(event).replace("\t", "    "));
        }
    }

    /** Tells what has not been told yet, before the end. */
    static void end() {
        REPEATED.tell();
    }

    /**
     * Logs from now on what an operator wants to know of Freshet. Of libraries no more than warnings: what they tell beside that has
     * whole heads in it, with credentials.
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
