"""What is needed, and what it ran on."""

import datetime
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from process import Failure

ROOT = Path(__file__).resolve().parent.parent.parent
JAR = ROOT / "proxy-standalone/target/proxy-standalone.jar"
WAR = ROOT / "proxy-war/target/proxy-war.war"
CONTAINERS = ROOT / "proxy-war/target/containers"

# By the names of Debian's packages.
PACKAGES = {
    "wrk": "wrk",
    "nginx": "nginx-light",
    "varnishd": "varnish",
    "redis-server": "redis-server",
    "java": "openjdk-17-jdk-headless",
    "javac": "openjdk-17-jdk-headless",
    "openssl": "openssl",
    "h2load": "nghttp2-client",
    "ab": "apache2-utils",
    "redis-cli": "redis-tools",
    "redis-benchmark": "redis-tools",
}
NEEDED = ("wrk", "nginx", "java", "javac")


def find(program):
    """Where a program is, also where a user's path does not look for a server; None if nowhere."""
    home = os.environ.get("JAVA_HOME")
    if program in ("java", "javac", "jcmd", "jfr") and home:
        return shutil.which(f"{home}/bin/{program}")
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def missing(*also_needed):
    """Sentences about what is missing, by program; ends the run where nothing can be measured without it."""
    absent = {
        program: f"There is no {program} here: install the package {package}."
        for program, package in PACKAGES.items()
        if not find(program)
    }
    fatal = [absent[program] for program in (*NEEDED, *also_needed) if program in absent]
    if not JAR.exists():
        fatal.append("Freshet is not built: run ./mvnw -DskipTests package.")
    if fatal:
        raise Failure("\n".join(fatal))
    # Builds again what is older than its sources: not while a server is waited for.
    subprocess.run([ROOT / "freshet", "--version"], stdout=subprocess.DEVNULL, check=True)
    return absent


def first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return next(iter((done.stdout + done.stderr).strip().splitlines()), "unknown")


def versions():
    asked = {
        "nginx": ("nginx", "-v"),
        "varnish": ("varnishd", "-V"),
        "wrk": ("wrk", "-v"),
        "redis": ("redis-server", "--version"),
        "java": ("java", "-version"),
    }
    found = {
        name: first_line([find(program), option]) for name, (program, option) in asked.items() if find(program)
    }
    found["freshet"] = first_line(["git", "-C", str(ROOT), "describe", "--always", "--dirty"])
    return found


def describe():
    cpu = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "cpu": cpu[1] if cpu else platform.machine(),
        "cores": cores(),
        "memory_gib": round(int(memory[1]) / 2**20, 1) if memory else None,
        "kernel": platform.release(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", "unknown"),
        "load_before": os.getloadavg()[0],
        "versions": versions(),
    }


def cores():
    return len(os.sched_getaffinity(0))
