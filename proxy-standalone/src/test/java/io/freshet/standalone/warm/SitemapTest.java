package io.freshet.standalone.warm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SitemapTest {

    private static Sitemap read(String text) throws IOException {
        return Sitemap.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    @Test
    void namesWhatStandsInItsEntries() throws IOException {
        Sitemap sitemap = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://images.example/">
                  <!-- a comment -->
                  <url><loc> http://site.example/a?b=1&amp;c=2 </loc><lastmod>2026-01-01</lastmod></url>
                  <url><image:image><image:loc>http://site.example/no.png</image:loc></image:image>
                       <loc><![CDATA[http://site.example/d]]></loc></url>
                </urlset>""");

        assertThat(sitemap.isIndex()).isFalse();
        assertThat(sitemap.locations()).containsExactly("http://site.example/a?b=1&c=2", "http://site.example/d");
    }

    @Test
    void isPerhapsAnIndex() throws IOException {
        Sitemap sitemap = read("<sitemapindex><sitemap><loc>http://site.example/1.xml</loc></sitemap></sitemapindex>");

        assertThat(sitemap.isIndex()).isTrue();
        assertThat(sitemap.locations()).containsExactly("http://site.example/1.xml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body/></html>",
                "<urlset>",
                "<urlset><url><loc>http://a</lok></url></urlset>",
                "<urlset><url><loc>http://a<b/></loc></url></urlset>",
                "<!DOCTYPE urlset [<!ENTITY a \"b\">]><urlset><url><loc>http://x/&a;</loc></url></urlset>",
                "<!DOCTYPE urlset SYSTEM \"http://127.0.0.1:1/x.dtd\"><urlset/>",
                "<urlset><url><loc>http://x/&unknown;</loc></url></urlset>",
                "",
            })
    void isNothingElse(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class).hasMessageStartingWith("it is no sitemap");
    }

    @Test
    void readsNoFileOfThisMachine(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cr3t");
        String text = "<!DOCTYPE urlset [<!ENTITY a SYSTEM \"" + secret.toUri()
                + "\">]><urlset><url><loc>http://x/&a;</loc></url></urlset>";

        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class).hasMessageNotContaining("s3cr3t");
    }

    /** What is told a hundred million times over by few letters. */
    @Test
    @Timeout(10)
    void doesNotMultiply() {
        StringBuilder text = new StringBuilder("<!DOCTYPE urlset [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            text.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        text.append("]><urlset><url><loc>&a29;</loc></url></urlset>");

        assertThatThrownBy(() -> read(text.toString())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"<a>, 20, nested too deeply", "<url><loc>http://x/</loc></url>, 50001, names more than"})
    void isBounded(String piece, int times, String why) {
        assertThatThrownBy(() -> read("<urlset>" + piece.repeat(times)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    @Test
    void hasNoEndlessLocation() {
        assertThatThrownBy(() -> read("<urlset><url><loc>" + "a".repeat(9000) + "</loc></url></urlset>"))
                .hasMessageContaining("too long");
    }
}
