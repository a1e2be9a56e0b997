package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.ProxyConfig;
import io.freshet.config.Setting;
import io.freshet.config.SettingSource;
import io.freshet.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code deploy/} says, against what the program accepts, and against itself. */
class DeploymentTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DEPLOY = ROOT.resolve("deploy");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** A file for Compose may say where a value comes from. */
    private static final Pattern FROM_OUTSIDE = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]*}");

    private static List<JsonNode> documents(String file) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(DEPLOY.resolve(file).toFile())) {
            return documents.readAll();
        }
    }

    private static JsonNode kubernetes(String kind) throws IOException {
        return documents("kubernetes.yaml").stream()
                .filter(one -> one.path("kind").asText().equals(kind))
                .reduce((one, other) -> {
                    throw new IllegalStateException("two of " + kind);
                })
                .orElseThrow();
    }

    private static JsonNode container() throws IOException {
        return kubernetes("Deployment").at("/spec/template/spec/containers/0");
    }

    private static Map<String, String> variables(JsonNode mapping) {
        Map<String, String> all = new HashMap<>();
        mapping.properties().forEach(one -> all.put(one.getKey(), one.getValue().asText()));
        return all;
    }

    private static ProxyConfig config(Map<String, String> environment) throws ConfigException {
        return new ConfigReader(SettingSource.environment(environment)).proxyConfig();
    }

    private static Map<String, String> ofCompose() throws IOException {
        Map<String, String> environment = new HashMap<>(Dockerfile.read().environment());
        environment.putAll(variables(documents("compose.yaml").get(0).at("/services/freshet/environment")));
        environment.replaceAll((name, value) -> FROM_OUTSIDE.matcher(value).replaceAll("https://www.example.com"));
        return environment;
    }

    private static Map<String, String> ofKubernetes() throws IOException {
        Map<String, String> environment = new HashMap<>(Dockerfile.read().environment());
        environment.putAll(variables(kubernetes("ConfigMap").get("data")));
        for (JsonNode one : container().get("env")) {
            // What the Secret holds.
            environment.put(one.get("name").asText(), "0123456789abcdef0123456789abcdef");
        }
        return environment;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy/Dockerfile",
                "deploy/compose.yaml",
                "deploy/freshet.service",
                "deploy/kubernetes.yaml",
                "docs/deploying.md"
            })
    void namesOnlySettingsAndOptionsThatThereAre(String file) throws IOException {
        String text = Files.readString(ROOT.resolve(file));
        Set<String> variables =
                Settings.ALL.stream().map(Setting::variable).collect(Collectors.toCollection(TreeSet::new));
        Matcher variable = Pattern.compile("\\bFRESHET_[A-Z_]+").matcher(text);
        while (variable.find()) {
            assertThat(variables).contains(variable.group());
        }
        Set<String> options = Settings.ALL.stream().map(Setting::option).collect(Collectors.toSet());
        CommandOptions.COMMANDS.forEach(command -> options.add("--" + command.getLongOpt()));
        Matcher option = Pattern.compile("(?:\\./freshet |`)(--[a-z][a-z-]+)").matcher(text);
        while (option.find()) {
            assertThat(options).contains(option.group(1));
        }
    }

    @Test
    void theImageIsMadeOfWhatThereIs() throws IOException {
        Dockerfile dockerfile = Dockerfile.read();

        for (Dockerfile.Instruction copy : dockerfile.last("COPY")) {
            List<String> words = copy.words();
            for (String source : words.subList(0, words.size() - 1)) {
                assertThat(source).startsWith("/src/");
                Path path = ROOT.resolve(source.substring("/src/".length()));
                // Whatever is built may not be there yet.
                assertThat(source.contains("/target/") || Files.exists(path))
                        .as(source)
                        .isTrue();
            }
        }
        for (String line : Files.readAllLines(ROOT.resolve(".dockerignore"))) {
            if (line.startsWith("!")) {
                assertThat(ROOT.resolve(line.substring(1))).exists();
            }
        }
    }

    /** Maven wants the description of each module, even of those that are not built. */
    @Test
    void theBuildIsGivenAllThatItReads() throws IOException {
        List<String> given = Files.readAllLines(ROOT.resolve(".dockerignore"));
        Matcher module = Pattern.compile("<module>(.*)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));

        assertThat(given).contains("*", "!.mvn", "!mvnw", "!pom.xml", "!freshet", "!LICENSE");
        while (module.find()) {
            assertThat(given).contains("!" + module.group(1) + "/pom.xml");
        }
    }

    @Test
    void theImageRunsAsNobodyInParticularAndTakesSignals() throws IOException {
        Dockerfile dockerfile = Dockerfile.read();

        assertThat(dockerfile.last("USER"))
                .extracting(Dockerfile.Instruction::rest)
                .allMatch(user -> user.matches("[1-9][0-9]+:[1-9][0-9]+"));
        assertThat(dockerfile.last("USER")).hasSize(1);
        assertThat(dockerfile.last("ENTRYPOINT")).hasSize(1);
        assertThat(Dockerfile.exec(dockerfile.last("ENTRYPOINT").get(0))).containsExactly("/opt/freshet/freshet");
        assertThat(dockerfile.last("CMD")).isEmpty();
        assertThat(dockerfile.last("EXPOSE").get(0).rest())
                .isEqualTo(dockerfile.environment().get("FRESHET_PORT"));
    }

    @Test
    void composeGivesWhatIsAccepted() throws IOException, ConfigException {
        JsonNode services = documents("compose.yaml").get(0).get("services");
        JsonNode freshet = services.get("freshet");
        ProxyConfig config = config(ofCompose());

        assertThat(freshet.at("/ports/0").asText())
                .isEqualTo("3000:" + config.server().port());
        assertThat(config.store().redis().uri().getHost()).isEqualTo("redis");
        assertThat(Duration.parse("PT" + freshet.get("stop_grace_period").asText()))
                .isGreaterThan(config.server().stopTimeout());
        assertThat(freshet.at("/depends_on/redis/condition").asText()).isEqualTo("service_healthy");
        assertThat(DEPLOY.resolve(freshet.at("/build/context").asText())
                        .resolve(freshet.at("/build/dockerfile").asText()))
                .exists();
        for (JsonNode service : services) {
            assertThat(service.get("read_only").asBoolean()).isTrue();
            assertThat(service.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
            assertThat(service.at("/cap_drop/0").asText()).isEqualTo("ALL");
            assertThat(service.at("/deploy/resources/limits/memory").asText()).isNotEmpty();
        }
        assertThat(services.at("/redis/healthcheck/test/0").asText()).isEqualTo("CMD");
    }

    @Test
    void kubernetesGivesWhatIsAccepted() throws IOException, ConfigException {
        ProxyConfig config = config(ofKubernetes());
        JsonNode pod = kubernetes("Deployment").at("/spec/template/spec");
        Map<String, Integer> ports = new HashMap<>();
        container()
                .get("ports")
                .forEach(port -> ports.put(
                        port.get("name").asText(), port.get("containerPort").asInt()));

        assertThat(ports).containsEntry("http", config.server().port());
        assertThat(config.admin().address()).hasToString("At[host=0.0.0.0, port=" + ports.get("admin") + "]");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container().at("/" + probe + "/httpGet/port").asText()).isEqualTo("admin");
        }
        assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
        assertThat(container().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/healthz");
        int preStop = container().at("/lifecycle/preStop/exec/command/1").asInt();
        assertThat(preStop).isPositive();
        assertThat(pod.get("terminationGracePeriodSeconds").asLong())
                .isGreaterThan(preStop + config.server().stopTimeout().toSeconds());
        assertThat(pod.get("enableServiceLinks").asBoolean()).isFalse();
    }

    @Test
    void kubernetesLetsThePodDoNothingElse() throws IOException {
        JsonNode pod = kubernetes("Deployment").at("/spec/template/spec");
        String user = Dockerfile.read().last("USER").get(0).rest();

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asText() + ":"
                        + pod.at("/securityContext/runAsGroup").asText())
                .isEqualTo(user);
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container().at("/securityContext/allowPrivilegeEscalation").asText())
                .isEqualTo("false");
        assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container().at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(container().at("/resources/limits/memory").asText())
                .isEqualTo(container().at("/resources/requests/memory").asText());
    }

    @Test
    void kubernetesSelectsThePodsThatItMakes() throws IOException {
        JsonNode deployment = kubernetes("Deployment").get("spec");
        JsonNode labels = deployment.at("/template/metadata/labels");

        assertThat(labels).isNotEmpty();
        assertThat(deployment.at("/selector/matchLabels")).isEqualTo(labels);
        assertThat(kubernetes("Service").at("/spec/selector")).isEqualTo(labels);
        assertThat(kubernetes("PodDisruptionBudget").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(kubernetes("PodDisruptionBudget").at("/spec/minAvailable").asInt())
                .isLessThan(deployment.get("replicas").asInt());
        assertThat(kubernetes("Service").at("/spec/ports/0/targetPort").asText())
                .isEqualTo("http");
        assertThat(container().at("/envFrom/0/configMapRef/name"))
                .isEqualTo(kubernetes("ConfigMap").at("/metadata/name"));
        assertThat(documents("kubernetes.yaml"))
                .extracting(one ->
                        one.get("apiVersion").asText() + " " + one.get("kind").asText())
                .containsExactly("v1 ConfigMap", "apps/v1 Deployment", "v1 Service", "policy/v1 PodDisruptionBudget");
    }

    @Test
    void theServiceWaitsForRequestsInFlight() throws IOException, ConfigException {
        Map<String, String> unit = unit();
        ProxyConfig config = config(Map.of("FRESHET_ORIGIN", "https://www.example.com"));

        assertThat(Duration.parse("PT" + unit.get("TimeoutStopSec")))
                .isGreaterThan(config.server().stopTimeout());
        assertThat(unit)
                .containsEntry("DynamicUser", "yes")
                .containsEntry("ProtectSystem", "strict")
                .containsEntry("NoNewPrivileges", "yes")
                .containsEntry("Restart", "on-failure")
                .containsEntry("EnvironmentFile", "/etc/freshet/freshet.env")
                .doesNotContainKeys("MemoryDenyWriteExecute", "User");
    }

    private static Map<String, String> unit() throws IOException {
        try (Stream<String> lines = Files.lines(DEPLOY.resolve("freshet.service"))) {
            return lines.filter(line -> line.matches("[A-Z]\\w+=.*"))
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> one + " " + other));
        }
    }

    /** Where systemd is. At most 2 of its 10 points may be left. */
    @Test
    void systemdFindsNothingWrongWithTheService(@TempDir Path directory) throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/systemd-analyze"))
                .as("systemd-analyze is not here: nobody has looked at deploy/freshet.service")
                .exists();
        Path launcher = ROOT.resolve("freshet").toAbsolutePath().normalize();
        Path unit = Files.writeString(
                directory.resolve("freshet.service"),
                Files.readString(DEPLOY.resolve("freshet.service"))
                        .replace("ExecStart=/opt/freshet/freshet", "ExecStart=" + launcher));

        assertThat(run("systemd-analyze", "verify", unit.toString())).isEqualTo("0 ");
        assertThat(run("systemd-analyze", "security", "--offline=true", "--threshold=20", unit.toString()))
                .startsWith("0 ");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }
}
