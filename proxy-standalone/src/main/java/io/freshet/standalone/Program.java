package io.freshet.standalone;

import io.freshet.admin.AdminJson;
import io.freshet.config.ConfigException;
import io.freshet.config.ConfigSource;
import io.freshet.config.OriginConfig;
import io.freshet.config.ProxyConfig;
import io.freshet.config.RedisConfig;
import io.freshet.config.RuleAdvice;
import io.freshet.config.SettingSource;
import io.freshet.config.TlsFiles;
import io.freshet.config.file.ConfigFile;
import io.freshet.log.Printable;
import io.freshet.standalone.admin.AdminClient;
import io.freshet.standalone.control.ControlDirectory;
import io.freshet.standalone.demo.DemoOrigin;
import io.freshet.standalone.metrics.AccessLog;
import io.freshet.standalone.warm.CacheWarmer;
import io.freshet.store.CacheStore;
import io.freshet.tls.TlsContext;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Does what a command line asks for. Whatever goes wrong is one line on standard error and an exit code. */
final class Program {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    /** How often a command that takes long says how far it has got. */
    private static final Duration WARM_INTERVAL = Duration.ofSeconds(5);

    private final String name;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Function<RedisConfig, CacheStore> redisStores;

    /**
     * A program that is told everything from outside.
     *
     * @param name how it was called
     * @param redisStores opens a store in a Redis that may be away
     */
    Program(
            String name,
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            Function<RedisConfig, CacheStore> redisStores) {
        this.name = name;
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.redisStores = redisStores;
    }

    /** Returns the exit code; runs until the JVM is told to stop if the command line asks for a proxy. */
    int run(String... args) {
        Command command = CommandLine.parse(args, environment);
        if (command instanceof Command.Run run) {
            return run(run);
        }
        if (command instanceof Command.Demo demo) {
            return demo(demo);
        }
        SighupHandler.ends();
        if (command instanceof Command.Check check) {
            return check(check.config());
        }
        if (command instanceof Command.ClearCache clear) {
            return clearCache(clear);
        }
        if (command instanceof Command.Operate operate) {
            return operate(operate);
        }
        if (command instanceof Command.Warm warm) {
            return warm(warm);
        }
        if (command instanceof Command.Wrong wrong) {
            return wrong(wrong.message());
        }
        out.print(command instanceof Command.Help ? Help.text(name) : "Freshet " + version() + "\n");
        return DONE;
    }

    private int check(ProxyConfig config) {
        try {
            for (TlsFiles files :
                    List.of(config.server().tls(), config.store().redis().tlsFiles())) {
                if (!files.isNone()) {
                    TlsContext.of(files);
                }
            }
            AccessLog.check(config.log().access());
        } catch (ConfigException unusable) {
            return wrong(unusable.getMessage());
        }
        RuleAdvice.of(config).forEach(advice -> out.println("Warning: " + advice));
        out.printf(
                "The configuration can be used: %s, %d more origins, %d rules.%n",
                config.origin().url(),
                config.routes().origins().stream()
                        .filter(origin -> !origin.name().equals(OriginConfig.DEFAULT))
                        .count(),
                config.routes().rules().size());
        return DONE;
    }

    private int run(Command.Run command) {
        ProxyConfig config = command.config();
        if (SelfOriginCheck.isOriginOf(config)) {
            return wrong("--origin " + config.origin().url()
                    + " is this proxy itself: name another origin or another --port.");
        }
        return serve(config, command.source(), "");
    }

    private int demo(Command.Demo demo) {
        try (DemoOrigin origin = DemoOrigin.start()) {
            SettingSource inside =
                    SettingSource.commandLine(Map.of("origin", origin.uri().toString()));
            ProxyConfig config = ConfigFile.reader(inside, demo.options(), demo.environment())
                    .proxyConfig();
            return serve(config, () -> config, StartupBanner.demo(config));
        } catch (ConfigException wrongValue) {
            return wrong(wrongValue.getMessage());
        } catch (IOException failure) {
            return failed("The demo's origin does not start: " + failure.getMessage() + ".");
        }
    }

    private int serve(ProxyConfig config, ConfigSource source, String more) {
        StartupTuning.begin();
        Logging.level(config.log().level());
        try {
            RunningProxy proxy = RunningProxy.start(config, source, ControlDirectory.candidates(environment));
            out.print(StartupBanner.text(config, name, version(), proxy.storeNote(), proxy.adminUrl()) + more);
            proxy.runUntilToldToStop();
            return DONE;
        } catch (ConfigException unusable) {
            return wrong(unusable.getMessage());
        } catch (IOException failure) {
            return failed(ListenFailure.explain(config.server(), failure));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int operate(Command.Operate command) {
        try {
            AdminClient.Answer answer =
                    new AdminClient(command.admin(), command.port()).call(command.path(), command.json());
            if (answer.done()) {
                out.print(answer.text());
                return DONE;
            }
            return failed("Not done: " + AdminJson.error(answer.text()) + ".");
        } catch (IOException failure) {
            return failed("Not done: " + failure.getMessage() + ".");
        }
    }

    private int warm(Command.Warm command) {
        CacheWarmer warming = new CacheWarmer(command.order(), out, err, WARM_INTERVAL);
        Thread ctrlC = new Thread(warming::stop, "freshet-stop");
        Runtime.getRuntime().addShutdownHook(ctrlC);
        try {
            return warming.run() ? DONE : FAILED;
        } catch (ConfigException unusable) {
            return wrong(unusable.getMessage());
        } catch (IOException failure) {
            return failed("Not done: " + failure.getMessage() + ".");
        } finally {
            forget(ctrlC);
        }
    }

    /** Where the JVM stops already, the hook has run. */
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // So it has done its work.
        }
    }

    private int clearCache(Command.ClearCache command) {
        ClearCache clear = new ClearCache(redisStores, ControlDirectory.candidates(environment), out);
        return clear.run(command).map(this::failed).orElse(DONE);
    }

    private int wrong(String message) {
        err.println(Printable.of(message) + " Try --help.");
        return WRONG_USAGE;
    }

    private int failed(String message) {
        err.println(Printable.of(message));
        return FAILED;
    }

    /** Out of the jar's manifest; not there when run from loose classes. */
    private static String version() {
        return Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }
}
