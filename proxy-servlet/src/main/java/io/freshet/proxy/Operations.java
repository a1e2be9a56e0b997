package io.freshet.proxy;

import io.freshet.config.ConfigException;
import io.freshet.engine.CacheEngine;
import io.freshet.engine.PurgeResult;
import io.freshet.engine.course.Explanation;
import io.freshet.http.Site;
import io.freshet.http.TargetPath;
import io.freshet.policy.InvalidationScope;
import io.freshet.proxy.admission.Admission;
import io.freshet.proxy.admission.ClientRequest;
import io.freshet.proxy.origin.OriginObserver;
import io.freshet.proxy.origin.OriginWatch;
import io.freshet.routing.Origin;
import io.freshet.routing.OriginMapping;
import io.freshet.store.Availability;
import io.freshet.store.CacheStore;
import io.freshet.store.Measures;
import io.freshet.store.Node;
import io.freshet.store.Propagation;
import io.freshet.store.PurgeMode;
import io.freshet.store.StoreException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What an operator does with a running cache, and asks it. URLs are those that clients use: how the site is called, not the origin.
 * Every method may block for the store.
 */
public final class Operations {

    private final CacheStore store;
    private final Supplier<Setup> setup;
    private final OriginWatch originWatch;
    private final Reload reload;

    /** Reads the configuration again. */
    interface Reload {
        void run() throws ConfigException;
    }

    Operations(CacheStore store, Supplier<Setup> setup, OriginWatch originWatch, Reload reload) {
        this.store = store;
        this.setup = setup;
        this.originWatch = originWatch;
        this.reload = reload;
    }

    /**
     * Reads the configuration again, and goes by it from now on.
     *
     * @throws NotMeant if it is not usable; nothing has changed then
     */
    public void reload() throws InvalidTargetException {
        try {
            reload.run();
        } catch (ConfigException unusable) {
            throw new InvalidTargetException(unusable.getMessage());
        }
    }

    /** Purges what is stored for one URL: every variant, for the host that it names. */
    public PurgeResult purge(String url, PurgeMode strength) throws InvalidTargetException {
        Admission.Admitted request = request("GET", url, HttpFields.EMPTY);
        CacheEngine engine = request.route().engine();
        return strength == PurgeMode.SOFT ? engine.soften(request.head()) : engine.remove(request.head());
    }

    /** Purges what carries a tag: a name in {@code Surrogate-Key}, {@code Cache-Tag} or {@code Cache-Groups}. */
    public PurgeResult purgeTag(String tag, PurgeMode strength) throws InvalidTargetException {
        if (tag.isBlank()) {
            throw new InvalidTargetException("a tag has at least one character");
        }
        return purge(InvalidationScope.Tag.named(tag), strength);
    }

    private PurgeResult purge(InvalidationScope scope, PurgeMode strength) {
        long met = store.atHand(scope);
        return new PurgeResult(store.invalidate(scope, strength), met);
    }

    /** Purges what has a URL that begins so, character by character, for whatever host it was stored. */
    public PurgeResult purgePrefix(String prefix, PurgeMode strength) throws InvalidTargetException {
        SiteUrl begins = SiteUrl.of(prefix);
        TargetPath below = TargetPath.of(begins.path())
                .orElseThrow(() ->
                        new InvalidTargetException("the path leads out of the site, or servers read it differently"));
        PurgeResult all = new PurgeResult(Propagation.EVERY_NODE, 0);
        // Which of them a URL that begins so leads to, rules may say by anything.
        for (Origin origin : setup.get().router().origins()) {
            OriginMapping mapping = origin.mapping();
            String path = mapping.pathAndQuery(below, begins.query());
            String authority = setup.get().config().origin().preserveHost()
                    ? Site.normalHost(begins.scheme(), begins.authority())
                    : mapping.origin().getRawAuthority();
            all = all.and(purge(new InvalidationScope.Prefix(mapping.uri(authority, path)), strength));
        }
        return all;
    }

    /** Every origin there is at the moment, and how it is. */
    public Collection<Origin> origins() {
        return setup.get().router().origins();
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
    public Explanation explain(String method, String url, HttpFields fields) throws InvalidTargetException {
        Admission.Admitted request = request(method, url, fields);
        return request.route().engine().explain(request.head(), false);
    }

    /** The site that this stands in front of. */
    public URI origin() {
        return setup.get().config().origin().url();
    }

    /** What the store is, and where. */
    public String store() {
        return store.description();
    }

    /** Whether other processes may keep their responses in the store too. */
    public boolean isShared() {
        return store.isShared();
    }

    /** The processes that share the store, this one included; none where it is this one's alone, or does not tell. */
    public List<Node> nodes() {
        return store.nodes();
    }

    /** Whether the store may be asked now; memory may answer in any case. */
    public boolean storeAnswers() {
        return store.availability() != Availability.AWAY;
    }

    /** Tells what can be measured. */
    public void measure(Measures measures) {
        store.measure(measures);
        setup.get().engine().measure(measures);
        originWatch.measure(measures);
    }

    /** Has {@code observer} alone told from now on how the origin does. */
    public void observeOrigin(OriginObserver observer) {
        originWatch.observe(observer);
    }

    private Admission.Admitted request(String method, String url, HttpFields fields) throws InvalidTargetException {
        SiteUrl uri = SiteUrl.of(url);
        HttpFields withHost =
                HttpFields.build(fields).put(HttpHeader.HOST, uri.authority()).asImmutable();
        Admission admission = setup.get().gate().admit(new ToldRequest(method, uri, withHost));
        if (admission instanceof Admission.Admitted admitted) {
            return admitted;
        }
        throw new InvalidTargetException("the proxy would refuse such a request");
    }

    /** A request that an operator tells of. */
    private record ToldRequest(String method, SiteUrl url, HttpFields fields) implements ClientRequest {

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public String scheme() {
            return url.scheme();
        }

        @Override
        public String path() {
            return url.path();
        }

        @Override
        public Optional<String> query() {
            return url.query();
        }

        @Override
        public String contextPath() {
            return "";
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }

        @Override
        public boolean endsWithHead() {
            return true;
        }
    }
}
