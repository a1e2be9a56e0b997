package io.freshet.standalone.warm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads lists: a file, or what a URL names: a sitemap, an index of sitemaps, either perhaps with gzip, or lines as in a file. */
final class UrlList {

    /** Of a file, and of a sitemap once it is unpacked: the protocol's own bound. */
    private static final long MAX_BYTES = 50L << 20;

    private static final int MOST_SITEMAPS = 1_000;
    private static final int MOST_REDIRECTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String self;
    private final WarmingListBuilder wanting = new WarmingListBuilder();
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private UrlList(String self) {
        this.self = self;
    }

    /**
     * Reads a list and all that it names.
     *
     * @param from a file, or a URL that begins with http
     * @param self whom a path alone is meant for
     * @throws IOException if it cannot be read; its message is a sentence without its full stop
     */
    static WarmingList read(String from, String self) throws IOException, InterruptedException {
        UrlList list = new UrlList(self);
        Optional<URI> url = url(from);
        if (url.isPresent()) {
            list.fetch(url.get(), true);
        } else {
            list.file(from);
        }
        return list.wanting.wanted();
    }

    private static Optional<URI> url(String text) throws IOException {
        if (!text.matches("(?i)https?://.*")) {
            return Optional.empty();
        }
        return Optional.of(WarmingTarget.of(text, "")
                .map(known -> URI.create(text))
                .orElseThrow(() -> new IOException(WarmingListBuilder.printable(text) + " is no URL")));
    }

    private void file(String name) throws IOException {
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException none) {
            throw new IOException("no file can be called " + WarmingListBuilder.printable(name), none);
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException("there is no file " + WarmingListBuilder.printable(name) + " that can be read");
        }
        try (InputStream in = Files.newInputStream(file)) {
            read(in, name, Optional.empty());
        }
    }

    /** @param mayBeIndex the protocol lets an index name sitemaps, and no other index */
    private void fetch(URI url, boolean mayBeIndex) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = get(url);
        URI here = url;
        for (int redirects = 0; isRedirect(response) && redirects < MOST_REDIRECTS; redirects++) {
            response.body().close();
            here = next(here, response.headers().firstValue("Location").orElse(""));
            response = get(here);
        }
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("its status is " + response.statusCode());
            }
            read(in, url.toString(), Optional.of(url).filter(any -> mayBeIndex));
        } catch (IOException unreadable) {
            throw unreadable.getMessage() != null && unreadable.getMessage().startsWith("http")
                    ? unreadable
                    : new IOException(
                            WarmingListBuilder.printable(url.toString()) + " cannot be read: "
                                    + unreadable.getMessage(),
                            unreadable);
        }
    }

    private HttpResponse<InputStream> get(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException away) {
            throw new IOException(
                    WarmingListBuilder.printable(url.toString()) + " cannot be had: no server answers there", away);
        }
    }

    private static boolean isRedirect(HttpResponse<?> response) {
        return switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 ->
                response.headers().firstValue("Location").isPresent();
            default -> false;
        };
    }

    /** Where a redirect leads, as long as that is the same server: what a site answers must not send this machine to where only it can go. */
    private static URI next(URI url, String location) throws IOException {
        Optional<URI> next = Optional.empty();
        try {
            next = url(url.resolve(location).toString()).filter(there -> isSameServer(url, there));
        } catch (IllegalArgumentException noReference) {
            // Said below.
        }
        return next.orElseThrow(() -> new IOException(WarmingListBuilder.printable(url.toString())
                + " leads to another server: name that yourself if you mean it: "
                + WarmingListBuilder.printable(location)));
    }

    private static boolean isSameServer(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** @param index where this is from, if it may name other sitemaps */
    private void read(InputStream in, String name, Optional<URI> index) throws IOException {
        InputStream plain = new BufferedInputStream(new BoundedInput(unpacked(in), MAX_BYTES));
        plain.mark(64);
        int first = plain.read();
        // A byte order mark may come before.
        while (first == 0xEF || first == 0xBB || first == 0xBF || first == ' ' || first == '\n' || first == '\r') {
            first = plain.read();
        }
        boolean xml = first == '<';
        plain.reset();
        if (!xml) {
            UrlLines.read(new BufferedReader(new InputStreamReader(plain, UTF_8)), name, self, wanting);
            return;
        }
        Sitemap sitemap = Sitemap.read(plain);
        if (sitemap.isIndex()) {
            members(
                    sitemap,
                    index.orElseThrow(() -> new IOException("an index of sitemaps is to be named by its URL")));
            return;
        }
        int number = 1;
        for (String location : sitemap.locations()) {
            Optional<WarmingTarget> target =
                    WarmingTarget.of(location, self).filter(known -> !location.startsWith("/"));
            if (target.isPresent()) {
                wanting.add(target.get());
            } else {
                wanting.bad(name + ", url " + number + ": no URL: " + WarmingListBuilder.printable(location));
            }
            number++;
        }
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in);
        bytes.mark(2);
        boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        return gzip ? new GZIPInputStream(bytes) : bytes;
    }

    private void members(Sitemap index, URI from) throws IOException {
        if (index.locations().size() > MOST_SITEMAPS) {
            throw new IOException("it names more than " + MOST_SITEMAPS + " sitemaps");
        }
        for (String location : index.locations()) {
            Optional<URI> member = WarmingTarget.of(location, "").map(known -> URI.create(location));
            // The protocol's rule; it also keeps a list from sending this machine to where only it can go.
            if (member.filter(uri -> isSameServer(from, uri)).isEmpty()) {
                wanting.bad(from + ": a sitemap at another place: " + WarmingListBuilder.printable(location));
                continue;
            }
            try {
                fetch(member.get(), false);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stopped);
            }
        }
    }
}
