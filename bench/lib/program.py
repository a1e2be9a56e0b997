"""What the programs here have in common: their options, how they end, and where they save what they found."""

import argparse
import json
import os
import signal
import sys

import machine
from process import Failure

RESULTS = machine.ROOT / "bench" / "results"
LOAD_BEFORE = os.getloadavg()[0]


def parser(words):
    made = argparse.ArgumentParser(description=words)
    made.add_argument("--quick", action="store_true", help="shorter, to see that it works; notes no target")
    return made


def say(words):
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        sys.stderr.flush()


def finish(name, options, text, figures):
    """Prints and saves what was found, with the machine it was found on."""
    where = machine.describe()
    head = (
        f"`bench/{name}`, {where['date']}, {where['cpu']}, {where['cores']} cores, {where['memory_gib']} GiB, Linux {where['kernel']}; "
        + "; ".join(where["versions"].values())
    )
    say("")
    if LOAD_BEFORE > machine.cores() / 2:
        head += "\n\nThe machine had other work: do not trust these figures."
    print(f"{head}\n\n{text}\n")
    RESULTS.mkdir(exist_ok=True)
    stem = RESULTS / f"{where['date'].replace(':', '').replace('+0000', 'Z')}-{name}"
    stem.with_suffix(".md").write_text(f"{head}\n\n{text}\n")
    saved = {"machine": where, "options": {key: str(value) for key, value in vars(options).items()}, "figures": figures}
    stem.with_suffix(".json").write_text(json.dumps(saved, indent=2, default=vars) + "\n")
    print(f"Saved as {stem}.md and .json")


def run(main):
    """So that what was started is ended however this ends."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("Stopped."))
    try:
        main()
    except Failure as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
