package io.freshet.servlet;

import io.freshet.config.ProxyConfig;
import io.freshet.engine.CacheEngine;
import io.freshet.engine.Explanation;
import io.freshet.http.RequestHead;
import io.freshet.policy.Scope;
import io.freshet.store.CacheStore;
import io.freshet.store.CacheStore.Reach;
import io.freshet.store.Measures;
import io.freshet.store.StoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What an operator does with a running cache, and asks it. URLs are those that clients use: how the site is called, not the origin.
 * Every method may block for the store.
 */
public final class Operations {

    /** A URL or a name that cannot be meant; the message says why, and what to do. */
    public static final class NotMeant extends Exception {
        private static final long serialVersionUID = 1L;

        public NotMeant(String message) {
            super(message);
        }
    }

    private final ProxyConfig config;
    private final CacheStore store;
    private final CacheEngine engine;
    private final Gate gate;
    private final OriginMapping mapping;

    Operations(ProxyConfig config, CacheStore store, CacheEngine engine, Gate gate, OriginMapping mapping) {
        this.config = config;
        this.store = store;
        this.engine = engine;
        this.gate = gate;
        this.mapping = mapping;
    }

    /** Removes what is stored for one URL: every variant, for the host that it names. */
    public Reach purge(String url) throws NotMeant {
        return engine.remove(request("GET", url, HttpFields.EMPTY));
    }

    /** Invalidates what carries a tag: a name in {@code Surrogate-Key}, {@code Cache-Tag} or {@code Cache-Groups}. */
    public Reach purgeTag(String tag) throws NotMeant {
        if (tag.isBlank()) {
            throw new NotMeant("a tag has at least one character");
        }
        return store.invalidate(Scope.Tag.named(tag));
    }

    /** Invalidates what has a URL that begins so, character by character, for whatever host it was stored. */
    public Reach purgePrefix(String prefix) throws NotMeant {
        URI uri = absolute(prefix);
        Optional<String> path =
                mapping.pathAndQuery(orRoot(uri.getRawPath()), "", Optional.ofNullable(uri.getRawQuery()));
        String authority =
                config.preserveHost() ? uri.getRawAuthority() : config.origin().getRawAuthority();
        return store.invalidate(new Scope.Prefix(
                mapping.uri(authority, path.orElseThrow(() -> new NotMeant("the path leads out of the site")))));
    }

    /**
     * Removes everything that is stored.
     *
     * @return how many responses there were
     * @throws StoreException if the store cannot do it now
     */
    public long purgeAll() throws StoreException {
        return store.clear();
    }

    /** What would be done with a request now, and why; all that is stored for it. */
    public Explanation explain(String method, String url, HttpFields fields) throws NotMeant {
        return engine.explain(request(method, url, fields), false);
    }

    /** What the store is, and where. */
    public String store() {
        return store.description();
    }

    /** Whether the store may be asked now; memory may answer in any case. */
    public boolean storeAnswers() {
        return store.standing() != CacheStore.Standing.AWAY;
    }

    /** Tells what can be measured. */
    public void measure(Measures measures) {
        store.measure(measures);
        engine.measure(measures);
    }

    private RequestHead request(String method, String url, HttpFields fields) throws NotMeant {
        URI uri = absolute(url);
        HttpFields withHost = HttpFields.build(fields)
                .put(HttpHeader.HOST, uri.getRawAuthority())
                .asImmutable();
        Admission admission = gate.admit(new ToldRequest(method, uri, withHost));
        if (admission instanceof Admission.Admitted admitted) {
            return admitted.head();
        }
        throw new NotMeant("the proxy would refuse such a request");
    }

    private static URI absolute(String url) throws NotMeant {
        if (url.indexOf('*') >= 0) {
            throw new NotMeant("* is no wildcard here; purge a prefix, or percent-encode the character if you mean it");
        }
        try {
            URI uri = new URI(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException notAUri) {
            // Said below.
        }
        throw new NotMeant("it must be a whole URL as clients use it, such as https://www.example.com/products/1");
    }

    private static String orRoot(String path) {
        return path.isEmpty() ? "/" : path;
    }

    /** A request that an operator tells of. */
    private record ToldRequest(String method, URI uri, HttpFields fields) implements ClientRequest {

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public String scheme() {
            return uri.getScheme().toLowerCase(Locale.ROOT);
        }

        @Override
        public String path() {
            return orRoot(uri.getRawPath());
        }

        @Override
        public Optional<String> query() {
            return Optional.ofNullable(uri.getRawQuery());
        }

        @Override
        public String contextPath() {
            return "";
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }
    }
}
