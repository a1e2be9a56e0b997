import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Part of the build: starts the jar, sends it requests along every way through it, stops it, and has the JVM put down the classes
 * that this took, so that the next start finds them ready (class-data sharing). Where that fails, Freshet starts more slowly and
 * nothing else; so this never fails the build.
 *
 * <p>Called with the jar and the file to make.
 */
final class ClassArchive {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int REQUESTS = 50;

    private ClassArchive() {}

    public static void main(String[] args) throws InterruptedException {
        Path jar = Path.of(args[0]);
        Path archive = Path.of(args[1]);
        try {
            Files.deleteIfExists(archive);
            make(jar, archive);
        } catch (IOException | RuntimeException failure) {
            System.err.println("No class archive, Freshet will start more slowly: " + failure.getMessage());
        }
    }

    private static void make(Path jar, Path archive) throws IOException, InterruptedException {
        int port = freePort();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-XX:ArchiveClassesAtExit=" + archive,
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-jar",
                jar.toString(),
                "--demo",
                // Asks for a Redis as a start does, and finds none.
                "--redis=redis://127.0.0.1:1",
                "--host=127.0.0.1",
                "--port=" + port);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("FRESHET_"));
        Process freshet = builder.start();
        try {
            ask(port, freshet);
        } finally {
            freshet.destroy();
            if (!freshet.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                freshet.destroyForcibly();
            }
        }
        if (!Files.exists(archive)) {
            throw new IOException("the JVM made none");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void ask(int port, Process freshet) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI products = URI.create("http://127.0.0.1:" + port + "/products");
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!answers(client, HttpRequest.newBuilder(products))) {
            if (!freshet.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException("Freshet does not answer");
            }
            Thread.sleep(50);
        }
        for (int i = 0; i < REQUESTS; i++) {
            answers(client, HttpRequest.newBuilder(URI.create(products + "/" + (1 + i % 5))));
            answers(client, HttpRequest.newBuilder(products).header("Range", "bytes=0-9"));
            answers(client, HttpRequest.newBuilder(products).header("If-None-Match", "*"));
        }
        answers(client, HttpRequest.newBuilder(products).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        answers(client, HttpRequest.newBuilder(products).POST(HttpRequest.BodyPublishers.ofString("{}")));
        answers(client, HttpRequest.newBuilder(products).header("Cache-Control", "no-cache"));
    }

    private static boolean answers(HttpClient client, HttpRequest.Builder request) throws InterruptedException {
        try {
            client.send(request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
