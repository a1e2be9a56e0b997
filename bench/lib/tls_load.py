"""Loads that wrk cannot make: HTTP/2, and nothing but handshakes."""

import re
import subprocess

from load import Sample
from process import Failure

CONNECTIONS = 16
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
    """Hits over few connections with many streams each, about so long."""
    total = Sample(0, 0, 0, 0, 0, 0, {"status": 0})
    count = 1_000
    while total.seconds < seconds * 0.8:
        one = http2_requests(server, path, count)
        total.requests += one.requests
        total.seconds += one.seconds
        total.bytes += one.bytes
        total.errors["status"] += one.errors["status"]
        count = max(1_000, int(one.per_second * min(seconds, 2)))
    return total


def http2_requests(server, path, count):
    # Not by time: h2load 1.52 with -D does not end where a connection is not yet made when time is over.
    command = ["h2load", "-t1", f"-c{CONNECTIONS}", f"-m{STREAMS}", f"-n{count}", f"{server.address}{path}"]
    text = output_of(command, 60)
    taken, unit = re.search(r"^finished in ([\d.]+)(us|ms|s)", text, re.MULTILINE).groups()
    seconds = float(taken) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]
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
