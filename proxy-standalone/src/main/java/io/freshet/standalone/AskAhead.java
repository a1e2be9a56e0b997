package io.freshet.standalone;

import io.freshet.proxy.Freshet;
import io.freshet.proxy.admission.Admission;
import io.freshet.proxy.admission.ClientRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Has what is stored in Redis looked up for a request before a thread is taken for it, which then need not wait. */
record AskAhead(Freshet freshet) {

    /**
     * Goes on with what becomes of the request: at once where there is nothing to wait for, else when it has been looked up. A fault of the
     * lookup changes nothing: what was admitted goes on, and looks by itself.
     *
     * @param next must not block, and must not throw
     */
    void ask(ClientRequest request, Admission admission, Consumer<Admission> next) {
        Optional<CompletionStage<Admission>> asked = freshet.lookAhead(request, admission);
        if (asked.isPresent()) {
            asked.get().exceptionally(fault -> admission).thenAccept(next);
        } else {
            next.accept(admission);
        }
    }
}
