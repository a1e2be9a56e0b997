package io.freshet.standalone.admin;

import io.freshet.admin.AdminReply;
import java.util.Optional;

/** What is measured of requests, for those who ask. */
public interface MetricsPage {

    /**
     * All measurements as they are now, as Prometheus reads them.
     *
     * @param accept which formats are understood, as HTTP says it
     */
    AdminReply page(Optional<String> accept);

    /** The few that the dashboard draws. */
    AdminReply live();

    /** The URLs that were asked for most. */
    AdminReply urls();
}
