package io.freshet.servlet;

import io.freshet.http.RequestFraming;
import io.freshet.proxy.origin.ClientContent;
import io.freshet.proxy.origin.NotTheOrigin;
import io.freshet.store.ByteBudget;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of one client's request. It is gathered, without a thread that waits, until all of it is here or it is more than a
 * bound; the origin hears nothing of the request before. What is here {@link #whole whole} can be sent as often as it takes; what
 * is not is sent once, piece by piece, as the origin takes it. See docs/decisions/0032.
 */
final class RequestContent implements ReadListener {

    private static final Logger LOG = LoggerFactory.getLogger(RequestContent.class);

    /** What gathering begins with, and the least that is read at once. */
    private static final int FIRST_BYTES = 1024;

    private static final int PIECE_BYTES = 16 * 1024;

    private final ClientTurns client;
    private final Runnable onBroken;
    private final ServletInputStream input;
    private final RequestFraming framing;
    private final int bound;
    private final ByteBudget.Share share;

    // Changed in turns of the client's leg only.
    private byte[] gathered;
    private long length;
    private boolean decided;
    private Runnable known = () -> {};
    private boolean ended;
    private boolean broken;
    private boolean writing;
    private volatile Optional<byte[]> whole = Optional.empty();
    private Optional<ClientContent> stream = Optional.empty();

    /**
     * The content of a request.
     *
     * @param onBroken answers the client where its content does not come to its end, or breaks the rules
     * @param bound the most bytes to gather
     * @param budget what is gathered counts against it; where nothing is left, content goes on as if it were more than the bound
     */
    RequestContent(
            HttpServletRequest request,
            ClientTurns client,
            Runnable onBroken,
            RequestFraming framing,
            int bound,
            ByteBudget budget)
            throws IOException {
        this.client = client;
        this.onBroken = onBroken;
        this.input = request.getInputStream();
        this.framing = framing;
        this.bound = bound;
        this.share = budget.share();
        this.gathered = new byte[Math.min(mostToGather(), FIRST_BYTES)];
        client.whenOver(share::close);
    }

    /**
     * Begins to read the content of a request that is asynchronous.
     *
     * @param whenKnown run when it is known whether the content is {@link #whole}, and not before
     */
    void gather(Runnable whenKnown) {
        known = whenKnown;
        input.setReadListener(this);
    }

    /** Nothing more is gathered: the request goes on, whether any content has come or not. */
    void goOnAtOnce() {
        client.during(() -> {
            if (!decided && !broken) {
                decide();
            }
        });
    }

    /** All of the content, if it is here; the same request can then be sent again. */
    Optional<byte[]> whole() {
        return whole;
    }

    /** Whether there is none, although the head did not tell. */
    boolean isEmpty() {
        return whole.isPresent() && whole.get().length == 0;
    }

    /**
     * Gives the content to a request to the origin, in a turn of the client's leg.
     *
     * @return whether it could: content that is not here whole can be given once
     */
    boolean giveTo(Request originRequest) {
        if (broken || stream.isPresent()) {
            return false;
        }
        if (whole.isPresent()) {
            if (!isEmpty()) {
                begin(originRequest, new ClientContent(whole.get()));
            }
            return true;
        }
        if (!(framing instanceof RequestFraming.Length)) {
            originRequest.headers(fields -> fields.put(HttpHeader.TRANSFER_ENCODING, "chunked"));
        }
        ClientContent content = new ClientContent(stated());
        stream = Optional.of(content);
        begin(originRequest, content);
        write(ByteBuffer.wrap(gathered, 0, (int) length));
        gathered = new byte[0];
        return true;
    }

    private static void begin(Request originRequest, ClientContent content) {
        originRequest.body(content).onRequestSuccess(sent -> content.allSent());
    }

    @Override
    public void onDataAvailable() {
        client.during(this::read);
    }

    @Override
    public void onAllDataRead() {
        client.during(() -> {
            ended = true;
            end();
        });
    }

    /** From the container: the client left, was silent, or broke the rules. */
    @Override
    public void onError(Throwable unreadable) {
        client.during(() -> breakOff(unreadable));
    }

    private void read() {
        try {
            if (stream.isPresent()) {
                pass();
            } else {
                gather();
            }
        } catch (IOException | RuntimeException unreadable) {
            breakOff(unreadable);
        }
    }

    private void gather() throws IOException {
        while (!decided && !broken && input.isReady()) {
            if (!hasRoom()) {
                decide();
                return;
            }
            int read = input.read(gathered, (int) length, gathered.length - (int) length);
            if (read < 0) {
                // The container says so as well.
                return;
            }
            count(read);
            if (length > bound || (length > 0 && length >= bound && stated() > bound)) {
                decide();
            }
        }
    }

    /** Whether another byte can be taken; there is always room for one more than may be gathered, to see that it comes. */
    private boolean hasRoom() {
        if (length < gathered.length) {
            return true;
        }
        int more = (int) Math.min(2L * gathered.length, mostToGather()) - gathered.length;
        boolean room = more > 0 && share.take(more);
        if (room) {
            gathered = Arrays.copyOf(gathered, gathered.length + more);
        }
        return room;
    }

    private int mostToGather() {
        return (int) Math.min(bound, stated() < 0 ? bound : stated()) + 1;
    }

    private long stated() {
        return framing instanceof RequestFraming.Length known ? known.bytes() : ClientContent.DELIMITED;
    }

    private void decide() {
        decided = true;
        known.run();
    }

    private void pass() throws IOException {
        while (!writing && !broken && input.isReady()) {
            byte[] piece = new byte[PIECE_BYTES];
            int read = input.read(piece);
            if (read < 0) {
                return;
            }
            count(read);
            write(ByteBuffer.wrap(piece, 0, read));
        }
    }

    private void write(ByteBuffer piece) {
        writing = true;
        Callback taken = Callback.from(() -> client.during(this::goOn), this::refused);
        stream.orElseThrow().write(false, piece, taken);
    }

    private void goOn() {
        share.giveBack();
        writing = false;
        if (ended) {
            end();
        } else {
            read();
        }
    }

    /** The origin does not want it, or has gone; what becomes of the request is told by the exchange with it. */
    private void refused(Throwable why) {
        LOG.debug("Content of a request was not taken", why);
    }

    private void count(int read) throws IOException {
        length += read;
        if (stated() >= 0 && length > stated()) {
            throw new IOException("More content than its length says");
        }
    }

    private void end() {
        if (broken || writing || (decided && stream.isEmpty())) {
            return;
        }
        if (length < stated()) {
            breakOff(new EOFException("Less content than its length says"));
        } else if (stream.isPresent()) {
            stream.get().close();
        } else {
            whole = Optional.of(Arrays.copyOf(gathered, (int) length));
            gathered = new byte[0];
            decide();
        }
    }

    private void breakOff(Throwable unreadable) {
        LOG.debug("The content of a request could not be read", unreadable);
        broken = true;
        onBroken.run();
        stream.ifPresent(content -> content.fail(new NotTheOrigin(unreadable)));
    }
}
