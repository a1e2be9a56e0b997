"""Processes that a run starts, what CPU they take, and their end."""

import os
import re
import signal
import socket
import subprocess
import threading
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """Something that ends the run, in a sentence."""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Process:
    """A server with all its descendants. It is a session of its own, so Ctrl-C reaches it only through stop()."""

    def __init__(self, name, command, log, environment=None, directory=None):
        self.name = name
        self.log = log
        with open(log, "wb") as output:
            self.popen = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, **(environment or {})},
                cwd=directory,
            )
        self.pid = self.popen.pid

    def await_port(self, port, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.popen.poll() is not None:
                raise Failure(f"{self.name} has ended: {self.log_end()}")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise Failure(f"{self.name} does not listen after {seconds} s: {self.log_end()}")

    def log_end(self):
        with open(self.log, errors="replace") as log:
            return log.read()[-2000:].strip() or "it logged nothing"

    def cpu_seconds(self):
        """User and system time of the whole tree until now, of its reaped children too."""
        ticks = 0
        for pid in tree(self.pid):
            stat = stat_of(pid)
            ticks += sum(int(field) for field in stat[11:15]) if stat else 0
        return ticks / TICKS_PER_SECOND

    def resident_bytes(self):
        """What the whole tree holds of the machine's memory; what its processes share counts once for each."""
        return sum(resident_kib(pid) for pid in tree(self.pid)) * 1024

    def stop(self):
        """Asks, waits, insists; nothing of the tree is left afterwards."""
        pids = tree(self.pid)
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(5)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()
        for pid, started in pids.items():
            stat = stat_of(pid)
            # The time of its start, because an id can be another process' by now.
            if stat and stat[19] == started:
                kill(pid)


class PeakMemory(threading.Thread):
    """The most that each of some processes holds while this is open, looked at each second."""

    def __init__(self, processes):
        super().__init__(daemon=True)
        self.processes = processes
        self.bytes = {process.name: 0 for process in processes}
        self.over = threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()

    def run(self):
        while True:
            last = self.over.wait(1)
            for process in self.processes:
                self.bytes[process.name] = max(self.bytes[process.name], process.resident_bytes())
            if last:
                return


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def stat_of(pid):
    """The fields of /proc/PID/stat from the third on, the state: utime is the 12th of them; None without a process."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def resident_kib(pid):
    try:
        with open(f"/proc/{pid}/status") as file:
            found = re.search(r"^VmRSS:\s+(\d+)", file.read(), re.MULTILINE)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found[1]) if found else 0


def tree(root):
    """The ids of a process and its descendants, each with the time of its start."""
    children = {}
    starts = {}
    for pid in (int(name) for name in os.listdir("/proc") if name.isdigit()):
        stat = stat_of(pid)
        if stat:
            children.setdefault(int(stat[1]), []).append(pid)
            starts[pid] = stat[19]
    found = {}
    todo = [root]
    while todo:
        pid = todo.pop()
        if pid in starts:
            found[pid] = starts[pid]
            todo += children.get(pid, [])
    return found
