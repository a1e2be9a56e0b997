package io.freshet.store.memory;

import io.freshet.http.HttpDate;
import io.freshet.http.OverridingDirectives;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.Site;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Packs all of a stored response but its content into few bytes, and builds it again. What many responses have in common is a number in {@link
 * SharedValues}, so the bytes mean something in this process alone; what is written to Redis is another packing. The URI is where it is in the key.
 */
final class HeadPacking {

    /** How a field follows. */
    private static final int SHARED = 0;

    private static final int TEXT = 1;
    private static final int DATE = 2;

    private static final List<HttpHeader> NAMES = List.of(HttpHeader.values());

    /** Where each is among them, counted from 1 on. */
    private static final Map<HttpHeader, Integer> PLACES = places();

    private static final int HAS_REASON = 1;
    private static final int HAS_DIRECTIVES = 2;
    private static final int HAS_SOURCE = 4;

    private final SharedValues shared;

    HeadPacking(SharedValues shared) {
        this.shared = shared;
    }

    private static Map<HttpHeader, Integer> places() {
        Map<HttpHeader, Integer> places = new EnumMap<>(HttpHeader.class);
        NAMES.forEach(name -> places.put(name, places.size() + 1));
        return places;
    }

    byte[] pack(CacheKey key, String variant, StoredHead head) {
        PackedWriter out = new PackedWriter();
        text(out, variant);
        RequestHead request = head.request();
        text(out, request.method());
        int at = key.value().indexOf(request.uri());
        out.number(at + 1L);
        if (at < 0) {
            out.text(request.uri());
        } else {
            out.number(request.uri().length());
        }
        site(out, request.site());
        fields(out, request.fields());
        ResponseHead response = head.response();
        out.number(response.status());
        fields(out, response.fields());
        instant(out, head.requestTime(), 0);
        instant(out, head.responseTime(), head.requestTime().getEpochSecond());
        out.number((response.reason().isPresent() ? HAS_REASON : 0)
                + (response.overriding().isPresent() ? HAS_DIRECTIVES : 0)
                + (head.madeOf().isPresent() ? HAS_SOURCE : 0));
        response.reason().ifPresent(reason -> text(out, reason));
        response.overriding().ifPresent(directives -> text(out, directives.text()));
        head.madeOf().ifPresent(out::text);
        return out.written();
    }

    /** The variant that was packed first. */
    String variant(byte[] packed) {
        return text(new PackedReader(packed));
    }

    StoredHead head(CacheKey key, byte[] packed) {
        PackedReader in = new PackedReader(packed);
        text(in);
        String method = text(in);
        int at = in.count() - 1;
        String uri = at < 0 ? in.text() : key.value().substring(at, at + in.count());
        Site site = site(in);
        RequestHead request = new RequestHead(method, uri, fields(in), site);
        int status = in.count();
        HttpFields fields = fields(in);
        long asked = in.signed();
        Instant requestTime = Instant.ofEpochSecond(asked, in.number());
        Instant responseTime = Instant.ofEpochSecond(asked + in.signed(), in.number());
        int more = in.count();
        Optional<String> reason = (more & HAS_REASON) == 0 ? Optional.empty() : Optional.of(text(in));
        Optional<OverridingDirectives> directives =
                (more & HAS_DIRECTIVES) == 0 ? Optional.empty() : OverridingDirectives.read(text(in));
        Optional<String> madeOf = (more & HAS_SOURCE) == 0 ? Optional.empty() : Optional.of(in.text());
        return new StoredHead(
                request, new ResponseHead(status, reason, fields, directives), requestTime, responseTime, madeOf);
    }

    private static void instant(PackedWriter out, Instant instant, long base) {
        out.signed(instant.getEpochSecond() - base);
        out.number(instant.getNano());
    }

    private void text(PackedWriter out, String text) {
        int number = shared.number(text, text.length());
        out.number(number + 1L);
        if (number < 0) {
            out.text(text);
        }
    }

    private String text(PackedReader in) {
        int number = in.count() - 1;
        return number < 0 ? in.text() : (String) shared.value(number);
    }

    private void site(PackedWriter out, Site site) {
        int length = site.address().length()
                + site.contextPath().length()
                + site.basePath().length();
        int number = shared.number(site, length);
        out.number(number + 1L);
        if (number < 0) {
            out.text(site.address());
            out.text(site.contextPath());
            out.text(site.basePath());
        }
    }

    private Site site(PackedReader in) {
        int number = in.count() - 1;
        return number < 0 ? new Site(in.text(), in.text(), in.text()) : (Site) shared.value(number);
    }

    private void fields(PackedWriter out, HttpFields fields) {
        out.number(fields.size());
        fields.forEach(field -> field(out, field));
    }

    private void field(PackedWriter out, HttpField field) {
        String value = field.getValue();
        Optional<Instant> date = date(field.getHeader(), value);
        int number = tellsApart(field.getHeader())
                ? SharedValues.NONE
                : shared.number(new SharedField(field), field.getName().length() + value.length());
        if (date.isPresent()) {
            out.number(DATE);
            name(out, field);
            out.signed(date.get().getEpochSecond());
        } else if (number >= 0) {
            out.number(SHARED);
            out.number(number);
        } else {
            out.number(TEXT);
            name(out, field);
            out.text(value);
        }
    }

    private HttpFields fields(PackedReader in) {
        int count = in.count();
        HttpFields.Mutable fields = HttpFields.build(count);
        for (int i = 0; i < count; i++) {
            fields.add(field(in));
        }
        return fields.asImmutable();
    }

    private HttpField field(PackedReader in) {
        int kind = in.count();
        if (kind == SHARED) {
            return ((SharedField) shared.value(in.count())).field();
        }
        int place = in.count();
        HttpHeader header = place == 0 ? null : NAMES.get(place - 1);
        String name = header == null ? text(in) : header.asString();
        String value = kind == DATE ? HttpDate.format(Instant.ofEpochSecond(in.signed())) : in.text();
        return header == null ? new HttpField(name, value) : new HttpField(header, name, value);
    }

    private void name(PackedWriter out, HttpField field) {
        HttpHeader header = field.getHeader();
        boolean usual = header != null && header.asString().equals(field.getName());
        out.number(usual ? PLACES.getOrDefault(header, 0) : 0);
        if (!usual) {
            text(out, field.getName());
        }
    }

    /** Whether the field has another value in each response, as a rule. */
    private static boolean tellsApart(@Nullable HttpHeader header) {
        return isDate(header)
                || header == HttpHeader.ETAG
                || header == HttpHeader.CONTENT_LENGTH
                || header == HttpHeader.AGE
                || header == HttpHeader.LOCATION
                || header == HttpHeader.SET_COOKIE;
    }

    private static boolean isDate(@Nullable HttpHeader header) {
        return header == HttpHeader.DATE || header == HttpHeader.LAST_MODIFIED || header == HttpHeader.EXPIRES;
    }

    /** The date that {@code value} is, if it is written as this cache writes it. */
    private static Optional<Instant> date(@Nullable HttpHeader header, String value) {
        return isDate(header)
                ? HttpDate.parse(value).filter(date -> HttpDate.format(date).equals(value))
                : Optional.empty();
    }

    /** A field as it was written: the case of its name counts. */
    private static final class SharedField {

        private final HttpField field;

        SharedField(HttpField field) {
            this.field = field;
        }

        HttpField field() {
            return field;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SharedField same
                    && same.field.getName().equals(field.getName())
                    && same.field.getValue().equals(field.getValue());
        }

        @Override
        public int hashCode() {
            return 31 * field.getName().hashCode() + field.getValue().hashCode();
        }
    }
}
