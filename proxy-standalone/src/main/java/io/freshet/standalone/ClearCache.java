package io.freshet.standalone;

import io.freshet.config.RedisConfig;
import io.freshet.standalone.control.ControlClient;
import io.freshet.standalone.control.ControlClient.Failed;
import io.freshet.standalone.control.ControlClient.Outcome;
import io.freshet.standalone.control.ControlClient.Removed;
import io.freshet.store.CacheStore;
import io.freshet.store.StoreException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Removes every stored response that this user can reach: from Redis, and from the memory of their running proxies. */
final class ClearCache {

    private final Function<RedisConfig, CacheStore> redisStores;
    private final List<Path> controlDirectories;
    private final PrintStream out;
    private final List<String> failures = new ArrayList<>();
    private boolean cleared;

    ClearCache(Function<RedisConfig, CacheStore> redisStores, List<Path> controlDirectories, PrintStream out) {
        this.redisStores = redisStores;
        this.controlDirectories = controlDirectories;
        this.out = out;
    }

    /**
     * Prints a line for each place that was cleared.
     *
     * @return one sentence if something that had to be cleared could not be, or if there was nothing to clear
     */
    Optional<String> run(Command.ClearCache command) {
        Optional<String> redisAway = command.redis().flatMap(this::clearRedis);
        if (command.redisRequired()) {
            redisAway.ifPresent(failures::add);
        }
        ControlClient.clear(
                        controlDirectories,
                        port -> command.port().map(wanted -> wanted == port).orElse(true))
                .forEach(this::report);
        if (!failures.isEmpty()) {
            return Optional.of("Not cleared: " + String.join("; ", failures) + ".");
        }
        return cleared ? Optional.empty() : Optional.of(nothing(command, redisAway));
    }

    /** Returns why it could not be done. */
    private Optional<String> clearRedis(RedisConfig redis) {
        try (CacheStore store = redisStores.apply(redis)) {
            removed(store.clear(), store.description());
            return Optional.empty();
        } catch (StoreException away) {
            return Optional.of(String.valueOf(away.getMessage()));
        }
    }

    private void report(Outcome outcome) {
        String place = "the memory of the proxy on port " + outcome.port();
        if (outcome instanceof Removed removed) {
            removed(removed.responses(), place);
        } else if (outcome instanceof Failed failed) {
            failures.add(place + ": " + failed.reason());
        }
    }

    private void removed(long responses, String place) {
        cleared = true;
        out.println("Removed " + (responses == 1 ? "1 response" : responses + " responses") + " from " + place + ".");
    }

    private static String nothing(Command.ClearCache command, Optional<String> redisAway) {
        String proxies = "no proxy of yours keeps its responses in memory"
                + command.port().map(port -> " on port " + port).orElse("");
        return "Nothing to clear: " + redisAway.map(reason -> reason + ", and ").orElse("") + proxies + ".";
    }
}
