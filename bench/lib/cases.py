"""What is measured, and against whom."""

import random
from dataclasses import dataclass, field

MEMORY = "64m"
"""What every cache may hold: less than the Zipf mix has, more than all other cases need."""

ZIPF_KEYS = 100_000
ZIPF_SAMPLES = 200_000
KIB = 1024
MIB = 1024 * KIB
CONTENT = {"/1k": KIB, "/3k": 3 * KIB, "/10k": 10 * KIB, "/100k": 100 * KIB, "/1m": MIB}


# How long a JVM is under load before its time is taken, by what the load is. With 20 s for misses, the ratio of two equal jars swung
# from 0.95 to 1.37; with 60 s it does not.
WARM_SECONDS = {"hit": 20, "uncached": 60, "stored": 60, "mix": 60}
"""Hits; misses that may not be stored; misses that are, in a cache that is full; and hits and misses as they come."""


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    path: str
    servers: tuple
    length: int
    subject: str = "freshet"
    references: tuple = ("nginx",)
    status: int = 200
    connections: int = 64
    headers: dict = field(default_factory=dict)
    script: str = "report.lua"
    kind: str = "hit"
    quick: bool = True
    not_quick: tuple = ()
    """Servers that a quick run leaves out."""

    @property
    def warm_seconds(self):
        return WARM_SECONDS[self.kind]

    def arguments(self, turn, mix=None):
        """What its script is given: another part of the URLs in each turn."""
        return {"unique.lua": (f"{self.path}{turn}-",), "keys.lua": (self.path, mix, turn * 17_389)}.get(self.script, ())


CACHES = ("nginx", "varnish", "freshet")
ALL = (*CACHES, "bare")
RANGE = "bytes=524288-589823"

CASES = (
    Case("hit-1k", "hit, 1 KiB", "/1k", ALL, KIB, references=("nginx", "bare")),
    Case("hit-10k", "hit, 10 KiB", "/10k", ALL, 10 * KIB, references=("nginx", "bare")),
    Case("hit-100k", "hit, 100 KiB", "/100k", ALL, 100 * KIB, references=("nginx", "bare"), quick=False),
    Case("hit-1m", "hit, 1 MiB", "/1m", ALL, MIB, references=("nginx", "bare")),
    Case("hit-1k-c1000", "hit, 1 KiB, 1,000 connections", "/1k", ALL, KIB, connections=1000, references=("nginx", "bare")),
    # The entity tag is filled in when the origin has said it.
    Case("304", "304 for If-None-Match, 1 KiB", "/1k", CACHES, 0, status=304, headers={"If-None-Match": ""}),
    Case("range", "64 KiB out of 1 MiB", "/1m", CACHES, 64 * KIB, status=206, headers={"Range": RANGE}),
    Case("near-1k", "hit in the near tier, 1 KiB", "/1k", ("nginx", "freshet-near"), KIB, subject="freshet-near"),
    Case("near-1m", "hit in the near tier, 1 MiB", "/1m", ("nginx", "freshet-near"), MIB, subject="freshet-near", quick=False),
    Case("redis-1k", "hit in Redis, 1 KiB", "/1k", ("nginx", "freshet-redis"), KIB, subject="freshet-redis"),
    Case("redis-10k", "hit in Redis, 10 KiB", "/10k", ("nginx", "freshet-redis"), 10 * KIB, subject="freshet-redis", quick=False),
    Case("zipf", "Zipf mix of 100,000 times 3 KiB", "/zipf/", CACHES, 3 * KIB, script="keys.lua", kind="mix"),
    Case(
        "miss",
        "miss, 1 KiB, never the same URL, no-store",
        "/uncached/",
        ("nginx-pass", "freshet", "stock", "stock-async"),
        KIB,
        references=("nginx-pass", "stock", "stock-async"),
        script="unique.lua",
        kind="uncached",
        not_quick=("stock-async",),
    ),
    # The stock servlet and nginx-pass store nothing.
    Case(
        "miss-stored",
        "miss, 1 KiB, never the same URL, into a cache that is full",
        "/unique/",
        ("nginx-pass", "nginx", "varnish", "freshet", "stock"),
        KIB,
        references=("nginx-pass", "nginx", "stock"),
        script="unique.lua",
        kind="stored",
        not_quick=("nginx-pass", "nginx", "varnish"),
    ),
    Case(
        "war-tomcat-1k",
        "hit in the WAR in Tomcat, 1 KiB",
        "/1k",
        ("tomcat-bare", "tomcat"),
        KIB,
        subject="tomcat",
        references=("tomcat-bare",),
        quick=False,
    ),
    Case(
        "war-jetty-1k",
        "hit in the WAR in Jetty, 1 KiB",
        "/1k",
        ("jetty-bare", "jetty"),
        KIB,
        subject="jetty",
        references=("jetty-bare",),
        quick=False,
    ),
)


def write_zipf(directory, count=ZIPF_KEYS, samples=ZIPF_SAMPLES):
    """A file with the keys of a mix, one a line: the first is asked for twice as often as the second, and so on."""
    # Always the same mix, so that two runs can be compared.
    chance = random.Random(1)
    weights = [1 / rank for rank in range(1, count + 1)]
    keys = chance.choices(range(1, count + 1), weights, k=samples)
    mix = directory / "zipf"
    mix.write_text("".join(f"{key}\n" for key in keys))
    return mix
