package io.freshet.war;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.testing.ShortLivedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Jetty, with the settings and the context file of the guide. */
final class JettyContainer extends Container {

    JettyContainer() throws IOException {
        super(
                Path.of(property("jetty.home")),
                Pattern.compile("Started oejs.ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}"));
    }

    @Override
    protected void configure(Path home) throws IOException {
        Files.createDirectories(base.resolve("temp"));
        String addModules = Guide.blockFor("$JETTY_BASE").strip().replaceAll(".*start\\.jar ", "");
        run(command(home, addModules));
        Path ini = base.resolve("start.d");
        Files.writeString(ini.resolve("freshet.ini"), Guide.blockFor("$JETTY_BASE/start.d/freshet.ini"), UTF_8);
        Path etc = Files.createDirectories(base.resolve("etc"));
        Files.writeString(etc.resolve("freshet.xml"), Guide.blockFor("$JETTY_BASE/etc/freshet.xml"), UTF_8);
        Files.writeString(ini.resolve("tests.ini"), """
                jetty.http.host=127.0.0.1
                jetty.http.port=0
                jetty.deploy.scanInterval=1
                """, UTF_8);
    }

    @Override
    protected List<String> command(Path home) {
        return command(home, "jetty.base=" + base);
    }

    private List<String> command(Path home, String argument) {
        return ShortLivedJvm.command(
                256,
                List.of(
                        "-Djava.io.tmpdir=" + base.resolve("temp"),
                        "-jar",
                        home.resolve("start.jar").toString(),
                        argument));
    }

    private void run(List<String> command) throws IOException {
        try {
            int exit = new ProcessBuilder(command)
                    .directory(base.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(base.resolve("temp/setup.log").toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(Files.readString(base.resolve("temp/setup.log"), UTF_8));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Path descriptor(String contextPath) {
        String name = contextPath.isEmpty() ? "ROOT" : contextPath.substring(1);
        return base.resolve("webapps").resolve(name + ".xml");
    }

    @Override
    protected String descriptor(String contextPath, Map<String, String> parameters) throws IOException {
        String set = parameters.entrySet().stream()
                .map(entry -> "  <Call name=\"setInitParameter\"><Arg>" + entry.getKey() + "</Arg><Arg>"
                        + entry.getValue() + "</Arg></Call>\n")
                .collect(Collectors.joining());
        return Guide.blockFor("$JETTY_BASE/webapps/ROOT.xml")
                .replace(Guide.WAR, WAR.toString())
                .replace("<Set name=\"contextPath\">/<", "<Set name=\"contextPath\">" + contextPath + "/<")
                .replaceAll(" *<Call name=\"setInitParameter\">.*</Call>\n", "")
                .replace("</Configure>", set + "</Configure>");
    }

    @Override
    protected Pattern deployed(String contextPath) {
        return Pattern.compile("ServletContextHandler:.*Started oeje10w\\.WebAppContext@\\w+\\{[^,]*,"
                + (contextPath.isEmpty() ? "/" : contextPath) + ",");
    }
}
