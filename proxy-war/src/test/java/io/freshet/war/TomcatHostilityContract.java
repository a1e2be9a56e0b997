package io.freshet.war;

import io.freshet.testing.HostileRequest;
import java.util.EnumSet;
import java.util.Set;

/** What Tomcat's connector mends before the WAR can see it, and no setting forbids. */
abstract class TomcatHostilityContract extends ContainerHostilityContract {

    private static final Set<HostileRequest> MENDED = EnumSet.of(
            // RFC 9112 §6.3: believes the chunks, removes the length and closes the connection afterwards.
            HostileRequest.LENGTH_AND_CHUNKED,
            // RFC 9112 §2.2: a recipient may take a single LF for a line terminator.
            HostileRequest.BARE_LF,
            HostileRequest.BARE_LF_IN_FIELDS,
            // RFC 9112 §5.2: replaces the fold by a space.
            HostileRequest.FOLDED_LINE,
            HostileRequest.TRAILER_FOLDED,
            // RFC 9112 §3: a recipient may take any white space for one space.
            HostileRequest.TWO_SPACES,
            HostileRequest.TWO_SPACES_BEFORE_VERSION,
            HostileRequest.TAB_BEFORE_TARGET,
            HostileRequest.TAB_BEFORE_VERSION,
            // RFC 9110 §4.2.4: ignores the user in front of the right host.
            HostileRequest.ABSOLUTE_WITH_USER);

    protected TomcatHostilityContract(Container container) {
        super(container);
    }

    @Override
    protected Verdict verdict(HostileRequest request) {
        return MENDED.contains(request) ? Verdict.PASSED_ON_CLEAN : Verdict.REFUSED;
    }
}
