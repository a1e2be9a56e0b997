package io.freshet.routing;

import io.freshet.config.OriginConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A site to stand in front of. */
public final class Origin {

    private final OriginConfig config;
    private final OriginMapping mapping;
    private final List<OriginAddress> addresses;
    private final AtomicInteger next = new AtomicInteger();

    Origin(OriginConfig config) {
        this.config = config;
        this.mapping = new OriginMapping(config.url());
        List<URI> places = config.addresses().isEmpty() ? List.of(config.url()) : config.addresses();
        this.addresses = places.stream()
                .map(uri -> new OriginAddress(uri, config.url(), config.maxFails(), config.failTimeout()))
                .toList();
    }

    public OriginConfig config() {
        return config;
    }

    public String name() {
        return config.name();
    }

    /** How its paths and the proxy's correspond. */
    public OriginMapping mapping() {
        return mapping;
    }

    public List<OriginAddress> addresses() {
        return addresses;
    }

    /**
     * The address for the next request: the next one in turn that seems well; if requests to all of them have failed, one of those.
     * Empty where the health check says of all that they are not well.
     *
     * @param failed one that the same request has tried already, and that is better not tried again
     */
    public Optional<OriginAddress> pick(Optional<OriginAddress> failed) {
        int first = addresses.size() == 1 ? 0 : Math.floorMod(next.getAndIncrement(), addresses.size());
        Optional<OriginAddress> second = Optional.empty();
        Optional<OriginAddress> last = Optional.empty();
        for (int i = 0; i < addresses.size(); i++) {
            OriginAddress address = addresses.get((first + i) % addresses.size());
            boolean tried = failed.filter(other -> other == address).isPresent();
            if (address.unhealthy()) {
                continue;
            }
            if (!tried && (addresses.size() == 1 || !address.ejected())) {
                return Optional.of(address);
            }
            if (tried) {
                last = Optional.of(address);
            } else if (second.isEmpty()) {
                second = Optional.of(address);
            }
        }
        return second.isPresent() ? second : last;
    }
}
