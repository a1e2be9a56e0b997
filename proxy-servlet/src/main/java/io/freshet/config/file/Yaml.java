package io.freshet.config.file;

import io.freshet.config.ConfigException;
import io.freshet.log.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** A file of YAML 1.2, small and flat enough that reading it costs next to nothing whatever is in it. */
final class Yaml {

    private static final int MAX_BYTES = 1 << 20;

    /** Twice what the deepest key needs. */
    private static final int MAX_DEPTH = 16;

    private Yaml() {}

    /** What is in {@code file}. */
    static Node read(Path file) throws ConfigException {
        String text = text(file);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(MAX_BYTES)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            check(file, new Parse(settings).parseString(text));
            return new Compose(settings).composeString(text).orElseThrow(() -> empty(file));
        } catch (MarkedYamlEngineException malformed) {
            throw place(file, malformed.getProblemMark())
                    .wrong("this is no YAML: " + Printable.of(malformed.getProblem()));
        } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
            // The parser's own: of an escape sequence that is cut off, for example.
            throw new ConfigException(
                    file + " is no YAML: " + Printable.of(String.valueOf(malformed.getMessage())) + ".");
        } catch (YamlEngineException malformed) {
            throw new ConfigException(
                    file + " is no YAML: " + Printable.of(String.valueOf(malformed.getMessage())) + ".");
        }
    }

    /** Where a mark of the parser's is. */
    static Place place(Path file, Optional<Mark> mark) {
        return new Place(file.toString(), mark.map(Mark::getLine).orElse(0) + 1, "");
    }

    private static String text(Path file) throws ConfigException {
        try {
            if (Files.isDirectory(file)) {
                throw new ConfigException(file + " is a directory: name the file in it.");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(file + " is too large for a configuration: at most " + MAX_BYTES + " bytes.");
            }
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                // A pipe has no size of its own.
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                throw new ConfigException(file + " is too large for a configuration: at most " + MAX_BYTES + " bytes.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException absent) {
            throw new ConfigException("There is no file " + file + ".");
        } catch (AccessDeniedException denied) {
            throw new ConfigException(file + " may not be read by this user.");
        } catch (CharacterCodingException binary) {
            throw new ConfigException(file + " is no text in UTF-8.");
        } catch (IOException unreadable) {
            throw new ConfigException(file + " cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    /** What is read twice by being named twice, or goes round in a circle, is nothing that a configuration needs. */
    private static void check(Path file, Iterable<Event> events) throws ConfigException {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof AliasEvent) {
                throw place(file, event.getStartMark()).wrong("aliases (*name) are not allowed here.");
            }
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                throw place(file, event.getStartMark()).wrong("nothing here is nested so deeply.");
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private static ConfigException empty(Path file) {
        return new ConfigException(
                file + " is empty: it must hold at least one setting, such as origin: https://api.example.com.");
    }
}
