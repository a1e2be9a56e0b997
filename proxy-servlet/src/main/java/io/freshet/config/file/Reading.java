package io.freshet.config.file;

import io.freshet.config.ConfigException;
import io.freshet.config.NearestName;
import io.freshet.config.Syntax;
import io.freshet.config.SyntaxException;
import io.freshet.log.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads what stands in a file by the keys that are allowed there. Whatever is not allowed is an error that says where, and what is. */
final class Reading {

    private static final int MAX_MEMBERS = 1_000;
    private static final int MAX_SHOWN = 80;

    private final Place top;

    /** @param file what it is called in messages */
    Reading(String file) {
        top = new Place(file, 1, "");
    }

    /** All that stands in the file. */
    Values read(Node node, List<Key<?>> keys) throws ConfigException {
        return mapping(node, keys, place(node, ""));
    }

    private Place place(Node node, String path) {
        return top.at(node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1), path);
    }

    private Values mapping(Node node, List<Key<?>> keys, Place place) throws ConfigException {
        Map<Key<?>, Object> values = new HashMap<>();
        Map<Key<?>, Place> places = new HashMap<>();
        for (Map.Entry<String, Node> entry : entries(node, place).entrySet()) {
            String name = entry.getKey();
            Place there = place(entry.getValue(), place.under(name));
            Key<?> key = keys.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name, keys, place, there));
            values.put(key, value(entry.getValue(), key, there));
            places.put(key, there);
        }
        return new Values(values, places, place);
    }

    private static ConfigException unknown(String name, List<Key<?>> keys, Place place, Place there) {
        List<String> names = keys.stream().map(Key::name).toList();
        String sentence = "there is no " + Printable.brief(place.under(name), MAX_SHOWN);
        String room = place.path().isEmpty() ? "at the top" : "in " + place.path();
        return NearestName.to(name, names)
                .map(meant -> there.wrong(sentence + ": did you mean " + meant + "?"))
                .orElseGet(() -> there.wrong(sentence + "; allowed " + room + ": " + String.join(", ", names) + "."));
    }

    private Object value(Node node, Key<?> key, Place place) throws ConfigException {
        if (key instanceof Key.One<?> one) {
            return parse(one.syntax(), scalar(node, place, one.syntax()), place);
        }
        if (key instanceof Key.Many<?> many) {
            return list(node, many, place);
        }
        if (key instanceof Key.Named<?> named) {
            Syntax<?> syntax = named.syntax();
            return named(node, named.names(), place, (one, there) -> parse(syntax, scalar(one, there, syntax), there));
        }
        if (key instanceof Key.Part part) {
            return mapping(node, part.keys(), place);
        }
        if (key instanceof Key.Parts parts) {
            return parts(node, parts.keys(), place);
        }
        Key.NamedParts parts = (Key.NamedParts) key;
        return named(node, parts.names(), place, (one, there) -> mapping(one, parts.keys(), there));
    }

    /** Reads what stands under one name. */
    private interface Member {
        Object read(Node node, Place place) throws ConfigException;
    }

    private Map<String, Object> named(Node node, Syntax<String> names, Place place, Member member)
            throws ConfigException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : entries(node, place).entrySet()) {
            Place there = place(entry.getValue(), place.under(entry.getKey()));
            values.put(parse(names, entry.getKey(), there), member.read(entry.getValue(), there));
        }
        return values;
    }

    private List<Values> parts(Node node, List<Key<?>> keys, Place place) throws ConfigException {
        List<Values> values = new ArrayList<>();
        for (Node member : members(node, place)) {
            values.add(mapping(member, keys, place(member, place.path() + "[" + values.size() + "]")));
        }
        return values;
    }

    private List<Object> list(Node node, Key.Many<?> many, Place place) throws ConfigException {
        if (node instanceof ScalarNode) {
            return List.of(parse(many.syntax(), scalar(node, place, many.syntax()), place));
        }
        List<Object> values = new ArrayList<>();
        for (Node member : members(node, place)) {
            Place there = place(member, place.path() + "[" + values.size() + "]");
            values.add(parse(many.syntax(), scalar(member, there, many.syntax()), there));
        }
        return values;
    }

    private static List<Node> members(Node node, Place place) throws ConfigException {
        if (!(node instanceof SequenceNode sequence)) {
            throw place.wrong(place.path() + " must be a list, each member behind a dash.");
        }
        if (sequence.getValue().size() > MAX_MEMBERS) {
            throw place.wrong(place.path() + " has more than " + MAX_MEMBERS + " members.");
        }
        return sequence.getValue();
    }

    private static Map<String, Node> entries(Node node, Place place) throws ConfigException {
        if (!(node instanceof MappingNode mapping)) {
            throw place.wrong(
                    (place.path().isEmpty() ? "the file" : place.path()) + " must have keys and values in it, such as "
                            + (place.path().isEmpty() ? "origin: https://api.example.com." : "name: value."));
        }
        if (mapping.getValue().size() > MAX_MEMBERS) {
            throw place.wrong(place.path() + " has more than " + MAX_MEMBERS + " members.");
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place there = place.at(
                    tuple.getKeyNode()
                            .getStartMark()
                            .map(mark -> mark.getLine() + 1)
                            .orElse(1),
                    place.path());
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                throw there.wrong("a key must be a name.");
            }
            if (entries.put(name.getValue(), tuple.getValueNode()) != null) {
                throw there.wrong(
                        Printable.brief(place.under(name.getValue()), MAX_SHOWN) + " is there more than once.");
            }
        }
        return entries;
    }

    private static String scalar(Node node, Place place, Syntax<?> syntax) throws ConfigException {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        throw place.wrong(place.path() + " must be " + syntax.allowed() + ".");
    }

    private static <T> T parse(Syntax<T> syntax, String text, Place place) throws ConfigException {
        try {
            return syntax.parse(text);
        } catch (SyntaxException notAllowed) {
            throw place.wrong(place.path() + " must be " + notAllowed.getMessage() + ", not \""
                    + Printable.brief(text, MAX_SHOWN) + "\".");
        }
    }
}
