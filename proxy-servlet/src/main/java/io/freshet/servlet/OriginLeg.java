package io.freshet.servlet;

import io.freshet.engine.Step.Fetch;
import io.freshet.routing.Address;
import io.freshet.routing.Origin;
import io.freshet.routing.PublicView;
import io.freshet.servlet.fair.Claimant;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.client.Request;
import org.jspecify.annotations.Nullable;

/** The leg between proxy and origin: one request's way there, known once it is admitted. */
final class OriginLeg {

    private static final String LEG = OriginLeg.class.getName();

    private final Admission.Admitted admitted;
    private final Claimant claimant;
    private volatile @Nullable Fetch fetch;
    private volatile Optional<Address> address = Optional.empty();
    private volatile boolean repeated;
    private volatile Optional<RequestContent> content = Optional.empty();

    private OriginLeg(Admission.Admitted admitted, Claimant claimant) {
        this.admitted = admitted;
        this.claimant = claimant;
    }

    /** Gives a request that is admitted its leg. */
    static void begin(HttpServletRequest request, Admission.Admitted admitted) {
        Claimant claimant = Claimant.of(
                request.getRemoteAddr(), request.getServletConnection().getConnectionId());
        request.setAttribute(LEG, new OriginLeg(admitted, claimant));
    }

    /** A request's leg; the same for as long as the request lasts. */
    static OriginLeg of(HttpServletRequest request) {
        return Objects.requireNonNull((OriginLeg) request.getAttribute(LEG), "not admitted");
    }

    /** How a request's client sees the origin, as far as it is known where it goes. */
    static PublicView view(HttpServletRequest request) {
        return request.getAttribute(LEG) instanceof OriginLeg leg ? leg.admitted.view() : PublicView.OF_NO_ORIGIN;
    }

    /** The request has content, which is being gathered. */
    void gathers(RequestContent begun) {
        content = Optional.of(begun);
    }

    /** The content of the request; empty if it has none. */
    Optional<RequestContent> content() {
        return content;
    }

    /** Whether the request can be sent more than once: it has no content, or all of it is here. */
    boolean repeatable() {
        return content.flatMap(RequestContent::whole).isPresent() || content.isEmpty();
    }

    Origin origin() {
        return admitted.route().origin();
    }

    /** Who asks. */
    Claimant claimant() {
        return claimant;
    }

    /** What to ask the origin for. */
    String pathAndQuery() {
        return admitted.pathAndQuery();
    }

    /**
     * Chooses where to ask the origin, not where it failed to answer the same request before, if there is another place.
     *
     * @return whether there is any
     */
    boolean takes(Fetch next) {
        Optional<Address> chosen = origin().pick(address);
        if (chosen.isPresent()) {
            address = chosen;
            fetch = next;
        }
        return chosen.isPresent();
    }

    /** Where the origin is asked. */
    Address address() {
        return address.orElseThrow();
    }

    /** For what. */
    Fetch fetch() {
        return Objects.requireNonNull(fetch, "nothing is fetched");
    }

    /** Whether it is sent once more where it was not answered; once. */
    boolean repeats(Request originRequest, Throwable failure) {
        boolean first = !repeated && Repetition.worthwhile(originRequest, failure, repeatable(), origin());
        repeated = repeated || first;
        return first;
    }

    /** Whether it is sent for the second time. */
    boolean repeated() {
        return repeated;
    }
}
