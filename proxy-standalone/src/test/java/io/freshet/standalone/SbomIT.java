package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the jar tells scanners that is in it. */
class SbomIT {

    private static JarFile jar() throws IOException {
        return new JarFile(Path.of("target", "proxy-standalone.jar").toFile());
    }

    private static JsonNode sbom(JarFile jar) throws IOException {
        String place = jar.getManifest().getMainAttributes().getValue("Sbom-Location");
        try (InputStream in = jar.getInputStream(jar.getEntry(place))) {
            return new JsonMapper().readTree(in);
        }
    }

    private static Stream<JsonNode> components(JsonNode sbom) {
        return sbom.get("components").valueStream();
    }

    @Test
    void namesItsFormatAndWhatTheJarIs() throws IOException {
        try (JarFile jar = jar()) {
            JsonNode sbom = sbom(jar);

            assertThat(jar.getManifest().getMainAttributes().getValue("Sbom-Format"))
                    .isEqualTo("CycloneDX");
            assertThat(sbom.get("bomFormat").asText()).isEqualTo("CycloneDX");
            assertThat(sbom.get("specVersion").asText()).isEqualTo("1.6");
            assertThat(sbom.get("serialNumber").asText())
                    .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
            assertThat(sbom.at("/metadata/component/name").asText()).isEqualTo("proxy-standalone");
            assertThat(sbom.at("/dependencies/0/dependsOn").size())
                    .isEqualTo(sbom.get("components").size());
        }
    }

    @Test
    void listsLibrariesWithVersionDigestAndLicense() throws IOException {
        try (JarFile jar = jar()) {
            for (String name : List.of("jetty-server", "jedis", "logback-classic", "proxy-servlet")) {
                JsonNode one = components(sbom(jar))
                        .filter(component -> component.get("name").asText().equals(name))
                        .findFirst()
                        .orElseThrow();
                assertThat(one.get("version").asText()).as(name).matches("\\d+\\.\\d+.*");
                assertThat(one.get("purl").asText())
                        .isEqualTo("pkg:maven/" + one.get("group").asText() + "/" + name + "@"
                                + one.get("version").asText() + "?type=jar");
                assertThat(one.at("/hashes/0/content").asText()).matches("[0-9a-f]{64}");
                if (!name.equals("proxy-servlet")) {
                    assertThat(one.at("/licenses/0/license/name").asText())
                            .as(name)
                            .isNotEmpty();
                }
            }
            assertThat(components(sbom(jar)).map(one -> one.get("purl").asText()))
                    .anyMatch(url -> url.startsWith("pkg:npm/uplot@"));
        }
    }

    /** Where scanners look that know nothing of bills of materials: what each library says of itself. */
    @Test
    void everythingThatNamesItselfInTheJarIsListed() throws IOException {
        try (JarFile jar = jar()) {
            TreeSet<String> inside = new TreeSet<>();
            for (JarEntry entry : jar.stream()
                    .filter(one -> one.getName().matches("META-INF/maven/.*/pom\\.properties"))
                    .toList()) {
                Properties properties = new Properties();
                try (InputStream in = jar.getInputStream(entry)) {
                    properties.load(in);
                }
                inside.add(properties.getProperty("groupId") + "/" + properties.getProperty("artifactId") + "@"
                        + properties.getProperty("version"));
            }
            TreeSet<String> listed = new TreeSet<>();
            listed.add(sbom(jar).at("/metadata/component/purl").asText().replaceAll("pkg:maven/|\\?.*", ""));
            components(sbom(jar))
                    .forEach(one -> listed.add(one.get("purl").asText().replaceAll("pkg:maven/|\\?.*", "")));

            assertThat(inside).anyMatch(name -> name.startsWith("org.eclipse.jetty/jetty-server@"));
            assertThat(listed).containsAll(inside);
        }
    }
}
