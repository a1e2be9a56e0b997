package io.freshet.standalone.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.admin.AdminApi;
import io.freshet.config.AdminAddress;
import io.freshet.config.AdminConfig;
import io.freshet.standalone.MeasuredProxy;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.FreePort;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.IO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard in a real browser, in front of a real proxy. */
class DashboardIT {

    private static final String TOKEN = "0123456789abcdef";
    private static final String HOSTILE = "<img/src=x/onerror=document.title='taken'>";

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private Path directory;
    private RawOrigin origin;
    private MeasuredProxy proxy;
    private AdminServer admin;
    private Chromium browser;

    @BeforeEach
    void start() throws Exception {
        Path program = Chromium.findOrLeaveOut("the dashboard is");
        origin = RawOrigin.start();
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nSurrogate-Key: all " + HOSTILE + "\nX-Told: "
                + HOSTILE + "\nX-Steers: a\u0085b\u009bc\nContent-Length: 5\n\nhello");
        proxy = MeasuredProxy.start(origin.uri());
        admin = admin(Optional.empty());
        directory = Files.createTempDirectory("chromium");
        browser = Chromium.start(program, directory);
    }

    private AdminServer admin(Optional<String> token) throws IOException {
        AdminConfig config =
                new AdminConfig(new AdminAddress.At("127.0.0.1", FreePort.next()), token, Optional.empty(), List.of());
        AdminApi api = new AdminApi(proxy.freshet().operations(), () -> false);
        return AdminServer.start(config, 1, api, proxy.metrics()).orElseThrow();
    }

    @AfterEach
    void stop() throws IOException {
        load.shutdownNow();
        if (browser != null) {
            browser.close();
            IO.delete(directory.toFile());
        }
        if (admin != null) {
            admin.close();
            proxy.close();
            origin.close();
        }
    }

    private RawResponse get(String target) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            return client.send("GET " + target + " HTTP/1.1\nHost: site.example\nConnection: close")
                    .read();
        }
    }

    private Tab open() {
        browser.tab().go(admin.url() + "/");
        browser.tab().awaitText("#state", "Live");
        return browser.tab();
    }

    private void isQuiet() {
        assertThat(browser.tab().complaints()).isEmpty();
        assertThat(browser.tab().requests())
                .isNotEmpty()
                .allMatch(url ->
                        url.startsWith(admin.url() + "/") || url.startsWith("data:") || url.equals("about:blank"));
    }

    @Test
    void drawsWhatHappensAndLoadsNothingFromElsewhere() {
        ScheduledFuture<?> running = load.scheduleAtFixedRate(() -> get("/a"), 0, 20, TimeUnit.MILLISECONDS);
        Tab tab = open();

        tab.awaitTrue("document.querySelectorAll('.canvas canvas').length === 4");
        tab.awaitTrue("parseFloat(document.querySelector('#plot-requests .big').innerText) > 5");
        tab.awaitTrue("parseFloat(document.querySelector('#plot-ratio .big').innerText) > 50");
        tab.awaitTrue("/µs|ms/.test(document.querySelector('#plot-latency .big').innerText)");
        tab.awaitText("#plot-bytes .legend", "from the cache");
        tab.awaitText("#urls", "http://site.example/a");
        tab.awaitText("#tiers", "Memory");
        tab.awaitText("#origins", origin.uri().toString());
        tab.awaitText("#nodes", "This node");
        tab.awaitText("#reasons", "uri-miss");
        assertThat(running.isDone()).isFalse();
        isQuiet();
        // Three readings make a line: its colour is there.
        tab.awaitTrue("(" + PAINTED + ")('#plot-ratio') > 20 && (" + PAINTED + ")('#plot-requests') > 20");
    }

    @Test
    void listsTheNodesThatShareItsRedis() throws Exception {
        Map<String, String> settings =
                Map.of("store", "redis", "redis", REDIS.uri().toString());
        proxy.close();
        admin.close();
        proxy = MeasuredProxy.start(origin.uri(), settings, List.of());
        admin = admin(Optional.empty());
        try (MeasuredProxy other = MeasuredProxy.start(origin.uri(), settings, List.of())) {
            Tab tab = open();

            tab.awaitTrue("document.querySelectorAll('#nodes > *').length === 2");
            tab.awaitText("#nodes", "Had heard of removals");
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> other.freshet().operations().nodes().size() == 2);
            isQuiet();
        }
    }

    /** How many pixels of a plot are greener than they are red. */
    private static final String PAINTED = """
            id => {
              const canvas = document.querySelector(id + ' canvas');
              const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let found = 0;
              for (let i = 0; i < data.length; i += 4) found += data[i + 3] > 20 && data[i + 1] > data[i] + 60 ? 1 : 0;
              return found;
            }""";

    @Test
    void explainsAndPurgesWithTheKeyboardAlone() {
        get("/a");
        Tab tab = open();

        tab.press(Tab.Key.TAB);
        assertThat(tab.value("document.activeElement.className")).isEqualTo("skip");
        tab.press(Tab.Key.ENTER);
        tab.tabTo("ask-url");
        tab.type("http://site.example/a");
        tab.press(Tab.Key.ENTER);
        tab.awaitText("#answer", "Answered from the cache");
        assertThat(tab.text("#answer")).contains("fresh", "RFC 9111 §4.2", "200 in memory", "max-age");

        tab.tabTo("purge-url");
        tab.press(Tab.Key.ENTER);
        tab.awaitText("#answer", "Purged");
        assertThat(get("/a").value("X-Cache")).contains("MISS");

        tab.tabTo("purge-what");
        tab.press(Tab.Key.DOWN);
        tab.awaitText("#purge-label", "Beginning");
        tab.press(Tab.Key.TAB);
        tab.type("http://site.example/");
        tab.press(Tab.Key.ENTER);
        tab.awaitTrue("document.getElementById('sure').open");
        assertThat(tab.value("document.activeElement.id")).isEqualTo("sure-no");
        tab.press(Tab.Key.ENTER);
        tab.awaitTrue("!document.getElementById('sure').open");
        assertThat(get("/a").value("X-Cache")).contains("HIT");

        tab.tabTo("purge-value");
        tab.press(Tab.Key.ENTER);
        tab.awaitTrue("document.getElementById('sure').open");
        tab.tabTo("sure-yes");
        tab.press(Tab.Key.ENTER);
        tab.awaitText("#answer", "Purged what has a URL that begins with");
        assertThat(get("/a").value("X-Cache")).contains("MISS");
        isQuiet();
    }

    @Test
    void choosesOneOfTheBusiestWithTheKeyboard() {
        get("/a");
        get("/a");
        Tab tab = open();
        tab.awaitText("#urls", "/a");

        tab.tabTo("url");
        tab.press(Tab.Key.ENTER);

        tab.awaitText("#answer", "Answered from the cache");
        tab.awaitTrue("document.activeElement.parentElement.className === 'verdict'");
        isQuiet();
    }

    @Test
    void showsWhatSomebodyMadeUpAsText() {
        get("/?q=" + HOSTILE);
        get("/?q=" + HOSTILE);
        Tab tab = open();
        tab.awaitText("#urls", HOSTILE);

        tab.tabTo("url");
        tab.press(Tab.Key.ENTER);
        // The API takes no such URL; what it says of it is text, too.
        tab.awaitTrue("document.querySelector('#answer').innerText.length > 20");
        tab.value("document.getElementById('ask-url').value = 'http://site.example/?q=' + encodeURIComponent('a')");
        get("/?q=a");
        tab.tabTo("ask-url");
        tab.press(Tab.Key.ENTER);
        tab.awaitText("#answer", "Answered from the cache");
        tab.value("document.querySelectorAll('details').forEach(one => { one.open = true; })");

        assertThat(tab.text("#answer")).contains("X-Told: " + HOSTILE).contains("X-Steers: a\\u0085b\\u009bc");
        assertThat(tab.value("document.querySelectorAll('img').length")).isEqualTo("0");
        assertThat(tab.value("document.title")).isEqualTo("Freshet");
        assertThat(browser.tab().requests()).allMatch(url -> url.startsWith(admin.url()) || url.startsWith("data:"));
    }

    @Test
    void asksForTheTokenAndKeepsItInThisTabOnly() throws IOException {
        admin.close();
        admin = admin(Optional.of(TOKEN));
        Tab tab = browser.tab();
        tab.go(admin.url() + "/");

        tab.awaitTrue("document.getElementById('token').open");
        tab.type("not the token");
        tab.press(Tab.Key.ENTER);
        tab.awaitText("#token-wrong", "That is not it.");
        assertThat(tab.text("#state")).isEqualTo("Starting");
        tab.type(TOKEN);
        tab.press(Tab.Key.ENTER);
        tab.awaitText("#state", "Live");

        assertThat(tab.value("JSON.stringify(sessionStorage)")).contains(TOKEN);
        assertThat(tab.value("JSON.stringify(localStorage) + document.cookie + location"))
                .doesNotContain(TOKEN);
        assertThat(tab.requests()).noneMatch(url -> url.contains(TOKEN));
        tab.tabTo("forget");
        tab.press(Tab.Key.ENTER);
        tab.awaitTrue("document.getElementById('token').open");
        assertThat(tab.value("JSON.stringify(sessionStorage)")).doesNotContain(TOKEN);
    }

    @Test
    void rests() {
        Tab tab = open();

        tab.tabTo("pause");
        tab.press(Tab.Key.SPACE);
        tab.awaitText("#state", "Paused");
        int asked = tab.requests().size();
        await().pollDelay(5, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(tab.requests()).hasSize(asked));
        tab.press(Tab.Key.SPACE);
        tab.awaitText("#state", "Live");
    }

    @Test
    void saysThatTheProxyIsAway() throws IOException {
        Tab tab = open();
        admin.close();
        tab.awaitText("#state", "Away");
        tab.awaitText("#notice", "The proxy does not answer");
    }

    /** WCAG 2.2, 1.4.3, level AA: 4.5 to 1, whatever the size. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void hasTextThatCanBeRead(String scheme) {
        get("/a");
        get("/a");
        Tab tab = browser.tab();
        tab.prefer(scheme);
        open();
        tab.awaitText("#urls", "/a");
        tab.tabTo("url");
        tab.press(Tab.Key.ENTER);
        tab.awaitText("#answer", "Answered from the cache");

        assertThat(tab.value(FAINT)).isEqualTo("[]");
        boolean dark = scheme.equals("dark");
        assertThat(tab.value("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(dark ? "rgb(14, 20, 24)" : "rgb(243, 245, 247)");
        isQuiet();
    }

    private static final String FAINT = """
            (() => {
              const context = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
              const over = colors => {
                context.clearRect(0, 0, 1, 1);
                for (const color of colors) { context.fillStyle = color; context.fillRect(0, 0, 1, 1); }
                return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
              };
              const light = rgb => rgb.map(n => n / 255).map(n => n <= .04045 ? n / 12.92 : ((n + .055) / 1.055) ** 2.4)
                .reduce((sum, n, i) => sum + n * [.2126, .7152, .0722][i], 0);
              const faint = [];
              for (const element of document.querySelectorAll('body *')) {
                const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
                if (!own || !element.checkVisibility() || element.closest('svg, noscript, dialog')) continue;
                const behind = [];
                for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
                const ground = light(over(behind));
                const ink = light(over([...behind, getComputedStyle(element).color]));
                const contrast = (Math.max(ground, ink) + .05) / (Math.min(ground, ink) + .05);
                if (contrast < 4.5) faint.push(element.className + ' ' + element.textContent.slice(0, 30) + ' ' + contrast);
              }
              return JSON.stringify(faint);
            })()""";

    @ParameterizedTest
    @CsvSource({"400, 1", "900, 2", "1600, 4"})
    void fits(int width, int columns) {
        get("/a/" + "long-".repeat(60));
        get("/a/" + "long-".repeat(60));
        browser.tab().size(width, 900);
        Tab tab = open();
        tab.awaitText("#urls", "/a");

        assertThat(Integer.parseInt(tab.value("document.documentElement.scrollWidth")))
                .isLessThanOrEqualTo(width);
        assertThat(tab.value(
                        "getComputedStyle(document.querySelector('.plots')).gridTemplateColumns.split(' ').length"))
                .isEqualTo(Integer.toString(columns));
    }
}
