"""What hostile clients do, each as a program of its own: attacks.py VARIANT PORT ADDRESS. Runs until its input ends."""

import selectors
import socket
import struct
import sys
import threading
import time

STREAMS = 128
CONNECTIONS = 256
MANY = 2_000

DATA, HEADERS, RST_STREAM, SETTINGS = 0, 1, 3, 4
END_STREAM, END_HEADERS = 1, 4
CANCEL = 8


class Attack:
    """Connections from one address to one port; what comes on them is never read, unless something says so."""

    def __init__(self, port, address):
        self.port, self.address = port, address
        self.open = []

    def connect(self):
        s = socket.socket()
        # Little room, so that not taking a response costs the attacker little.
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.settimeout(5)
        try:
            s.bind((self.address, 0))
            s.connect(("127.0.0.1", self.port))
        except OSError:
            s.close()
            return None
        self.open.append(s)
        return s

    def send(self, s, data):
        """A server that has hung up, or takes no more, is what an attacker lives with."""
        try:
            s.settimeout(0.2)
            s.sendall(data)
            return True
        except OSError:
            self.leave(s)
            return False

    def leave(self, s):
        if s in self.open:
            self.open.remove(s)
        s.close()

    def fill(self, count, first):
        """Keeps so many connections open, each of which begins with `first`."""
        self.drop_dead()
        for _ in range(count - len(self.open)):
            s = self.connect()
            if s:
                self.send(s, first)

    def drop_dead(self):
        """Those on which the server has hung up: their input has ended, which is seen without reading what is before it."""
        with selectors.DefaultSelector() as ready:
            for s in self.open:
                ready.register(s, selectors.EVENT_READ)
            for key, _ in ready.select(0):
                try:
                    key.fileobj.setblocking(False)
                    if key.fileobj.recv(1, socket.MSG_PEEK) == b"" or hung_up(key.fileobj):
                        self.leave(key.fileobj)
                except OSError:
                    self.leave(key.fileobj)


def hung_up(s):
    # TCP_INFO's first byte: 1 is ESTABLISHED.
    return s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != 1


def http1(method, path, *fields):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: site.example", *fields, "", ""]).encode()


def frame(kind, flags, stream, payload):
    return struct.pack(">I", len(payload) << 8 | kind) + struct.pack(">BI", flags, stream) + payload


def begin_http2():
    return b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, b"")


def head(stream, method, path, ended):
    block = b""
    for name, value in ((":method", method), (":scheme", "http"), (":authority", "site.example"), (":path", path)):
        block += b"\0" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()
    return frame(HEADERS, END_HEADERS | (END_STREAM if ended else 0), stream, block)


def http2(method, path, ended, content=b""):
    """All the streams of one connection."""
    sent = begin_http2()
    for i in range(STREAMS):
        sent += head(2 * i + 1, method, f"{path}?{i}", ended)
        if content:
            sent += frame(DATA, 0, 2 * i + 1, content)
    return sent


def uploads_http2(a):
    a.fill(2, http2("POST", "/up", False, b"x"))


def unread_http1(a):
    a.fill(CONNECTIONS, http1("GET", "/big"))


def unread_http2(a):
    a.fill(2, http2("GET", "/big", True))


def events_http1(a):
    a.fill(CONNECTIONS, http1("GET", "/events"))


def events_http2(a):
    a.fill(2, http2("GET", "/events", True))


def departed_http1(a):
    a.fill(CONNECTIONS, http1("GET", "/poll"))
    time.sleep(0.5)
    for s in list(a.open):
        a.leave(s)


def departed_http2(a):
    a.fill(2, http2("GET", "/poll", True))
    time.sleep(0.5)
    for s in list(a.open):
        if a.send(s, b"".join(frame(RST_STREAM, 0, 2 * i + 1, struct.pack(">I", CANCEL)) for i in range(STREAMS))):
            a.leave(s)


def slow_heads(a):
    a.fill(CONNECTIONS, b"GET /slow HTTP/1.1\r\nHost: site.example\r\n")
    time.sleep(1)
    for s in list(a.open):
        a.send(s, b"a: b\r\n")


def slow_content(a):
    # More than is gathered before a connection to the origin is taken.
    a.fill(CONNECTIONS, http1("POST", "/up", "Content-Length: 10000000") + b"x" * 100_000)
    time.sleep(1)
    for s in list(a.open):
        a.send(s, b"x")


def many_connections(a):
    a.fill(MANY, b"")


VARIANTS = {
    "256 uploads of one byte, HTTP/2": uploads_http2,
    "256 unread downloads, HTTP/1.1": unread_http1,
    "256 unread downloads, HTTP/2": unread_http2,
    "256 idle event streams, HTTP/1.1": events_http1,
    "256 idle event streams, HTTP/2": events_http2,
    "256 clients that leave a long poll, HTTP/1.1": departed_http1,
    "256 clients that leave a long poll, HTTP/2": departed_http2,
    "256 heads, a line a second": slow_heads,
    "256 uploads, a byte a second, HTTP/1.1": slow_content,
    "2,000 connections": many_connections,
}


def main():
    variant, port, address = sys.argv[1:]
    over = threading.Event()

    def watch():
        sys.stdin.read()
        over.set()

    threading.Thread(target=watch, daemon=True).start()
    attack = Attack(int(port), address)
    while not over.is_set():
        VARIANTS[variant](attack)
        over.wait(0.5)


if __name__ == "__main__":
    main()
