package io.freshet.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.config.ConfigException;
import io.freshet.standalone.MeasuredProxy;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboard shows what there is: each name and label in it is on the page of a proxy that has had some traffic. */
class DashboardTest {

    private static final File FILE = new File("../deploy/grafana/freshet.json");

    /** What Prometheus itself says of where a sample is from. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    /** Units of Grafana that are used here. */
    private static final Set<String> UNITS = Set.of("reqps", "Bps", "percentunit", "short", "s", "bytes", "ops");

    private static Scrape scrape = new Scrape(Map.of());

    /** An expression of a panel. */
    record Target(String panel, String expression, String legend) {
        @Override
        public String toString() {
            return panel + ": " + expression;
        }
    }

    @BeforeAll
    static void haveSomeTraffic() throws ConfigException, IOException {
        try (RawOrigin origin = RawOrigin.start();
                RedisServerFixture redis = new RedisServerFixture().start();
                MeasuredProxy onMemory = MeasuredProxy.start(origin.uri());
                MeasuredProxy onRedis = MeasuredProxy.start(
                        origin.uri(),
                        Map.of("store", "redis", "redis", redis.uri().toString()),
                        List.of())) {
            for (MeasuredProxy proxy : List.of(onMemory, onRedis)) {
                origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 5\n\nhello");
                get(proxy, "/a");
                get(proxy, "/a");
                post(proxy);
                origin.refuse();
                get(proxy, "/b");
                origin.accept();
            }
            // Pauses are only told of once there was one.
            System.gc();
            await().untilAsserted(() -> {
                scrape = Scrape.of(page(onMemory), page(onRedis));
                assertThat(scrape.metrics()).containsKey("jvm_gc_pause_seconds_sum");
                assertThat(scrape.values("freshet_requests_total", "outcome")).contains("hit", "miss", "bypass");
            });
        }
    }

    @AfterAll
    static void forget() {
        scrape = new Scrape(Map.of());
    }

    private static String page(MeasuredProxy proxy) {
        return proxy.metrics().page(Optional.empty()).content();
    }

    private static void get(MeasuredProxy proxy, String path) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send("GET " + path + " HTTP/1.1\nHost: site.example\nConnection: close")
                    .read();
        }
    }

    private static void post(MeasuredProxy proxy) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send("POST /a HTTP/1.1\nHost: site.example\nContent-Length: 2\nConnection: close\n\nab")
                    .read();
        }
    }

    private static JsonNode dashboard() throws IOException {
        return new JsonMapper().readTree(FILE);
    }

    static Stream<Target> targets() throws IOException {
        List<Target> targets = new ArrayList<>();
        for (JsonNode panel : dashboard().get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                targets.add(new Target(
                        panel.get("title").asText(),
                        target.get("expr").asText(),
                        target.get("legendFormat").asText()));
            }
        }
        return targets.stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void readsOnlyWhatThereIs(Target target) {
        PromQl query = PromQl.of(target.expression());
        Set<String> labels = new HashSet<>(OF_PROMETHEUS);

        assertThat(query.selectors()).isNotEmpty();
        for (PromQl.Selector selector : query.selectors()) {
            assertThat(scrape.metrics()).containsKey(selector.metric());
            labels.addAll(scrape.labels(selector.metric()));
            for (PromQl.Matching matching : selector.labels()) {
                if (!OF_PROMETHEUS.contains(matching.label())) {
                    assertThat(scrape.labels(selector.metric())).contains(matching.label());
                    assertMeansSomething(matching, scrape.values(selector.metric(), matching.label()));
                }
            }
        }
        assertThat(labels).containsAll(query.grouping());
        Matcher legend = LEGEND.matcher(target.legend());
        while (legend.find()) {
            assertThat(query.grouping()).contains(legend.group(1));
        }
    }

    /** Of alternatives, each must be one that a request here had, or that only a crowd or a validation has. */
    private static void assertMeansSomething(PromQl.Matching matching, Set<String> values) {
        Set<String> possible = new HashSet<>(values);
        if (matching.label().equals("outcome")) {
            possible.addAll(Set.of("validated", "collapsed"));
        }
        assertThat(possible).contains(matching.value().split("\\|"));
    }

    @Test
    void countsAsRatesOnlyWhatRises() throws IOException {
        targets()
                .flatMap(target -> PromQl.of(target.expression()).selectors().stream()
                        .filter(selector -> target.expression().contains("rate(" + selector.metric() + "{")))
                .forEach(selector -> assertThat(selector.metric()).matches(".*_(total|bucket|count|sum)"));
    }

    @Test
    void showsEverythingThatIsMeasuredOfFreshet() throws IOException {
        Set<String> shown = new HashSet<>();
        targets()
                .flatMap(target -> PromQl.of(target.expression()).selectors().stream())
                .forEach(selector -> shown.add(selector.metric()));

        assertThat(scrape.metrics().keySet().stream()
                        .filter(name -> name.startsWith("freshet_"))
                        .filter(name -> !name.matches(".*_seconds_(max|sum|count)")))
                .isSubsetOf(shown);
    }

    @Test
    void canBeImportedAnywhere() throws IOException {
        JsonNode dashboard = dashboard();
        List<Integer> ids = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            ids.add(panel.get("id").asInt());
            if (!panel.get("type").asText().equals("row")) {
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(UNITS)
                        .contains(panel.at("/fieldConfig/defaults/unit").asText());
                int right =
                        panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt();
                assertThat(right).isLessThanOrEqualTo(24);
            }
        }

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(dashboard.get("uid").asText()).isEqualTo("freshet");
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        for (JsonNode variable : dashboard.at("/templating/list")) {
            if (variable.get("type").asText().equals("query")) {
                String query = variable.at("/query/query").asText();
                Matcher metric = Pattern.compile("label_values\\((\\w+).*").matcher(query);
                assertThat(metric.matches()).as(query).isTrue();
                assertThat(scrape.metrics()).containsKey(metric.group(1));
            }
        }
    }
}
