package io.freshet.standalone.admin;

import io.freshet.admin.AdminReply;
import java.util.Optional;

/** What Prometheus reads. */
public interface MetricsPage {

    /**
     * All measurements as they are now.
     *
     * @param accept which formats are understood, as HTTP says it
     */
    AdminReply page(Optional<String> accept);
}
