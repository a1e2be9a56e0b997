package io.freshet.standalone.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.config.AccessLogConfig;
import io.freshet.config.ConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Lines in a file of the day, whose name has the date before its ending. Its owner may write it and its group read it (0640, less what
 * the umask takes away): lines tell who asked for what. Files of days gone by are removed when a new one begins. One thread writes.
 */
final class DailyFile extends AbstractLifeCycle implements RequestLog.Writer {

    private final Path directory;
    private final String before;
    private final String after;
    private final int days;
    private final Clock clock;
    private LocalDate day = LocalDate.MIN;
    private OutputStream out = OutputStream.nullOutputStream();

    /**
     * Writes nothing yet.
     *
     * @param clock says which day it is, in its time zone
     * @throws ConfigException if no file can be written there
     */
    DailyFile(AccessLogConfig config, Clock clock) throws ConfigException {
        Path path = check(config);
        directory = path.resolveSibling("");
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        before = name.substring(0, dot) + ".";
        after = name.substring(dot);
        days = config.days();
        this.clock = clock;
    }

    /** The file that is meant, from the root, without its date. */
    static Path check(AccessLogConfig config) throws ConfigException {
        String target = config.target();
        try {
            Path path = Path.of(target).toAbsolutePath();
            Path directory = path.getParent();
            if (directory == null || Files.isDirectory(path) || target.endsWith("/")) {
                throw new ConfigException("--access-log " + target + " is a directory: name a file in it, such as "
                        + Path.of(target).resolve("access.log") + ".");
            }
            if (!Files.isDirectory(directory)) {
                throw new ConfigException(
                        "There is no directory for --access-log " + target + ": make " + directory + ".");
            }
            if (!Files.isWritable(directory)) {
                throw new ConfigException(
                        "--access-log " + target + " cannot be written: this user may not write in " + directory + ".");
            }
            return path;
        } catch (InvalidPathException none) {
            throw new ConfigException("No file can be called " + target + ", as --access-log says.");
        }
    }

    @Override
    protected void doStart() throws IOException {
        begin(LocalDate.now(clock));
    }

    @Override
    protected void doStop() throws IOException {
        out.close();
    }

    @Override
    public void write(String line) throws IOException {
        LocalDate today = LocalDate.now(clock);
        if (!today.equals(day)) {
            begin(today);
        }
        out.write((line + System.lineSeparator()).getBytes(UTF_8));
    }

    private void begin(LocalDate today) throws IOException {
        Path file = directory.resolve(before + today + after);
        try {
            Files.createFile(file, permissions());
        } catch (FileAlreadyExistsException fromBefore) {
            // Lines are added to it.
        }
        OutputStream next = Files.newOutputStream(file, StandardOpenOption.APPEND);
        out.close();
        out = next;
        day = today;
        removeOld(today.minusDays(days));
    }

    private static FileAttribute<?>[] permissions() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
                }
                : new FileAttribute<?>[0];
    }

    private void removeOld(LocalDate first) throws IOException {
        if (days == 0) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, this::isOurs)) {
            for (Path file : files) {
                if (date(file).isBefore(first)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private boolean isOurs(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.length() == before.length() + "yyyy-mm-dd".length() + after.length()
                && name.startsWith(before)
                && name.endsWith(after)
                && !date(file).equals(LocalDate.MAX);
    }

    /** {@link LocalDate#MAX} where there is none. */
    private LocalDate date(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return LocalDate.parse(name.substring(before.length(), name.length() - after.length()));
        } catch (DateTimeParseException none) {
            return LocalDate.MAX;
        }
    }
}
