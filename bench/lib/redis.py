"""The Redis beside a Freshet."""

import re
import subprocess
from pathlib import Path

from cases import KIB


class Redis:
    """The server that a Freshet uses, looked at from outside."""

    def __init__(self, process):
        self.process = process
        command = Path(f"/proc/{process.pid}/cmdline").read_text()
        self.port = int(command.split("\0")[0].rsplit(":", 1)[1])

    def cli(self, *words):
        return subprocess.run(["redis-cli", "-p", str(self.port), *words], capture_output=True, text=True, check=True).stdout

    def info(self, name):
        return int(re.search(rf"^{name}:(\d+)", self.cli("info", "all"), re.MULTILINE)[1])

    def commands_by_name(self):
        found = re.findall(r"^cmdstat_([\w|]+):calls=(\d+)", self.cli("info", "commandstats"), re.MULTILINE)
        return {name: int(calls) for name, calls in found if name not in ("info", "dbsize", "config|resetstat")}

    def gets_per_second(self, requests):
        """What redis-benchmark gets out of it, with the CPU that Redis takes for each."""
        before = self.process.cpu_seconds()
        command = ["redis-benchmark", "-p", str(self.port), "-c", "64", "-n", str(requests), "-d", str(KIB), "-t", "set,get", "--csv"]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rate = float(re.search(r'^"GET","([\d.]+)"', out, re.MULTILINE)[1])
        return rate, (self.process.cpu_seconds() - before) * 1e6 / (2 * requests)
