package io.freshet.standalone.admin;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A tab of a browser, by the DevTools protocol: what a person at the keyboard can do, and what the page did of itself. */
final class Tab implements AutoCloseable {

    /** A key that is pressed, with its number in the protocol and the text that comes of it. */
    enum Key {
        TAB("Tab", 9, ""),
        ENTER("Enter", 13, "\r"),
        ESCAPE("Escape", 27, ""),
        SPACE(" ", 32, " "),
        DOWN("ArrowDown", 40, ""),
        RIGHT("ArrowRight", 39, "");

        private final String name;
        private final int number;
        private final String text;

        Key(String name, int number, String text) {
            this.name = name;
            this.number = number;
            this.text = text;
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final WebSocket socket;

    private Tab(URI debugger) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(debugger, new Messages(this::take))
                .join();
    }

    static Tab open(URI debugger) {
        Tab tab = new Tab(debugger);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tab.send(domain + ".enable", Map.of());
        }
        return tab;
    }

    /** Puts messages together that arrive in parts. */
    private static final class Messages implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();
        private final Consumer<String> taker;

        Messages(Consumer<String> taker) {
            this.taker = taker;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                taker.accept(parts.toString());
                parts.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }
    }

    private void take(String message) {
        try {
            JsonNode said = JSON.readTree(message);
            if (said.has("id")) {
                answers.remove(said.get("id").asInt()).complete(said);
                return;
            }
            JsonNode about = said.get("params");
            switch (said.get("method").asText()) {
                case "Runtime.exceptionThrown" -> complaints.add(about.toString());
                case "Runtime.consoleAPICalled" -> complaints.add(about.toString());
                case "Log.entryAdded" -> {
                    if (about.at("/entry/level").asText().matches("error|warning")) {
                        complaints.add(about.toString());
                    }
                }
                case "Network.requestWillBeSent" ->
                    requests.add(about.at("/request/url").asText());
                default -> {
                    // Of no interest.
                }
            }
        } catch (java.io.IOException noJson) {
            complaints.add(message);
        }
    }

    JsonNode send(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true).join();
        JsonNode said = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (said.has("error")) {
            throw new IllegalStateException(said.toString());
        }
        return said.get("result");
    }

    void go(String url) {
        send("Page.navigate", Map.of("url", url));
    }

    /** What an expression is worth, as text. */
    String value(String expression) {
        JsonNode result = send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(result.toString());
        }
        return result.at("/result/value").asText();
    }

    /** Waits until an expression is true. */
    void awaitTrue(String expression) {
        await(expression).atMost(PATIENCE).ignoreExceptions().until(() -> value("!!(" + expression + ")")
                .equals("true"));
    }

    /** Waits until an element holds a text. */
    void awaitText(String selector, String text) {
        await(selector).atMost(PATIENCE).ignoreExceptions().until(() -> text(selector), seen -> seen.contains(text));
    }

    String text(String selector) {
        return value("document.querySelector('" + selector + "').innerText");
    }

    void press(Key key) {
        Map<String, Object> event = Map.of(
                "type", key.text.isEmpty() ? "rawKeyDown" : "keyDown",
                "key", key.name,
                "code", key == Key.SPACE ? "Space" : key.name,
                "windowsVirtualKeyCode", key.number,
                "text", key.text);
        send("Input.dispatchKeyEvent", event);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key.name, "windowsVirtualKeyCode", key.number));
    }

    void type(String text) {
        send("Input.insertText", Map.of("text", text));
    }

    /** Presses Tab until an element has the focus, as somebody without a mouse does. */
    void tabTo(String id) {
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            String at = value("document.activeElement.id || document.activeElement.className");
            if (at.equals(id)) {
                return;
            }
            passed.add(at);
            press(Key.TAB);
        }
        throw new AssertionError("Tab never comes to " + id + ": " + passed);
    }

    void prefer(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Errors, warnings, and whatever the page wrote to its console. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Every URL that was asked for. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
