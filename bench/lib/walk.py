"""Loads over many URLs that a cache holds all of: /wide/1, /wide/2, and so on, a KiB each."""

import json
import random
import urllib.request

from cases import KIB, Case
from check import get, is_hit
from load import measure
from process import Failure

WALK = Case("walk", "each URL once", "/wide/", (), KIB, script="unique.lua", kind="stored")
WIDE = Case("wide", "hits, each URL as likely as the others", "/wide/", (), KIB, script="random.lua")
LOOKED_AT = 200


def fill(server, servers, urls, start=0):
    """Asks for each URL once, and looks at whether they are there; returns the samples."""
    at, samples = start, []
    while at < urls:
        sample = measure(server, servers, WALK, 5, {}, (WALK.path, at, urls))
        samples.append(sample)
        # As many may have been on the way when time was over.
        at += max(1, sample.requests - WALK.connections)
    chance = random.Random(1)
    paths = [f"{WIDE.path}{chance.randrange(urls) + 1}" for _ in range(LOOKED_AT)]
    missing = sum(not is_hit(get(server.port, path, {})[1]) for path in paths)
    if missing > LOOKED_AT * 0.02:
        raise Failure(f"{server.name} has not kept {missing} of {LOOKED_AT} URLs that it has been asked for: it needs more memory")
    return samples


def overhead(server):
    """What Freshet counts for each of its responses beside the content, in bytes; None where its admin port does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port + 1}/api/stats", timeout=5) as answer:
            stats = json.load(answer)
        return stats["memory.bytes"] / stats["memory.keys"] - KIB
    except (OSError, KeyError, ValueError, ZeroDivisionError):
        return None


def hits(server, servers, urls, seconds, seed):
    """Hits over all of them."""
    return measure(server, servers, WIDE, seconds, {}, (WIDE.path, urls, seed))
