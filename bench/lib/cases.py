"""What is measured, and against whom."""

import random
from dataclasses import dataclass, field

MEMORY = "64m"
"""What every cache may hold: less than the Zipf mix has, more than all other cases need."""

ZIPF_KEYS = 100_000
ZIPF_SAMPLES = 200_000
KIB = 1024
SIZES = {"/1k": KIB, "/3k": 3 * KIB, "/10k": 10 * KIB, "/100k": 100 * KIB, "/1m": 1024 * KIB}


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
    hit: bool = True
    quick: bool = True
    warm: int = 1
    """How many times the usual warming it needs."""
    not_quick: tuple = ()
    """Servers that a quick run leaves out."""


CACHES = ("nginx", "varnish", "freshet")
ALL = (*CACHES, "bare")
RANGE = "bytes=524288-589823"

CASES = (
    Case("hit-1k", "hit, 1 KiB", "/1k", ALL, KIB, references=("nginx", "bare")),
    Case("hit-10k", "hit, 10 KiB", "/10k", ALL, 10 * KIB, references=("nginx", "bare")),
    Case("hit-100k", "hit, 100 KiB", "/100k", ALL, 100 * KIB, references=("nginx", "bare"), quick=False),
    Case("hit-1m", "hit, 1 MiB", "/1m", ALL, 1024 * KIB, references=("nginx", "bare")),
    Case("hit-1k-c1000", "hit, 1 KiB, 1,000 connections", "/1k", ALL, KIB, connections=1000, references=("nginx", "bare")),
    # The entity tag is filled in when the origin has said it.
    Case("304", "304 for If-None-Match, 1 KiB", "/1k", CACHES, 0, status=304, headers={"If-None-Match": ""}),
    Case("range", "64 KiB out of 1 MiB", "/1m", CACHES, 64 * KIB, status=206, headers={"Range": RANGE}),
    Case("near-1k", "hit in the near tier, 1 KiB", "/1k", ("nginx", "freshet-near"), KIB, subject="freshet-near"),
    Case("near-1m", "hit in the near tier, 1 MiB", "/1m", ("nginx", "freshet-near"), 1024 * KIB, subject="freshet-near", quick=False),
    Case("redis-1k", "hit in Redis, 1 KiB", "/1k", ("nginx", "freshet-redis"), KIB, subject="freshet-redis"),
    Case("redis-10k", "hit in Redis, 10 KiB", "/10k", ("nginx", "freshet-redis"), 10 * KIB, subject="freshet-redis", quick=False),
    Case("zipf", "Zipf mix of 100,000 times 3 KiB", "/zipf/", CACHES, 3 * KIB, script="keys.lua", hit=False, warm=4),
    Case(
        "miss",
        "miss, 1 KiB, never the same URL",
        "/unique/",
        ("nginx-pass", "nginx", "varnish", "freshet", "stock", "stock-async"),
        KIB,
        references=("nginx-pass", "nginx", "stock", "stock-async"),
        script="unique.lua",
        hit=False,
        not_quick=("nginx", "varnish", "stock-async"),
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


def write_zipf(directory):
    """A file with the keys of the mix, one a line."""
    # Always the same mix, so that two runs can be compared.
    chance = random.Random(1)
    weights = [1 / rank for rank in range(1, ZIPF_KEYS + 1)]
    keys = chance.choices(range(1, ZIPF_KEYS + 1), weights, k=ZIPF_SAMPLES)
    mix = directory / "zipf"
    mix.write_text("".join(f"{key}\n" for key in keys))
    return mix
