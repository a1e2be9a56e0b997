package io.freshet.standalone;

import io.freshet.testing.wire.Answer;
import io.freshet.testing.wire.Client;
import io.freshet.testing.wire.Framing;
import io.freshet.testing.wire.Generated;
import io.freshet.testing.wire.Recorder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** HTTP/2 without TLS, frame by frame: some requests share a connection, those that are cut have one of their own. */
final class Http2WireClient implements Client {

    private static final int REQUESTS_PER_CONNECTION = 50;

    private final int port;
    private Http2Client shared;
    private int used;

    Http2WireClient(int port) {
        this.port = port;
        this.shared = Http2Client.connect(port);
    }

    @Override
    public List<Framing> framings() {
        return Arrays.stream(Framing.values())
                .filter(framing -> framing.protocol() == Framing.Protocol.HTTP_2)
                .toList();
    }

    @Override
    public Answer exchange(Generated request) {
        if (request.cut().isPresent()) {
            sendCut(request);
            return Answer.NONE;
        }
        return ask(request);
    }

    private Answer ask(Generated request) {
        if (++used % REQUESTS_PER_CONNECTION == 0) {
            connectAnew();
        }
        Http2Client.Response response = shared.read(write(shared, request));
        if (!response.end().equals("COMPLETE")) {
            connectAnew();
        }
        return new Answer(response.status(), response.value(Recorder.SEEN));
    }

    private void connectAnew() {
        shared.close();
        shared = Http2Client.connect(port);
    }

    @Override
    public Answer honest(String target) {
        try (Http2Client other = Http2Client.connect(port)) {
            Http2Client.Response response = other.read(other.request(lines("GET", target, false, List.of())));
            return new Answer(response.status(), response.value(Recorder.SEEN));
        }
    }

    private String[] lines(String method, String target, boolean typed, List<String> more) {
        List<String> lines = new ArrayList<>(
                List.of(":method: " + method, ":scheme: http", ":authority: 127.0.0.1:" + port, ":path: " + target));
        if (typed) {
            lines.add("content-type: text/plain");
        }
        lines.addAll(more);
        return lines.toArray(String[]::new);
    }

    private int write(Http2Client client, Generated request) {
        String content = request.content();
        int length = content.length();
        List<String> fields =
                switch (request.framing()) {
                    case STREAM_WITH_LENGTH, STREAM_WITH_LENGTH_AND_TRAILERS -> List.of("content-length: " + length);
                    case STREAM_SHORTER_THAN_LENGTH,
                            STREAM_SHORTER_THAN_LENGTH_BY_TRAILERS,
                            STREAM_ENDS_WITH_HEAD_BEFORE_LENGTH -> List.of("content-length: " + (length + 7));
                    case STREAM_LONGER_THAN_LENGTH -> List.of("content-length: " + (length - 1));
                    case STREAM_WITH_TWO_LENGTHS -> List.of("content-length: " + length, "content-length: 0");
                    case STREAM_WITH_TRANSFER_ENCODING -> List.of("transfer-encoding: chunked");
                    case STREAM_WITH_TE_OF_A_CODING -> List.of("te: gzip");
                    default -> List.of();
                };
        boolean ends = request.framing() == Framing.STREAM_ENDS_WITH_HEAD
                || request.framing() == Framing.STREAM_ENDS_WITH_HEAD_BEFORE_LENGTH;
        int stream = client.begin(ends, lines(request.method(), request.target(), request.typed(), fields));
        if (!ends) {
            boolean trailers = request.framing().name().endsWith("TRAILERS");
            writeContent(client, stream, content, !trailers, request);
            if (trailers) {
                client.headers(stream, true, "x-sum: 1");
            }
        }
        return stream;
    }

    private static void writeContent(Http2Client client, int stream, String content, boolean end, Generated request) {
        int most = request.framing() == Framing.STREAM_IN_SMALL_PIECES
                ? Math.max(3, content.length() / 50)
                : Math.min(16_384, Math.max(1, content.length() / request.writes()));
        for (int from = 0; from < content.length(); from += most) {
            int to = Math.min(content.length(), from + most);
            client.data(stream, end && to == content.length(), content.substring(from, to));
        }
        if (content.isEmpty()) {
            client.data(stream, end, "");
        }
    }

    private void sendCut(Generated request) {
        Recording recording = new Recording();
        try {
            Http2Client written = Http2Client.on(recording);
            int preface = recording.written.size();
            write(written, request);
            byte[] whole = recording.written.toByteArray();
            byte[] stream = Arrays.copyOfRange(whole, preface, whole.length);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream out = socket.getOutputStream();
                out.write(whole, 0, preface);
                out.write(request.untilCut(stream));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        shared.close();
    }

    /** Keeps what is written, and is connected to nothing. */
    private static final class Recording extends Socket {

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        @Override
        public OutputStream getOutputStream() {
            return written;
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public void setSoTimeout(int millis) {}

        @Override
        public void setTcpNoDelay(boolean on) {}
    }
}
