package io.freshet.config.file;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.SettingSource;
import io.freshet.log.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A configuration file: it is read, or refused with one sentence that can be shown. */
public final class ConfigFileFuzz {

    private static final Path FILE = file();

    private ConfigFileFuzz() {}

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            Files.write(FILE, data);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        try {
            ConfigReader reader = ConfigFile.reader(
                    SettingSource.commandLine(Map.of("config", FILE.toString(), "origin", "http://o")));
            reader.proxyConfig();
        } catch (ConfigException refused) {
            String message = refused.getMessage();
            if (!Printable.of(message).equals(message)) {
                throw new AssertionError("a message is one line that can be shown: " + Printable.of(message));
            }
        }
    }
}
