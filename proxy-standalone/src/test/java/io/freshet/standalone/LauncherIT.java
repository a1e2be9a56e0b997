package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./freshet} in a tree that has just been built. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

    private static final Path LAUNCHER =
            Path.of("..", "freshet").toAbsolutePath().normalize();
    private static final String THIS_JAVA = System.getProperty("java.home");

    private record Result(int exitCode, String out, String err) {}

    @Test
    void runs_the_jar_from_any_directory_and_through_links(@TempDir Path directory) throws Exception {
        Path one = Files.createSymbolicLink(directory.resolve("one"), LAUNCHER);
        Path two = Files.createSymbolicLink(directory.resolve("two"), directory.relativize(one));

        assertThat(run(directory, two, Map.of("JAVA_HOME", THIS_JAVA), "-V"))
                .satisfies(result -> assertThat(result.exitCode()).isZero())
                .satisfies(result -> assertThat(result.out()).startsWith("Freshet "))
                .satisfies(result -> assertThat(result.err()).isEmpty());
    }

    @Test
    void hands_on_java_options_arguments_and_the_exit_code(@TempDir Path directory) throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_HOME", THIS_JAVA, "JAVA_OPTS", "-Xmx64m -Dfreshet.command=renamed");

        assertThat(run(directory, LAUNCHER, environment, "--help").out()).startsWith("Usage: renamed -o URL");
        assertThat(run(directory, LAUNCHER, environment, "a b").exitCode()).isEqualTo(2);
        assertThat(run(directory, LAUNCHER, environment, "a b").err()).startsWith("\"a b\" belongs to no option.");
    }

    /** In bytes: twice the memory and 512 MiB, unless something else is said of the heap. */
    @ParameterizedTest
    @CsvSource({
        "'', 256m, '', 1073741824",
        "'', 256m, --memory=64m, 671088640",
        "'', 256m, --memory 64m, 671088640",
        "'', 64m, --via=x, 671088640",
        "-Xmx96m, 256m, --memory=64m, 100663296"
    })
    void the_largest_heap_goes_by_the_memory(
            String options, String memory, String arguments, String bytes, @TempDir Path directory) throws Exception {
        Map<String, String> environment = Map.of(
                "JAVA_HOME", THIS_JAVA, "JAVA_OPTS", options + " -XX:+PrintFlagsFinal", "FRESHET_MEMORY", memory);
        Result result =
                run(directory, LAUNCHER, environment, ("-V " + arguments).trim().split(" "));

        assertThat(result.out()).containsPattern("MaxHeapSize += " + bytes + " ");
    }

    /** Two collectors would be an error of the JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-Xmx64m -XX:+UseG1GC", "-Xshare:off", "-XX:MaxRAMPercentage=10"})
    void java_options_win_over_the_launchers_own(String options, @TempDir Path directory) throws Exception {
        Result result = run(directory, LAUNCHER, Map.of("JAVA_HOME", THIS_JAVA, "JAVA_OPTS", options), "-V");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Freshet ");
    }

    @Test
    void takes_the_class_archive_of_the_build(@TempDir Path directory) throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", THIS_JAVA, "JAVA_OPTS", "-Xlog:class+load");

        assertThat(run(directory, LAUNCHER, environment, "-V").out())
                .containsPattern("io\\.freshet\\.\\S+ source: shared objects file \\(top\\)");
    }

    /** Made by another JVM, for another jar, or nothing of the kind. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goes_without_an_archive_that_does_not_fit(boolean foreign, @TempDir Path directory) throws Exception {
        Path home = Files.createDirectory(directory.resolve("a home"));
        for (String source :
                List.of("proxy-servlet/src/main", "proxy-standalone/src/main", "proxy-standalone/target")) {
            Files.createDirectories(home.resolve(source));
        }
        for (String pom : List.of("pom.xml", "proxy-servlet/pom.xml", "proxy-standalone/pom.xml")) {
            Files.createFile(home.resolve(pom));
        }
        Path built = LAUNCHER.resolveSibling("proxy-standalone/target");
        Path target = home.resolve("proxy-standalone/target");
        Path launcher = Files.copy(LAUNCHER, home.resolve("freshet"));
        Files.copy(built.resolve("proxy-standalone.jar"), target.resolve("proxy-standalone.jar"));
        if (foreign) {
            Files.copy(built.resolve("proxy-standalone.jsa"), target.resolve("proxy-standalone.jsa"));
        } else {
            Files.writeString(target.resolve("proxy-standalone.jsa"), "no archive");
        }

        Result result = run(directory, launcher, Map.of("JAVA_HOME", THIS_JAVA), "-V");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("Freshet ").hasLineCount(1);
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void an_old_java_is_told_as_such(@TempDir Path directory) throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path java =
                Files.writeString(bin.resolve("java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

        Result result = run(directory, LAUNCHER, Map.of("JAVA_HOME", directory.toString()), "-V");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("Freshet needs a JDK 17 or later, and " + java + " is version 11: set JAVA_HOME.\n");
    }

    @Test
    void a_java_home_that_is_none_is_told_as_such(@TempDir Path directory) throws Exception {
        Result result = run(directory, LAUNCHER, Map.of("JAVA_HOME", directory.toString()), "-V");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("JAVA_HOME is " + directory).hasLineCount(1);
    }

    private static Result run(Path directory, Path launcher, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }
}
