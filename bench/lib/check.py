"""Looks at what a server answers before its time is taken: fast and wrong is no result."""

import http.client
import time

from process import Failure

MORE_THAN_CONTENT = 1500
"""How many bytes a head may have."""


def get(port, path, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def fields_for(case, origin_port):
    """The case's request fields, with the entity tag that the origin gives."""
    if "If-None-Match" not in case.headers:
        return case.headers
    return {**case.headers, "If-None-Match": get(origin_port, case.path, {})[1]["ETag"]}


def check(server, case, path, headers, origin_port):
    """Asks until the server answers out of its cache, where it should, and compares with the origin's own answer."""
    deadline = time.monotonic() + 10
    while True:
        status, fields, body = get(server.port, path, headers)
        if status != case.status:
            raise Failure(f"{case.name}: {server.name} answers {status}, not {case.status}")
        if len(body) != case.length:
            raise Failure(f"{case.name}: {server.name} sends {len(body)} bytes, not {case.length}")
        if "bare" not in server.name and body != get(origin_port, path, headers)[2]:
            raise Failure(f"{case.name}: {server.name} sends other bytes than the origin")
        if case.kind != "hit" or "bare" in server.name or is_hit(fields):
            return
        if time.monotonic() > deadline:
            raise Failure(f"{case.name}: {server.name} does not answer out of its cache: {dict(fields)}")
        time.sleep(0.1)
        # A condition or a range alone brings nothing into some caches.
        get(server.port, path, {})


def evicts(server, paths):
    """Whether a cache has thrown out some of the URLs that it has been asked for."""
    return not all(is_hit(get(server.port, path, {})[1]) for path in paths)


def is_hit(fields):
    # Varnish names two requests: this one, and that which brought the response.
    return fields.get("X-Cache") == "HIT" or len(fields.get("X-Varnish", "").split()) == 2


def doubts(sample, case):
    """Why a sample may not be believed; nothing if it may."""
    found = [f"{count} {kind} errors" for kind, count in sample.errors.items() if count]
    if sample.requests == 0:
        return [*found, "no requests"]
    each = sample.bytes / sample.requests
    if not case.length <= each <= case.length + MORE_THAN_CONTENT:
        found.append(f"{each:.0f} bytes a response")
    if case.kind in ("uncached", "stored") and sample.origin_requests < sample.requests * 0.99:
        found.append(f"{sample.requests - sample.origin_requests} requests did not reach the origin")
    if case.kind == "hit" and sample.origin_requests > sample.requests / 1000:
        found.append(f"{sample.origin_requests} requests reached the origin")
    return found
