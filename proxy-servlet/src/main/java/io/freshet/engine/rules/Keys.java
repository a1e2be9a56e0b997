package io.freshet.engine.rules;

import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.NoVarySearch;
import io.freshet.http.RequestHead;
import io.freshet.http.UriReference;
import io.freshet.store.CacheKey;
import java.util.List;
import java.util.Optional;

/** Under which key the response to a request is stored (RFC 9111 §2). */
public final class Keys {

    private static final List<String> DESCRIBES_CONTENT =
            List.of(Field.CONTENT_TYPE, Field.CONTENT_ENCODING, Field.CONTENT_LANGUAGE, Field.CONTENT_LOCATION);

    private final String origin;
    private final KeyShape shape;

    /**
     * @param origin the origin's base URI, part of every key
     * @param shape what else is
     */
    public Keys(String origin, KeyShape shape) {
        this.origin = origin;
        this.shape = shape;
    }

    /** The key of a GET's target. */
    public CacheKey of(RequestHead request) {
        return of(request, request.uri());
    }

    /** The key of {@code uri} as it would be for the client of {@code request}. */
    public CacheKey of(RequestHead request, String uri) {
        return exactly(request, significant(uri));
    }

    /** Where the rules of {@code No-Vary-Search} are kept that responses of {@code uri}'s path have stated. */
    public CacheKey searchRules(RequestHead request, String uri) {
        return exactly(request, withoutQuery(uri)).forSearchRules();
    }

    /** The key of {@code uri} by what of its query matters. */
    public CacheKey bySearch(RequestHead request, String uri, NoVarySearch search) {
        Optional<String> query = UriReference.parse(significant(uri)).query();
        return exactly(request, withoutQuery(uri)).forSearch(search.text(), search.canonical(query));
    }

    /** {@code uri} without what the operator says never matters. */
    public String significant(String uri) {
        return shape.significant(uri);
    }

    /** By which name all that is stored for {@code uri} can be invalidated, where more than one key may have it. */
    public Optional<String> tag(RequestHead request, String uri) {
        return shape.selects()
                ? Optional.of("uri:" + unselected(request, significant(uri)).digest())
                : Optional.empty();
    }

    private static String withoutQuery(String uri) {
        int question = uri.indexOf('?');
        return question < 0 ? uri : uri.substring(0, question);
    }

    private CacheKey exactly(RequestHead request, String uri) {
        CacheKey key = unselected(request, uri);
        return shape.selects() ? key.forSelected(shape.selected(request)) : key;
    }

    private CacheKey unselected(RequestHead request, String uri) {
        return CacheKey.of(origin, request.site().address(), uri);
    }

    /** The key of a QUERY: its content and what describes that count as well (RFC 10008 §2.7, RFC 9110 §8). */
    public CacheKey of(RequestHead request, byte[] content) {
        List<String> metadata = DESCRIBES_CONTENT.stream()
                .map(name -> FieldValues.combined(request.fields(), name).orElse(""))
                .toList();
        return of(request).forQuery(metadata, content);
    }
}
