package io.freshet.proxy.exchange;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.ResponseHead;
import io.freshet.store.StoreException;
import io.freshet.thread.SerialExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Callback;

/** A client that notes what it gets, takes content when its turn comes, and may leave. */
final class RecordingSink implements ResponseSink {

    private final Turns all;
    private final SerialExecutor turns = new SerialExecutor();
    private final List<Start> starts = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private Runnable whenGone = () -> {};
    private Optional<ResponseHead> head = Optional.empty();
    private boolean committed;
    private boolean answered;
    private boolean gone;
    private boolean over;
    private int ends;
    private boolean cut;

    RecordingSink(Turns all) {
        this.all = all;
    }

    /** How often the response came to an end: whole, cut, or with the client. */
    int ends() {
        return ends;
    }

    boolean wasCut() {
        return cut;
    }

    boolean hasLeft() {
        return gone;
    }

    ResponseHead head() {
        return head.orElseThrow();
    }

    String content() {
        return content.toString(StandardCharsets.US_ASCII);
    }

    /** The client hangs up. */
    void leave() {
        if (ends > 0) {
            return;
        }
        gone = true;
        whenGone.run();
        during(() -> {
            if (ends == 0) {
                answered = true;
                end(true);
            }
        });
    }

    @Override
    public void detach() {}

    @Override
    public void during(Runnable task, Runnable otherwise) {
        turns.run(() -> {
            if (over) {
                otherwise.run();
            } else {
                task.run();
            }
        });
    }

    private void during(Runnable task) {
        during(task, () -> {});
    }

    private void unlessAnswered(Runnable task, Runnable otherwise) {
        during(
                () -> {
                    if (answered) {
                        otherwise.run();
                    } else {
                        task.run();
                    }
                },
                otherwise);
    }

    @Override
    public void onBlockingThread(Runnable task, Runnable otherwise) {
        Start start = new Start(task, otherwise);
        during(
                () -> {
                    starts.add(start);
                    all.later(() -> start.end(start.task));
                },
                () -> start.end(start.otherwise));
    }

    private static final class Start {

        private final Runnable task;
        private final Runnable otherwise;
        private boolean taken;

        Start(Runnable task, Runnable otherwise) {
            this.task = task;
            this.otherwise = otherwise;
        }

        void end(Runnable how) {
            if (!taken) {
                taken = true;
                how.run();
            }
        }
    }

    @Override
    public void whenGone(Runnable task) {
        whenGone = task;
        if (gone) {
            task.run();
        }
    }

    @Override
    public void interim(int status, HttpFields fields) {}

    @Override
    public void afterInterims(Runnable task) {
        during(task, task);
    }

    @Override
    public void writeHead(ResponseHead next) {
        unlessAnswered(() -> set(next), () -> {});
    }

    private void set(ResponseHead next) {
        if (committed) {
            throw new AssertionError("A second head");
        }
        head = Optional.of(next);
    }

    @Override
    public void trailers(Supplier<HttpFields> trailers) {}

    @Override
    public void writeNothing(Callback callback) {
        write(new byte[0], false, callback);
    }

    @Override
    public void write(byte[] bytes, boolean last, Callback callback) {
        unlessAnswered(
                () -> take(bytes, callback), () -> callback.failed(new IOException("The request has been answered")));
    }

    private void take(byte[] bytes, Callback callback) {
        if (gone) {
            callback.failed(new IOException("The client has gone"));
            return;
        }
        committed = true;
        content.writeBytes(bytes);
        all.later(() -> during(
                () -> {
                    if (gone) {
                        callback.failed(new IOException("The client has gone"));
                    } else {
                        callback.succeeded();
                    }
                },
                () -> callback.failed(new IOException("The request is over"))));
    }

    @Override
    public void sendInstead(Answer answer) {
        unlessAnswered(() -> send(answer), () -> {});
    }

    private void send(Answer answer) {
        if (committed) {
            end(true);
            return;
        }
        answered = true;
        set(answer.head());
        pump(new AtHand(answer.content()));
    }

    @Override
    public void stream(ResponseHead next, ArrivingContent arriving) {
        unlessAnswered(
                () -> {
                    set(next);
                    goOnWith(arriving);
                },
                arriving::close);
    }

    @Override
    public void stream(ArrivingContent arriving) {
        unlessAnswered(() -> goOnWith(arriving), arriving::close);
    }

    private void goOnWith(ArrivingContent arriving) {
        answered = true;
        whenGone(arriving::close);
        pump(arriving);
    }

    private void pump(ArrivingContent arriving) {
        if (over || gone) {
            arriving.close();
            return;
        }
        ArrivingContent.Next next;
        try {
            next = arriving.next(() -> all.later(() -> during(() -> pump(arriving), arriving::close)));
        } catch (StoreException lost) {
            close(arriving, true);
            return;
        }
        committed = true;
        if (next instanceof ArrivingContent.Next.Piece piece) {
            add(piece.bytes());
            all.later(() -> during(() -> pump(arriving), arriving::close));
        } else if (next instanceof ArrivingContent.Next.Behind behind) {
            onBlockingThread(() -> catchUp(arriving, behind), arriving::close);
        } else if (!(next instanceof ArrivingContent.Next.Later)) {
            close(arriving, next instanceof ArrivingContent.Next.Broken);
        }
    }

    private void catchUp(ArrivingContent arriving, ArrivingContent.Next.Behind behind) {
        Optional<Iterator<ByteBuffer>> rest = behind.rest().get();
        rest.ifPresent(pieces -> pieces.forEachRemaining(this::add));
        during(() -> close(arriving, rest.isEmpty()));
    }

    private void add(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        content.writeBytes(bytes);
    }

    private void close(ArrivingContent arriving, boolean broken) {
        arriving.close();
        end(broken);
    }

    @Override
    public void finish() {
        unlessAnswered(
                () -> {
                    answered = true;
                    end(false);
                },
                () -> {});
    }

    @Override
    public void finishHeadOnly() {
        finish();
    }

    @Override
    public void cutOff() {
        during(() -> end(true));
    }

    /** The container ends the request some time after it was told to. */
    private void end(boolean broken) {
        if (ends > 0 && (broken || gone)) {
            return;
        }
        ends++;
        cut = broken;
        all.later(() -> {
            over = true;
            starts.forEach(start -> start.end(start.otherwise));
        });
    }
}
