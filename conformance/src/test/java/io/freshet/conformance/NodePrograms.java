package io.freshet.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The programs of this module's directory that Node runs, and the packages that they need. */
final class NodePrograms {

    private static final Path WANTED = Path.of("package-lock.json");

    /** npm writes this one last. */
    private static final Path INSTALLED = Path.of("node_modules", ".package-lock.json");

    private NodePrograms() {}

    /** Why Node cannot be used here, if so. */
    static Optional<String> problem() throws InterruptedException {
        for (String program : List.of("node", "npm")) {
            try {
                execute(List.of(program, "--version"), line -> {});
            } catch (IOException e) {
                return Optional.of("There is no " + program + " on the path: install Node.js 20 or later.");
            }
        }
        return Optional.empty();
    }

    /** Installs what package-lock.json pins, unless that has been done. */
    static void install() throws IOException, InterruptedException {
        if (Files.exists(INSTALLED)
                && Files.getLastModifiedTime(INSTALLED).compareTo(Files.getLastModifiedTime(WANTED)) >= 0) {
            return;
        }
        List<String> output = new ArrayList<>();
        List<String> command = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (execute(command, output::add) != 0) {
            throw new IllegalStateException(
                    "npm cannot install the conformance suite, which takes a network the first time:"
                            + " see what it says below, and try npm ci in conformance/ until it works.\n"
                            + String.join("\n", output));
        }
    }

    /** Runs a program, prints what it prints, and returns its exit code. */
    static int run(String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", program));
        command.addAll(arguments);
        return execute(command, System.out::println);
    }

    /** Not by inheritance: this process' own streams belong to the test runner. */
    private static int execute(List<String> command, Consumer<String> lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread stop = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stop);
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            reader.lines().forEach(lines);
            return process.waitFor();
        } finally {
            Runtime.getRuntime().removeShutdownHook(stop);
        }
    }
}
