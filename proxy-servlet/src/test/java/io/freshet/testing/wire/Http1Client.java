package io.freshet.testing.wire;

import io.freshet.testing.ProxyUnderTest;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawHead;
import io.freshet.testing.RawResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** HTTP/1.0 and HTTP/1.1 on sockets. */
public final class Http1Client implements Client {

    private final ProxyUnderTest proxy;
    private RawClient honest;

    public Http1Client(ProxyUnderTest proxy) {
        this.proxy = proxy;
        this.honest = RawClient.connect(proxy.port());
    }

    @Override
    public List<Framing> framings() {
        return Arrays.stream(Framing.values())
                .filter(framing -> framing.protocol() != Framing.Protocol.HTTP_2)
                .toList();
    }

    @Override
    public Answer exchange(Generated request) {
        byte[] head = request.head(proxy.contextPath(), proxy.authority());
        byte[] body = request.body();
        try (RawClient client = RawClient.connect(proxy.port())) {
            if (request.expects()) {
                client.send(head);
                RawHead first = client.readHead();
                if (!first.startLine().startsWith("HTTP/1.1 100")) {
                    return answer(first);
                }
                send(client, body, request.writes());
            } else {
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                whole.writeBytes(head);
                whole.writeBytes(body);
                send(client, request.untilCut(whole.toByteArray()), request.writes());
            }
            return request.cut().isPresent() ? Answer.NONE : answer(client.readHead());
        } catch (IOException closed) {
            return Answer.NONE;
        }
    }

    private static void send(RawClient client, byte[] bytes, int writes) {
        for (int i = 0; i < writes; i++) {
            client.send(Arrays.copyOfRange(bytes, bytes.length * i / writes, bytes.length * (i + 1) / writes));
        }
    }

    private static Answer answer(RawHead head) {
        return new Answer(RawResponse.statusOf(head.startLine()), head.value(Recorder.SEEN));
    }

    @Override
    public Answer honest(String target) {
        RawResponse response = ask(target);
        if (response.end() != RawResponse.End.COMPLETE) {
            honest.close();
            honest = RawClient.connect(proxy.port());
            response = ask(target);
        }
        return new Answer(response.status(), response.value(Recorder.SEEN));
    }

    private RawResponse ask(String target) {
        return honest.send("GET " + proxy.contextPath() + target + " HTTP/1.1\nHost: " + proxy.authority())
                .read();
    }

    @Override
    public void close() {
        honest.close();
    }
}
