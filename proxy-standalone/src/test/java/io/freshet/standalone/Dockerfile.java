package io.freshet.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code deploy/Dockerfile} says, as far as it can be followed without an engine.
 *
 * @param instructions in order, with continued lines joined and comments gone
 */
record Dockerfile(List<Instruction> instructions) {

    /** For example {@code USER} and {@code 10001}. */
    record Instruction(String name, String rest) {

        /** The words that are no flags. */
        List<String> words() {
            return Arrays.stream(rest.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
        }
    }

    static Dockerfile read() throws IOException {
        List<Instruction> all = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("..", "deploy", "Dockerfile"))) {
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            boolean goesOn = line.endsWith("\\");
            joined.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
            if (!goesOn) {
                String[] parts = joined.toString().strip().split("\\s+", 2);
                all.add(new Instruction(parts[0], parts[1]));
                joined.setLength(0);
            }
        }
        return new Dockerfile(all);
    }

    /** The instructions of the image itself, behind its last FROM. */
    List<Instruction> last(String name) {
        int from = 0;
        for (int i = 0; i < instructions.size(); i++) {
            from = instructions.get(i).name().equals("FROM") ? i : from;
        }
        return instructions.subList(from, instructions.size()).stream()
                .filter(one -> one.name().equals(name))
                .toList();
    }

    /** What an exec form runs: all that begins with the bracket. */
    static List<String> exec(Instruction instruction) throws JsonProcessingException {
        String json = instruction.rest().substring(instruction.rest().indexOf('['));
        return Arrays.asList(new JsonMapper().readValue(json, String[].class));
    }

    Map<String, String> environment() {
        Map<String, String> all = new HashMap<>();
        for (Instruction one : last("ENV")) {
            for (String pair : one.words()) {
                String[] nameAndValue = pair.split("=", 2);
                all.put(nameAndValue[0], nameAndValue[1]);
            }
        }
        return all;
    }
}
