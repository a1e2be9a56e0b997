package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.freshet.log.RateLimit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatedLineFilterTest {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> kept = new ListAppender<>();
    private final RepeatedLineFilter repeated = new RepeatedLineFilter();

    @BeforeEach
    void start() {
        kept.setContext(context);
        repeated.start();
        kept.addFilter(repeated);
        kept.start();
        root.addAppender(kept);
    }

    @AfterEach
    void stop() {
        root.detachAppender(kept);
    }

    @Test
    void aLibraryThatRepeatsItselfIsCutShort_andTheRestIsCounted() {
        Logger library = context.getLogger("org.example.Library");
        for (int i = 0; i < 640; i++) {
            library.warn("Trouble with client " + i);
        }
        repeated.tell();

        assertThat(kept.list).hasSize(RateLimit.MOST + 1);
        assertThat(kept.list.get(RateLimit.MOST).getFormattedMessage())
                .isEqualTo((640 - RateLimit.MOST) + " more lines were left out: Library");
    }

    @Test
    void ownLinesAreTheSameByTheirFormat() {
        Logger own = context.getLogger("io.freshet.Own");
        for (int i = 0; i < 640; i++) {
            own.warn("Trouble with {}", i);
            own.info("News");
        }
        own.warn("Other trouble");

        assertThat(kept.list.stream().filter(event -> event.getMessage().equals("Trouble with {}")))
                .hasSize(RateLimit.MOST);
        assertThat(kept.list.stream().map(ILoggingEvent::getMessage)).contains("Other trouble");
    }
}
