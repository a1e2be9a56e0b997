"""Loads that wrk cannot make: HTTP/2, and nothing but handshakes."""

import re
import subprocess

from load import Sample
from process import Failure

CONNECTIONS = 64
STREAMS = 10
AT_ONCE = 16
"""Handshakes."""


def output_of(command, seconds):
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=seconds + 60)
    except subprocess.TimeoutExpired as stuck:
        raise Failure(f"{command[0]} does not end: {command}") from stuck
    return done.stdout + done.stderr


def figure(pattern, text):
    found = re.search(pattern, text, re.MULTILINE)
    if not found:
        raise Failure(f"There is no {pattern} in:\n{text[-2000:]}")
    return float(found[1])


def http2(server, path, seconds):
    """Hits over few connections with many streams each."""
    command = ["h2load", "-t1", f"-c{CONNECTIONS}", f"-m{STREAMS}", f"-D{seconds}", f"{server.address}{path}"]
    text = output_of(command, seconds)
    requests = int(figure(r"^requests:.* (\d+) succeeded", text))
    failed = int(figure(r"^requests:.* (\d+) failed", text)) + int(figure(r"^status codes:.* (\d+) 5xx", text))
    size = int(figure(r"\((\d+)\) data", text)) + int(figure(r"\((\d+)\) headers", text))
    return Sample(requests, seconds, size, 0, 0, 0, {"status": failed})


def handshakes(server, path, seconds):
    """One request on each connection, none of which knows of another."""
    command = ["ab", "-q", "-t", seconds, "-n", 1_000_000, "-c", AT_ONCE, "-f", "TLS1.3", f"{server.address}{path}"]
    text = output_of(command, seconds)
    requests = int(figure(r"^Complete requests:\s+(\d+)", text))
    failed = int(figure(r"^Failed requests:\s+(\d+)", text))
    taken = figure(r"^Time taken for tests:\s+([\d.]+)", text)
    return Sample(requests, taken, int(figure(r"^Total transferred:\s+(\d+)", text)), 0, 0, 0, {"status": failed})
