package io.freshet.routing;

import io.freshet.config.Rule;
import io.freshet.http.Cookies;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;

/** What rules change in the fields of a request. */
public final class RequestEdit {

    private final List<Glob> cookies;
    private final Rule.Fields fields;

    /** @param dropCookies patterns of names */
    RequestEdit(List<String> dropCookies, Rule.Fields fields) {
        this.cookies = dropCookies.stream().map(Glob::of).toList();
        this.fields = fields;
    }

    /** {@code request} with the changes. */
    public HttpFields apply(HttpFields request) {
        HttpFields kept = cookies.isEmpty()
                ? request
                : Cookies.without(request, name -> cookies.stream().anyMatch(glob -> glob.matches(name)));
        if (fields.equals(Rule.Fields.NONE)) {
            return kept;
        }
        HttpFields.Mutable changed = HttpFields.build(kept);
        fields.remove().forEach(changed::remove);
        fields.set().forEach(changed::put);
        return changed.asImmutable();
    }
}
