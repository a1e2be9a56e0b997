"""The table."""

import json
from statistics import median

COLUMNS = ("case", "server", "req/s", "p50 ms", "p99 ms", "p99 of rounds", "CPU µs/req", "of which", "RSS MB", "alloc B/req", "to origin", "doubts")


def summarize(case, server, samples, allocated, doubts):
    """What all rounds of one server in one case come to: the median of each figure."""
    cpu = [sample.cpu_total_us for sample in samples]
    names = samples[0].cpu_us
    requests = sum(sample.requests for sample in samples)
    return {
        "case": case.name,
        "server": server.name,
        "requests_per_second": median(sample.per_second for sample in samples),
        "p50_us": median(sample.p50_us for sample in samples),
        "p99_us": median(sample.p99_us for sample in samples),
        "p99_us_lowest": min(sample.p99_us for sample in samples),
        "p99_us_highest": max(sample.p99_us for sample in samples),
        "cpu_us_per_request": median(cpu),
        "cpu_us_lowest": min(cpu),
        "cpu_us_highest": max(cpu),
        "cpu_us_by_process": {name: median(sample.cpu_us[name] for sample in samples) for name in names},
        "resident_bytes": {name: max(sample.resident[name] for sample in samples) for name in names},
        "allocated_bytes_per_request": allocated,
        "origin_requests_per_request": sum(sample.origin_requests for sample in samples) / max(1, requests),
        "doubts": doubts,
        "rounds": [vars(sample) for sample in samples],
    }


def ratios(cases, rows):
    """The subject of each case against each of its references, in the same rounds."""
    by_name = {(row["case"], row["server"]): row for row in rows}
    for case in cases:
        subject = by_name.get((case.name, case.subject))
        for reference in case.references:
            other = by_name.get((case.name, reference))
            if subject and other:
                yield {
                    "case": case.name,
                    "subject": case.subject,
                    "reference": reference,
                    "requests_per_second": quotient(subject, other, "requests_per_second"),
                    "p99": quotient(subject, other, "p99_us"),
                    "cpu": quotient(subject, other, "cpu_us_per_request"),
                }


def quotient(subject, other, figure):
    return subject[figure] / other[figure] if other[figure] else float("nan")


def cells(row):
    parts = row["cpu_us_by_process"]
    allocated = row["allocated_bytes_per_request"]
    return (
        row["case"],
        row["server"],
        f"{row['requests_per_second']:,.0f}",
        f"{row['p50_us'] / 1000:.2f}",
        f"{row['p99_us'] / 1000:.2f}",
        f"{row['p99_us_lowest'] / 1000:.1f} to {row['p99_us_highest'] / 1000:.1f}",
        f"{row['cpu_us_per_request']:.1f}",
        " + ".join(f"{name} {cpu:.1f}" for name, cpu in parts.items()) if len(parts) > 1 else "",
        " + ".join(f"{size / 1e6:,.0f}" for size in row["resident_bytes"].values()),
        "" if allocated is None else f"{allocated:,.0f}",
        f"{row['origin_requests_per_request']:.1%}",
        "; ".join(row["doubts"]),
    )


def markdown_table(head, rows, left=2):
    table = [head, *rows]
    widths = [max(len(line[column]) for line in table) for column in range(len(head))]
    align = [str.ljust if column < left else str.rjust for column in range(len(head))]
    lines = ["| " + " | ".join(a(c, w) for a, c, w in zip(align, line, widths)) + " |" for line in table]
    rule = ["-" * w if column < left else "-" * (w - 1) + ":" for column, w in enumerate(widths)]
    return "\n".join([lines[0], "| " + " | ".join(rule) + " |", *lines[1:]])


def markdown(result):
    machine = result["machine"]
    versions = "; ".join(f"{name}: {version}" for name, version in machine["versions"].items())
    ratio_rows = [
        (r["case"], r["subject"], r["reference"], f"{r['requests_per_second']:.2f}", f"{r['p99']:.2f}", f"{r['cpu']:.2f}")
        for r in result["ratios"]
    ]
    parts = [
        f"{machine['date']}, {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"Linux {machine['kernel']}, {machine['system']}",
        versions,
        f"{result['rounds']} rounds of {result['seconds']} s, interleaved; medians. "
        f"Load of the machine before: {machine['load_before']:.2f}.",
        markdown_table(COLUMNS, [cells(row) for row in result["rows"]]),
        "Ratios, each within one run:",
        markdown_table(("case", "of", "to", "req/s", "p99", "CPU/req"), ratio_rows, left=3),
        *result["remarks"],
    ]
    return "\n\n".join(parts) + "\n"


def save(result, directory):
    directory.mkdir(exist_ok=True)
    stem = directory / result["machine"]["date"].replace(":", "").replace("+0000", "Z")
    stem.with_suffix(".json").write_text(json.dumps(result, indent=2) + "\n")
    stem.with_suffix(".md").write_text(markdown(result))
    return stem.with_suffix(".md")
