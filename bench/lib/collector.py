"""What the JVM's log of its collector says."""

import re

OPTION = "-Xlog:gc:file={}:uptime:filecount=0"
PAUSE = re.compile(r"^\[([\d.]+)s\].*Pause (.*?) \d+[KMG]->\d+[KMG]\(\d+[KMG]\) ([\d.]+)ms", re.MULTILINE)


def pauses(log):
    """Moment in seconds since the start, kind, and length in milliseconds of each pause."""
    return [(float(at), kind, float(length)) for at, kind, length in PAUSE.findall(log.read_text())]
