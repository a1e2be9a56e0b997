package io.freshet.config;

/** What gives each setting its value. */
interface SettingReader {

    /**
     * The value of one setting.
     *
     * @throws ConfigException if its text is no value, or if it is required and nothing is written for it
     */
    <T> T value(Setting<T> setting) throws ConfigException;
}
