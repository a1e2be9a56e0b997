"""What a JVM has allocated, as its own thread dump says, without a flag or an agent."""

import re
import subprocess

from machine import find

UNITS = {"B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def allocated(process):
    """Bytes, of all threads that live, rounded as the JVM rounds them; None where it does not say."""
    jcmd = find("jcmd")
    if not process or not jcmd:
        return None
    dump = subprocess.run([jcmd, str(process.pid), "Thread.print", "-e"], capture_output=True, text=True)
    return sum(int(size) * UNITS[unit] for size, unit in re.findall(r" allocated=(\d+)([BKMG]) ", dump.stdout)) or None
