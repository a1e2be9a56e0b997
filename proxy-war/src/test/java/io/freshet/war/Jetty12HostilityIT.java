package io.freshet.war;

import io.freshet.testing.HostileRequest;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

final class Jetty12HostilityIT extends ContainerHostilityContract {

    /** What Jetty's parser mends before the WAR can see it, and no setting forbids. */
    private static final Set<HostileRequest> MENDED = EnumSet.of(
            // RFC 9112 §3: a recipient may take any white space for one space.
            HostileRequest.TWO_SPACES,
            HostileRequest.TWO_SPACES_BEFORE_VERSION,
            // It is the path to it, and the host is the right one.
            HostileRequest.ABSOLUTE_WITH_ONE_SLASH,
            // RFC 9112 §2.3 has the name in capitals.
            HostileRequest.VERSION_IN_LOWER_CASE,
            HostileRequest.VERSION_IN_MIXED_CASE);

    Jetty12HostilityIT() throws IOException {
        super(new JettyContainer());
    }

    @Override
    protected Verdict verdict(HostileRequest request) {
        return MENDED.contains(request) ? Verdict.PASSED_ON_CLEAN : Verdict.REFUSED;
    }
}
