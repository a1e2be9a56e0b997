"""One measurement: wrk against a server, and the CPU that the server's processes took for it."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from process import Failure, PeakMemory

LOAD = Path(__file__).resolve().parent.parent / "load"
ERRORS = ("connect", "read", "write", "status", "timeout")


@dataclass
class Sample:
    requests: int
    seconds: float
    bytes: int
    p50_us: int
    p99_us: int
    p999_us: int
    errors: dict
    cpu_us: dict = field(default_factory=dict)
    resident: dict = field(default_factory=dict)
    """Bytes, at the most, of each of the server's processes."""
    origin_requests: int = 0

    @property
    def per_second(self):
        return self.requests / self.seconds

    @property
    def cpu_total_us(self):
        return sum(self.cpu_us.values())


def run_wrk(server, case, seconds, headers, arguments):
    command = ["wrk", "-t1", f"-c{case.connections}", f"-d{seconds}s", "--timeout", "5s", "-s", case.script]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    command += [f"{server.address}{case.path}", "--", *map(str, arguments)]
    try:
        done = subprocess.run(command, cwd=LOAD, capture_output=True, text=True, timeout=seconds + 30)
    except subprocess.TimeoutExpired as stuck:
        raise Failure(f"wrk does not end: {' '.join(command)}") from stuck
    result = re.search(r"^RESULT ([\d ]+)$", done.stdout, re.MULTILINE)
    if not result:
        raise Failure(f"wrk says no result: {' '.join(command)}\n{done.stdout}{done.stderr}")
    requests, micros, size, p50, p99, p999, *errors = (int(word) for word in result[1].split())
    return Sample(requests, micros / 1e6, size, p50, p99, p999, dict(zip(ERRORS, errors)))


def measure(server, origin, case, seconds, headers, arguments):
    """A sample of a case by wrk."""
    return measured(server, origin, lambda: run_wrk(server, case, seconds, headers, arguments))


def measured(server, origin, load):
    """A load's sample, with the CPU of each of the server's processes per request, in microseconds, and what they hold."""
    before = [process.cpu_seconds() for process in server.processes]
    asked = origin.requests()
    with PeakMemory(server.processes) as peak:
        sample = load()
    sample.resident = peak.bytes
    sample.origin_requests = origin.requests() - asked - 1  # this question is one itself
    for process, start in zip(server.processes, before):
        sample.cpu_us[process.name] = (process.cpu_seconds() - start) * 1e6 / max(1, sample.requests)
    return sample
