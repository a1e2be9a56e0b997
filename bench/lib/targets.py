"""What is asked of Freshet, and the last measured value of each, which every program here notes."""

import datetime
import json
from dataclasses import dataclass

from machine import ROOT
from report import markdown_table

NOTES = ROOT / "bench" / "results" / "targets.json"
RESIDENT = "resident/"
"""What begins so is of resident memory, by the load; the largest counts."""


@dataclass(frozen=True)
class Target:
    name: str
    words: str
    bound: float
    at_least: bool = False
    unit: str = ""

    def met(self, value):
        return value >= self.bound if self.at_least else value <= self.bound


TARGETS = (
    Target("cold-requests", "`cold`: misses served in the first 10 s after the port opens, to stock", 1.0, at_least=True),
    Target("cold-steady", "`cold`: time until a miss costs what it will cost", 15, unit=" s"),
    Target("miss-cpu", "`miss`, which may not be stored: CPU to stock", 0.9),
    Target("miss-rate", "`miss`: requests a second to stock", 1.1, at_least=True),
    Target("miss-stored-cpu", "`miss-stored`, full and evicting: CPU to stock, which stores nothing", 1.15),
    Target("wide-50k", "`wide`: hits over 50,000 URLs, CPU to nginx after 120 s", 0.9),
    Target("wide-1m", "`wide`: hits over 1,000,000 URLs, CPU to nginx after 120 s", 1.0),
    Target("hit-1k-cpu", "`hit-1k`: CPU to nginx", 0.65),
    Target("hit-1k-rate", "`hit-1k`: requests a second to nginx", 1.3, at_least=True),
    Target("hit-10k-cpu", "`hit-10k`: CPU to nginx", 0.75),
    Target("hit-10k-rate", "`hit-10k`: requests a second to nginx", 1.2, at_least=True),
    Target("c1000-p99", "`hit-1k-c1000`: p99 to nginx", 1.2),
    Target("pause-longest", "`pause`: longest pause of the collector, 4 GiB of cache", 20, unit=" ms"),
    Target("pause-p999", "`pause`: p99.9 of hits to nginx", 2.0),
    Target("resident", "resident memory to `--memory` × 1.15 + 150 MB, in the worst of these loads", 1.0),
    Target("overhead", "memory for a small stored response beside its content", 400, unit=" B"),
    Target("redis-cpu", "`redis`: CPU of Freshet for a hit, near tier off", 45, unit=" µs"),
    Target("redis-rate", "`redis`: hits a second to `redis-benchmark -c 64 GET`", 0.5, at_least=True),
    Target("redis-memory", "memory of Redis for a stored KiB beside its content", 350, unit=" B"),
    Target("tls-http1", "`tls`: hit over HTTP/1.1, CPU to nginx", 0.9),
    Target("tls-http2", "`tls`: hit over HTTP/2, CPU to nginx", 0.9),
    Target("tls-handshakes", "`tls`: handshakes a second to nginx", 0.8, at_least=True),
    Target("start-answer", "first answer after the start", 1.0, unit=" s"),
    Target("start-memory", "resident memory when idle", 120, unit=" MB"),
)

# Which ratio of bench/run says what of a target: case, reference, figure.
OF_RATIOS = {
    "miss-cpu": ("miss", "stock", "cpu"),
    "miss-rate": ("miss", "stock", "requests_per_second"),
    "miss-stored-cpu": ("miss-stored", "stock", "cpu"),
    "hit-1k-cpu": ("hit-1k", "nginx", "cpu"),
    "hit-1k-rate": ("hit-1k", "nginx", "requests_per_second"),
    "hit-10k-cpu": ("hit-10k", "nginx", "cpu"),
    "hit-10k-rate": ("hit-10k", "nginx", "requests_per_second"),
    "c1000-p99": ("hit-1k-c1000", "nginx", "p99"),
}


def of_ratios(ratios):
    found = {(ratio["case"], ratio["reference"]): ratio for ratio in ratios}
    return {name: found[case, to][figure] for name, (case, to, figure) in OF_RATIOS.items() if (case, to) in found}


def resident(load, size, memory_mib):
    """What a server holds, in bytes, as a part of what it may by its setting."""
    return {RESIDENT + load: size / (memory_mib * 2**20 * 1.15 + 150e6)}


def of_resident(rows, memory_mib):
    """Of the rows of bench/run."""
    parts = {}
    for row in rows:
        if row["server"] == "freshet":
            parts |= resident(row["case"], row["resident_bytes"]["freshet"], memory_mib)
    return parts


def note(values):
    """Remembers values by the names of targets, with the moment."""
    NOTES.parent.mkdir(exist_ok=True)
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="minutes")
    NOTES.write_text(json.dumps(noted() | {name: {"value": value, "at": now} for name, value in values.items()}, indent=2) + "\n")


def noted():
    return json.loads(NOTES.read_text()) if NOTES.exists() else {}


def table():
    """All targets with what was measured last."""
    notes = noted()
    loads = {name: entry for name, entry in notes.items() if name.startswith(RESIDENT)}
    if loads:
        worst = max(loads, key=lambda name: loads[name]["value"])
        notes["resident"] = {**loads[worst], "where": f" ({worst.removeprefix(RESIDENT)})"}
    return markdown_table(("target", "asked", "measured", "", "when"), [row(target, notes.get(target.name)) for target in TARGETS], left=1)


def row(target, entry):
    asked = f"at {'least' if target.at_least else 'most'} {target.bound:g}{target.unit}"
    if not entry:
        return target.words, asked, "", "not measured", ""
    value = entry["value"]
    digits = ".2f" if value < 10 else ",.0f"
    return (
        target.words,
        asked,
        f"{value:{digits}}{target.unit}{entry.get('where', '')}",
        "met" if target.met(value) else "missed",
        entry["at"].removesuffix("+00:00") + "Z",
    )
