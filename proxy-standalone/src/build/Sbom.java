import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes a CycloneDX 1.6 bill of materials of what is in the jar: the same sources give the same bytes, offline too. See
 * docs/decisions/0046.
 *
 * <p>Arguments: what {@code dependency:list} wrote, with the names of files; where to write; the version of Freshet; the instant of the build;
 * then other components as package URLs.
 */
final class Sbom {

    /** For example {@code org.example:one:jar:linux:1.0:runtime:/path/one-1.0-linux.jar -- module ...}. */
    private static final Pattern LISTED = Pattern.compile(
            "\\s+([^:\\s]+):([^:\\s]+):jar:(?:([^:\\s]+):)?([^:\\s]+):(?:compile|runtime):(\\S+\\.jar)(?:\\s.*)?");

    private Sbom() {}

    record Library(String group, String name, String classifier, String version, Path file) {

        String url() {
            return "pkg:maven/" + group + "/" + name + "@" + version + "?"
                    + (classifier.isEmpty() ? "" : "classifier=" + classifier + "&") + "type=jar";
        }
    }

    public static void main(String[] args) throws Exception {
        List<Library> libraries = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            Matcher listed = LISTED.matcher(line.replaceAll("\u001b\\[[0-9;]*m", ""));
            if (listed.matches()) {
                libraries.add(new Library(
                        listed.group(1),
                        listed.group(2),
                        listed.group(3) == null ? "" : listed.group(3),
                        listed.group(4),
                        Path.of(listed.group(5))));
            }
        }
        if (libraries.isEmpty()) {
            throw new IllegalStateException("nothing is listed in " + args[0]);
        }
        libraries.sort(Comparator.comparing(Library::url));
        List<Object> components = new ArrayList<>();
        for (Library library : libraries) {
            components.add(component(library));
        }
        for (int i = 4; i < args.length; i++) {
            components.add(component(args[i]));
        }
        Path out = Path.of(args[1]);
        Files.createDirectories(out.getParent());
        Files.writeString(out, document(args[2], args[3], components));
    }

    private static String document(String version, String instant, List<Object> components) {
        String self = "pkg:maven/io.freshet/proxy-standalone@" + version + "?type=jar";
        Map<String, Object> main = new LinkedHashMap<>();
        main.put("type", "application");
        main.put("bom-ref", self);
        main.put("group", "io.freshet");
        main.put("name", "proxy-standalone");
        main.put("version", version);
        main.put("licenses", List.of(Map.of("license", Map.of("id", "Apache-2.0"))));
        main.put("purl", self);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("timestamp", instant);
        metadata.put("component", main);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bomFormat", "CycloneDX");
        all.put("specVersion", "1.6");
        all.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(json(components, "").getBytes(UTF_8)));
        all.put("version", 1);
        all.put("metadata", metadata);
        all.put("components", components);
        all.put("dependencies", List.of(ordered("ref", self, "dependsOn", components.stream()
                .map(one -> ((Map<?, ?>) one).get("bom-ref"))
                .collect(Collectors.toList()))));
        return json(all, "") + "\n";
    }

    private static Map<String, Object> component(Library library) throws IOException, NoSuchAlgorithmException {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", "library");
        component.put("bom-ref", library.url());
        component.put("group", library.group());
        component.put("name", library.name());
        component.put("version", library.version());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library.file()));
        component.put("hashes", List.of(ordered("alg", "SHA-256", "content", HexFormat.of().formatHex(digest))));
        List<Object> licenses = licenses(library);
        if (!licenses.isEmpty()) {
            component.put("licenses", licenses);
        }
        component.put("purl", library.url());
        return component;
    }

    /** What is not from Maven, such as {@code pkg:npm/uplot@1.6.30}. */
    private static Map<String, Object> component(String url) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", "library");
        component.put("bom-ref", url);
        component.put("name", url.substring(url.lastIndexOf('/') + 1, url.lastIndexOf('@')));
        component.put("version", url.substring(url.lastIndexOf('@') + 1));
        component.put("purl", url);
        return component;
    }

    private static Map<String, Object> ordered(String one, Object value, String other, Object otherValue) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put(one, value);
        both.put(other, otherValue);
        return both;
    }

    /** As the library's project says, or its parent, or theirs. */
    private static List<Object> licenses(Library library) {
        // The file's folder is the version's, above it the library's, above it as many as its group has parts.
        Path repository = library.file().getParent().getParent().getParent();
        for (int i = library.group().split("\\.", -1).length; i > 0; i--) {
            repository = repository.getParent();
        }
        String group = library.group();
        String name = library.name();
        String version = library.version();
        for (int parents = 0; parents < 5; parents++) {
            Path pom = repository.resolve(group.replace('.', '/')).resolve(name).resolve(version)
                    .resolve(name + "-" + version + ".pom");
            if (!Files.isRegularFile(pom)) {
                return List.of();
            }
            Element project = xml(pom);
            List<Object> named = children(project, "licenses").stream()
                    .flatMap(licenses -> children(licenses, "license").stream())
                    .flatMap(license -> children(license, "name").stream())
                    .map(one -> (Object) Map.of("license", Map.of("name", one.getTextContent().strip().replaceAll("\\s+", " "))))
                    .toList();
            if (!named.isEmpty() || children(project, "parent").isEmpty()) {
                return named;
            }
            Element parent = children(project, "parent").get(0);
            group = children(parent, "groupId").get(0).getTextContent().strip();
            name = children(parent, "artifactId").get(0).getTextContent().strip();
            version = children(parent, "version").get(0).getTextContent().strip();
        }
        return List.of();
    }

    private static Element xml(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (Exception unreadable) {
            throw new IllegalStateException(file.toString(), unreadable);
        }
    }

    private static List<Element> children(Element element, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }

    private static String json(Object value, String indent) {
        String within = indent + "  ";
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> "\n" + within + json(entry.getKey(), "") + ": " + json(entry.getValue(), within))
                    .collect(Collectors.joining(",", "{", "\n" + indent + "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(one -> "\n" + within + json(one, within))
                    .collect(Collectors.joining(",", "[", "\n" + indent + "]"));
        }
        if (value instanceof Number) {
            return value.toString();
        }
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
