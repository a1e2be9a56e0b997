package io.freshet.admin;

import io.freshet.engine.PurgeResult;
import io.freshet.http.MediaTypePatterns;
import io.freshet.log.Printable;
import io.freshet.policy.Methods;
import io.freshet.proxy.InvalidTargetException;
import io.freshet.proxy.Operations;
import io.freshet.store.Measures;
import io.freshet.store.Propagation;
import io.freshet.store.PurgeMode;
import io.freshet.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin API, as its OpenAPI document says. May block for the store. */
public final class AdminApi {

    /** The largest content of a request, in bytes. */
    public static final int MAX_CONTENT = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);

    private final Operations operations;
    private final BooleanSupplier draining;

    /** @param draining whether no more requests are to come here */
    public AdminApi(Operations operations, BooleanSupplier draining) {
        this.operations = operations;
        this.draining = draining;
    }

    /** Whether a path needs no token: it tells nothing but whether this process is well. */
    public static boolean open(String path) {
        return path.equals("/healthz") || path.equals("/readyz");
    }

    /** Whether a method only asks. */
    public static boolean reads(String method) {
        return Methods.isGet(method) || Methods.isHead(method);
    }

    /**
     * Answers a request that may be made.
     *
     * @param type its media type, empty for none
     * @param content at most {@link #MAX_CONTENT} bytes
     */
    public AdminReply answer(String method, String path, Optional<String> type, byte[] content) {
        try {
            return switch (path) {
                case "/healthz" -> get(method, () -> Json.of(200, Map.of("status", "alive")));
                case "/readyz" -> get(method, this::ready);
                case "/openapi.json" -> get(method, AdminApi::document);
                case "/api/stats" -> get(method, this::statistics);
                case "/api/reload" -> post(method, type, this::reload);
                case "/api/purge" -> post(method, type, () -> purge(Json.read(content, Purge.class)));
                case "/api/explain" -> post(method, type, () -> explain(Json.read(content, ExplainRequest.class)));
                default -> Json.problem(404, "there is no " + path + " here; see /openapi.json");
            };
        } catch (InvalidTargetException wrong) {
            return Json.problem(400, String.valueOf(wrong.getMessage()));
        } catch (StoreException away) {
            return Json.problem(503, String.valueOf(away.getMessage()));
        } catch (IOException unreadable) {
            return Json.problem(400, "the content is not what /openapi.json describes: " + unreadable.getMessage());
        }
    }

    /** For a request with more than {@link #MAX_CONTENT}. */
    public static AdminReply tooLarge() {
        return Json.problem(413, "the content of a request has at most " + MAX_CONTENT + " bytes");
    }

    private interface Work {
        AdminReply done() throws InvalidTargetException, IOException;
    }

    private static AdminReply get(String method, Work work) throws InvalidTargetException, IOException {
        return reads(method) ? work.done() : Json.problem(405, "use GET");
    }

    /** A type that no form of a web page can send. */
    private static AdminReply post(String method, Optional<String> type, Work work)
            throws InvalidTargetException, IOException {
        if (!method.equals("POST")) {
            return Json.problem(405, "use POST");
        }
        boolean json = type.map(MediaTypePatterns::withoutParameters)
                .filter(Json.TYPE::equals)
                .isPresent();
        return json ? work.done() : Json.problem(415, "send JSON, with Content-Type: application/json");
    }

    private AdminReply ready() {
        boolean ready = !draining.getAsBoolean();
        Map<String, Object> says = new LinkedHashMap<>();
        says.put("status", ready ? "ready" : "draining");
        // Without it the origin answers: no reason to send clients elsewhere.
        says.put("store", operations.storeAnswers() ? "answers" : "away");
        return Json.of(ready ? 200 : 503, says);
    }

    private static AdminReply document() {
        try (InputStream in = AdminApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: openapi.json");
            }
            return new AdminReply(200, Json.TYPE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AdminReply statistics() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("store", operations.store());
        all.put("origins", operations.origins().stream().map(OriginState::of).toList());
        all.put("nodes", operations.nodes().stream().map(NodeState::of).toList());
        operations.measure(new Measures() {
            @Override
            public void gauge(String name, String description, DoubleSupplier value) {
                put(name, value.getAsDouble());
            }

            @Override
            public void counter(String name, String description, DoubleSupplier value) {
                put(name, value.getAsDouble());
            }

            private void put(String name, double value) {
                if (!Double.isNaN(value)) {
                    all.put(name, value == Math.rint(value) ? (Object) (long) value : (Object) value);
                }
            }
        });
        return Json.of(200, all);
    }

    private AdminReply purge(Purge purge) throws InvalidTargetException {
        if (!purge.clear()) {
            throw new InvalidTargetException("name one thing to be purged: url, tag, prefix, or all: true");
        }
        Map<String, Object> done = new LinkedHashMap<>();
        String did = purge.strength() == PurgeMode.SOFT ? "Made stale" : "Purged";
        if (purge.ofUrl().isPresent()) {
            String url = purge.ofUrl().get();
            tell(done, operations.purge(url, purge.strength()), did, Printable.of(url));
        } else if (purge.ofTag().isPresent()) {
            String tag = purge.ofTag().get();
            tell(done, operations.purgeTag(tag, purge.strength()), did + " what carries the tag", Printable.of(tag));
        } else if (purge.ofPrefix().isPresent()) {
            String prefix = purge.ofPrefix().get();
            tell(
                    done,
                    operations.purgePrefix(prefix, purge.strength()),
                    did + " what begins with",
                    Printable.of(prefix));
        } else if (purge.strength() == PurgeMode.SOFT) {
            throw new InvalidTargetException(
                    "everything cannot be made stale: name a url, a tag or a prefix, or leave out soft");
        } else {
            done.put("removed", operations.purgeAll());
            done.put("reach", reach(Propagation.EVERY_NODE));
            LOG.info("Purged everything.");
        }
        return Json.of(200, done);
    }

    private void tell(Map<String, Object> done, PurgeResult purged, String did, String what) {
        done.put("reach", reach(purged.reach()));
        done.put("responses", purged.responses());
        if (purged.responses() == 0) {
            done.put("note", purged.met());
        }
        LOG.info("{} {}: {}.", did, what, purged.met());
    }

    private AdminReply reload() throws InvalidTargetException {
        operations.reload();
        return Json.of(200, Map.of("reloaded", true));
    }

    private String reach(Propagation reach) {
        return operations.isShared() && reach == Propagation.EVERY_NODE ? "every-node" : "this-node";
    }

    private AdminReply explain(ExplainRequest question) throws InvalidTargetException {
        String url =
                question.target().orElseThrow(() -> new InvalidTargetException("name the url that is to be explained"));
        HttpFields fields = question.headerFields();
        return Json.of(200, ExplainResponse.of(operations.explain(question.methodOrGet(), url, fields)));
    }
}
