package io.freshet.config;

import io.freshet.log.Printable;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads settings from several sources. The first source that has a setting wins; the table's default counts when none has. */
public final class ConfigReader implements SettingReader {

    private static final int MAX_LENGTH = 2_048;
    private static final int MAX_SHOWN = 80;
    private static final Pattern BEFORE_AT = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]{0,15}://)?.*@", Pattern.DOTALL);

    private final List<SettingSource> sources;
    private final RoutesSource routes;

    /** What says which origins and rules there are beside the settings. */
    public interface RoutesSource {
        /**
         * All of them.
         *
         * @param origin the value of the setting {@code origin}
         * @throws ConfigException if they do not fit together
         */
        Routes of(URI origin) throws ConfigException;
    }

    /** A reader of {@code sources}, one or more, the one that wins first. */
    public ConfigReader(SettingSource... sources) {
        this(List.of(sources), origin -> Routes.NONE);
    }

    /** The same with origins and rules. */
    public ConfigReader(List<SettingSource> sources, RoutesSource routes) {
        this.sources = List.copyOf(sources);
        this.routes = routes;
    }

    /** Whether any source has the setting. */
    public boolean isSet(Setting<?> setting) {
        return sources.stream().anyMatch(source -> source.text().apply(setting).isPresent());
    }

    @Override
    public <T> T value(Setting<T> setting) throws ConfigException {
        for (SettingSource source : sources) {
            Optional<String> text = source.text().apply(setting);
            if (text.isPresent()) {
                return parse(setting, text.get(), source.spelling().apply(setting));
            }
        }
        String spelling = sources.get(0).spelling().apply(setting);
        String fallback = setting.fallback()
                .orElseThrow(() -> new ConfigException(
                        spelling + " is missing: it must be " + setting.syntax().allowed() + "."));
        return parse(setting, fallback, spelling);
    }

    /** All settings together. */
    public ProxyConfig proxyConfig() throws ConfigException {
        Routes origins = routes.of(value(OriginSettings.ORIGIN));
        return new ProxyConfig(
                values(),
                origins,
                OriginSettings.read(this, origins),
                CacheSettings.read(this),
                CacheSettings.store(this),
                ServerSettings.read(this),
                adminConfig(),
                LogSettings.read(this));
    }

    private SettingValues values() throws ConfigException {
        Map<Setting<?>, Object> values = new HashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            values.put(setting, value(setting));
        }
        return new SettingValues(values);
    }

    /** The settings about the admin API. */
    public AdminConfig adminConfig() throws ConfigException {
        return AdminSettings.read(this);
    }

    /** The settings about Redis. */
    public RedisConfig redisConfig() throws ConfigException {
        return RedisSettings.read(this);
    }

    private static <T> T parse(Setting<T> setting, String text, String spelling) throws ConfigException {
        if (text.length() > MAX_LENGTH) {
            throw new ConfigException(spelling + " is too long: it has " + text.length() + " characters, and "
                    + MAX_LENGTH + " are allowed.");
        }
        try {
            return setting.syntax().parse(text);
        } catch (SyntaxException notAllowed) {
            throw new ConfigException(spelling + " must be " + notAllowed.getMessage() + shown(setting, text) + ".");
        }
    }

    /**
     * The text as it may be shown: not at all, or without user and password, which are what stands before the last {@code @}.
     */
    private static String shown(Setting<?> setting, String text) {
        if (!setting.syntax().mayBeQuoted()) {
            return "";
        }
        String safe = BEFORE_AT.matcher(text).replaceFirst("$1***@");
        return ", not \"" + Printable.brief(safe, MAX_SHOWN) + "\"";
    }
}
