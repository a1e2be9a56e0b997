package io.freshet.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How a test starts a JVM that lives for a minute at most: as Maven starts the tests' own, see docs/decisions/0065. */
public final class ShortLivedJvm {

    private ShortLivedJvm() {}

    /**
     * The command of a JVM.
     *
     * @param megabytes the largest heap
     * @param arguments what stands behind the options for compiler and collector, such as {@code -jar} and a path
     */
    public static List<String> command(int megabytes, List<String> arguments) {
        Stream<String> start = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1");
        return Stream.concat(start, arguments.stream()).toList();
    }
}
