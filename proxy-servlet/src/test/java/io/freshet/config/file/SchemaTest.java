package io.freshet.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.config.ConfigException;
import io.freshet.config.ProxyConfig;
import io.freshet.config.SettingSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What editors and people are told of the configuration file is what is read. */
class SchemaTest {

    private static final Path SCHEMA = Path.of("..", "docs", "freshet.schema.json");
    private static final Path GUIDE = Path.of("..", "docs", "rules.md");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @TempDir
    Path directory = Path.of("");

    /** To write it anew: {@code -Dschema.write=true}. */
    @Test
    void the_schema_has_exactly_the_keys_that_are_read() throws IOException {
        ObjectNode schema = JSON.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Freshet's configuration file");
        mapping(schema, ConfigFile.keys());
        String text = JSON.writeValueAsString(schema) + "\n";

        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(SCHEMA, text);
        }
        assertThat(Files.readString(SCHEMA)).isEqualTo(text);
    }

    private static void mapping(ObjectNode schema, List<Key<?>> keys) {
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        keys.forEach(key -> describe(properties.putObject(key.name()), key));
    }

    private static void describe(ObjectNode schema, Key<?> key) {
        if (key instanceof Key.One<?> one) {
            value(schema, one.description() + "; " + one.syntax().allowed());
        } else if (key instanceof Key.Many<?> many) {
            schema.put("description", many.description() + "; " + many.syntax().allowed());
            var either = schema.putArray("oneOf");
            scalar(either.addObject());
            scalar(either.addObject().put("type", "array").putObject("items"));
        } else if (key instanceof Key.Named<?> named) {
            schema.put("description", named.description()).put("type", "object");
            value(schema.putObject("additionalProperties"), named.syntax().allowed());
        } else if (key instanceof Key.Part part) {
            mapping(schema.put("description", part.description()), part.keys());
        } else if (key instanceof Key.Parts parts) {
            schema.put("description", parts.description()).put("type", "array");
            mapping(schema.putObject("items"), parts.keys());
        } else {
            Key.NamedParts parts = (Key.NamedParts) key;
            schema.put("description", parts.description()).put("type", "object");
            mapping(schema.putObject("additionalProperties"), parts.keys());
        }
    }

    private static void value(ObjectNode schema, String description) {
        scalar(schema.put("description", description));
    }

    private static void scalar(ObjectNode schema) {
        schema.putArray("type").add("string").add("number").add("boolean");
    }

    @Test
    void the_guide_names_every_key_of_origins_and_rules() throws IOException {
        String guide = Files.readString(GUIDE);

        assertThat(names(List.of(OriginKeys.ORIGINS, RuleKeys.RULES)))
                .allMatch(name -> guide.contains("`" + name + "`") || guide.contains(name + ":"));
    }

    private static Stream<String> names(List<Key<?>> keys) {
        return keys.stream().flatMap(key -> Stream.concat(Stream.of(key.name()), names(inside(key))));
    }

    private static List<Key<?>> inside(Key<?> key) {
        if (key instanceof Key.Part part) {
            return part.keys();
        }
        if (key instanceof Key.Parts parts) {
            return parts.keys();
        }
        return key instanceof Key.NamedParts parts ? parts.keys() : List.of();
    }

    @Test
    void the_example_in_the_guide_can_be_read() throws IOException, ConfigException {
        String guide = Files.readString(GUIDE);
        int begin = guide.indexOf("```yaml\n") + "```yaml\n".length();
        Path file = Files.writeString(directory.resolve("x.yaml"), guide.substring(begin, guide.indexOf("```", begin)));

        ProxyConfig config = ConfigFile.reader(SettingSource.commandLine(Map.of("config", file.toString())))
                .proxyConfig();

        assertThat(config.routes().rules()).hasSizeGreaterThan(4);
        assertThat(config.routes().origins()).hasSize(2);
    }
}
