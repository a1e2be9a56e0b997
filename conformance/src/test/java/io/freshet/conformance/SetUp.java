package io.freshet.conformance;

import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.ProxyUnderTest;
import io.freshet.war.TomcatContainer;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The packagings and stores that the suite is run through. */
enum SetUp {
    MEMORY {
        @Override
        RunningProxy start(URI origin) throws IOException {
            return Standalone.start(origin, options("memory"), () -> {});
        }
    },
    REDIS {
        @Override
        RunningProxy start(URI origin) throws IOException {
            RedisServerFixture redis = new RedisServerFixture().start();
            Map<String, String> options = options("redis");
            options.put("redis", redis.uri().toString());
            // Not how fast a busy machine is.
            options.put("redis-wait", "2s");
            return Standalone.start(origin, options, redis::close);
        }
    },
    WAR {
        @Override
        RunningProxy start(URI origin) throws IOException {
            TomcatContainer tomcat = new TomcatContainer("tomcat11.home");
            ProxyUnderTest proxy = tomcat.deployProxy("", origin, options("memory"));
            return new RunningProxy() {
                @Override
                public URI uri() {
                    return URI.create("http://" + proxy.authority());
                }

                @Override
                public void awaitStart() {
                    // It has been deployed.
                }

                @Override
                public void close() {
                    tomcat.close();
                }
            };
        }
    };

    /**
     * What every set-up runs with. No lifetime where an origin states none: some tests are about exactly that, and the default
     * is a choice that docs/decisions/0002 defends, not a rule.
     */
    private static final Map<String, String> OPTIONS = Map.of("ttl", "0s", "store-set-cookie", "true");

    abstract RunningProxy start(URI origin) throws IOException;

    /** The name in expected.txt and on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> options(String store) {
        Map<String, String> options = new HashMap<>(OPTIONS);
        options.put("store", store);
        return options;
    }
}
