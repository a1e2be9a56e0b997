package io.freshet.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One thing an operator can set: an option of the command line, an environment variable and a context parameter at once.
 *
 * @param name in lower case with hyphens: {@code max-object} is {@code --max-object}, {@code FRESHET_MAX_OBJECT} and the
 *     context parameter {@code max-object}
 * @param letter the short option, {@code p} for {@code -p}
 * @param group what it is about
 * @param argument what the value is called in the help, for example {@code PORT}
 * @param fallback the text that counts when nothing is set; empty when the setting is required
 * @param description one line, without a full stop
 * @param syntax how its value is written
 * @param reloadable whether a reload may change it; if not, that needs a restart
 * @param <T> what the value is
 */
public record Setting<T>(
        String name,
        Optional<Character> letter,
        Group group,
        String argument,
        Optional<String> fallback,
        String description,
        Syntax<T> syntax,
        boolean reloadable) {

    /** What settings are about, in the order of the help and the documentation. */
    public enum Group {
        FILE("Configuration file"),
        ORIGIN("Origin"),
        CACHE("Cache"),
        REDIS("Redis"),
        SERVER("Server (standalone only; in a container these are the container's)"),
        ADMIN("Admin"),
        LOG("Logs (standalone only)");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** Whether it is a matter of yes or no, so that naming it on a command line is enough to say yes. */
    public boolean isFlag() {
        return syntax.allowed().equals(Syntax.flag().allowed());
    }

    /** The long option, {@code --max-object}. */
    public String option() {
        return "--" + name;
    }

    /** The environment variable, {@code FRESHET_MAX_OBJECT}. */
    public String variable() {
        return "FRESHET_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
