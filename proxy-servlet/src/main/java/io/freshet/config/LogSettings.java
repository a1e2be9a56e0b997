package io.freshet.config;

import io.freshet.config.Setting.Group;
import java.util.List;

/** What is told of the work, and where. */
public final class LogSettings {

    private static final SettingTable RESTART = new SettingTable(Group.LOG);

    public static final Setting<LogLevel> LOG_LEVEL = RESTART.choice("log-level", "LEVEL", "info", LogLevel.class)
            .help("what Freshet tells on standard error, and everything worse");
    public static final Setting<String> ACCESS_LOG = RESTART.text(
                    "access-log", "FILE", "off", "off, stdout, or the name of a file", "[^\\p{Cntrl}]{1,1024}")
            .help("where each request is noted; a file begins anew each day, the date before its ending");
    public static final Setting<AccessLogConfig.Format> ACCESS_LOG_FORMAT = RESTART.choice(
                    "access-log-format", "FORMAT", "ncsa", AccessLogConfig.Format.class)
            .help("how: lines as most tools know them, or JSON");
    public static final Setting<Integer> ACCESS_LOG_DAYS = RESTART.setting(
                    "access-log-days", "DAYS", "31", Syntax.number(1, 3_650))
            .help("how many days their files are kept");

    static final List<Setting<?>> ALL = RESTART.settings();

    private LogSettings() {}

    static LogConfig read(SettingReader settings) throws ConfigException {
        return new LogConfig(
                settings.value(LOG_LEVEL),
                new AccessLogConfig(
                        settings.value(ACCESS_LOG),
                        settings.value(ACCESS_LOG_FORMAT),
                        settings.value(ACCESS_LOG_DAYS)));
    }
}
