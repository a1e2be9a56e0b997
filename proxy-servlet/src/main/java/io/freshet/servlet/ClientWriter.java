package io.freshet.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;

/**
 * Writes content to a client without blocking, one piece at a time: a piece is written, flushed so that a slow origin's first
 * bytes do not wait for its last, and only then is its callback called.
 *
 * <p>A thread that finds the output not ready leaves it, and the container's {@link #onWritePossible} goes on.
 */
final class ClientWriter implements WriteListener {

    private static final byte[] NOTHING = {};

    /** What comes next for the piece at hand, once the output is ready. */
    private enum Stage {
        IDLE,
        WRITE,
        FLUSH,
        TAKEN
    }

    private final HttpServletResponse response;
    private final Consumer<Runnable> turns;
    private boolean listening;
    private Stage stage = Stage.IDLE;
    private byte[] content = NOTHING;
    private boolean last;
    private Callback callback = Callback.NOOP;
    private Optional<Throwable> failure = Optional.empty();

    /** @param turns does things one after another; everything here happens in such a turn */
    ClientWriter(HttpServletResponse response, Consumer<Runnable> turns) {
        this.response = response;
        this.turns = turns;
    }

    /**
     * Writes a piece.
     *
     * @param piece the content; not copied, and not to be changed until the callback is called
     * @param isLast whether the response is complete with it, so that the container will flush it anyway
     * @param taken called when the next piece may come
     */
    void write(byte[] piece, boolean isLast, Callback taken) {
        if (failure.isPresent()) {
            taken.failed(failure.get());
            return;
        }
        content = piece;
        last = isLast;
        callback = taken;
        stage = Stage.WRITE;
        try {
            if (listening) {
                proceed();
            } else {
                listening = true;
                response.getOutputStream().setWriteListener(this);
            }
        } catch (IOException | RuntimeException failed) {
            fail(failed);
        }
    }

    @Override
    public void onWritePossible() {
        turns.accept(() -> {
            try {
                proceed();
            } catch (IOException | RuntimeException failed) {
                fail(failed);
            }
        });
    }

    private void proceed() throws IOException {
        ServletOutputStream output = response.getOutputStream();
        while (stage != Stage.IDLE && output.isReady()) {
            switch (stage) {
                case WRITE -> {
                    stage = last ? Stage.TAKEN : Stage.FLUSH;
                    output.write(content);
                }
                case FLUSH -> {
                    stage = Stage.TAKEN;
                    output.flush();
                }
                default -> {
                    release().succeeded();
                    return;
                }
            }
        }
    }

    @Override
    public void onError(Throwable failed) {
        turns.accept(() -> fail(failed));
    }

    private void fail(Throwable failed) {
        failure = Optional.of(failed);
        release().failed(failed);
    }

    /** Lets go of the piece before its callback brings the next. */
    private Callback release() {
        Callback released = callback;
        callback = Callback.NOOP;
        content = NOTHING;
        stage = Stage.IDLE;
        return released;
    }

    /** The next bytes of a piece of content, {@code most} of them at most. */
    static byte[] bytes(ByteBuffer content, int most) {
        byte[] bytes = new byte[Math.min(most, content.remaining())];
        content.get(bytes);
        return bytes;
    }
}
