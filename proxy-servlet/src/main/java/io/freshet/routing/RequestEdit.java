package io.freshet.routing;

import io.freshet.config.Rule;
import io.freshet.http.Cookies;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;

/** What rules change in the fields of a request. */
public final class RequestEdit {

    private final List<Glob> cookies;
    private final List<Rule.Fields> changes;

    /**
     * Changes to requests.
     *
     * @param dropCookies patterns of names
     * @param changes one after another
     */
    RequestEdit(List<String> dropCookies, List<Rule.Fields> changes) {
        this.cookies = dropCookies.stream().map(Glob::of).toList();
        this.changes = changes.stream()
                .filter(change -> !change.equals(Rule.Fields.NONE))
                .toList();
    }

    /** {@code request} with the changes. */
    public HttpFields apply(HttpFields request) {
        HttpFields kept = cookies.isEmpty()
                ? request
                : Cookies.without(request, name -> cookies.stream().anyMatch(glob -> glob.matches(name)));
        if (changes.isEmpty()) {
            return kept;
        }
        HttpFields.Mutable changed = HttpFields.build(kept);
        for (Rule.Fields change : changes) {
            change.remove().forEach(changed::remove);
            change.set().forEach(changed::put);
        }
        return changed.asImmutable();
    }
}
