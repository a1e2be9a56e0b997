package io.freshet.war;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.testing.ShortLivedJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tomcat, with its own configuration but for the connector and the context files of the guide. */
public final class TomcatContainer extends Container {

    /** @param homeProperty the system property that says where it was unpacked */
    public TomcatContainer(String homeProperty) throws IOException {
        super(
                Path.of(property(homeProperty)),
                Pattern.compile("Starting ProtocolHandler \\[\"http-nio-.*?auto-\\d+-(\\d+)\"]"));
    }

    @Override
    protected void configure(Path home) throws IOException {
        Path conf = Files.createDirectories(base.resolve("conf"));
        try (Stream<Path> files = Files.list(home.resolve("conf")).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        Files.createDirectories(conf.resolve("Catalina/localhost"));
        Files.createDirectories(base.resolve("temp"));
        Files.createDirectories(base.resolve("webapps"));
        Path serverXml = conf.resolve("server.xml");
        String connector =
                Guide.blockFor("conf/server.xml").replace("port=\"8080\"", "port=\"0\" address=\"127.0.0.1\"");
        String server = Files.readString(serverXml, UTF_8)
                .replace("port=\"8005\"", "port=\"-1\"")
                .replace("<Engine ", "<Engine backgroundProcessorDelay=\"1\" ");
        Files.writeString(
                serverXml,
                Pattern.compile("<Connector port=\"8080\".*?/>", Pattern.DOTALL)
                        .matcher(server)
                        .replaceFirst(Matcher.quoteReplacement(connector)),
                UTF_8);
    }

    @Override
    protected List<String> command(Path home) {
        Path bin = home.resolve("bin");
        return ShortLivedJvm.command(
                256,
                List.of(
                        "-Dcatalina.home=" + home,
                        "-Dcatalina.base=" + base,
                        "-Djava.io.tmpdir=" + base.resolve("temp"),
                        "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                        "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                        // What catalina.sh adds, so that the leak detection can look.
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                        "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED",
                        "-cp",
                        bin.resolve("bootstrap.jar") + File.pathSeparator + bin.resolve("tomcat-juli.jar"),
                        "org.apache.catalina.startup.Bootstrap",
                        "start"));
    }

    @Override
    protected Path descriptor(String contextPath) {
        String name = contextPath.isEmpty() ? "ROOT" : contextPath.substring(1);
        return base.resolve("conf/Catalina/localhost").resolve(name + ".xml");
    }

    @Override
    protected String descriptor(String contextPath, Map<String, String> parameters) throws IOException {
        String set = parameters.entrySet().stream()
                .map(entry -> "  <Parameter name=\"" + entry.getKey() + "\" value=\"" + entry.getValue()
                        + "\" override=\"false\"/>\n")
                .collect(Collectors.joining());
        return Guide.blockFor("conf/Catalina/localhost/ROOT.xml")
                .replace(Guide.WAR, WAR.toString())
                .replaceAll(" *<Parameter .*/>\n", "")
                .replace("</Context>", set + "</Context>");
    }

    @Override
    protected Pattern deployed(String contextPath) {
        return Pattern.compile("Deployment of deployment descriptor \\["
                + Pattern.quote(descriptor(contextPath).toString()) + "] has finished");
    }
}
