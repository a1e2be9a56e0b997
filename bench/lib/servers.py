"""Starts what is measured, each on a free port of the loopback address."""

import os
import pwd
import re
import resource
import string
import subprocess
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import containers
from cases import CONTENT, MEMORY, MIB
from machine import JAR, ROOT, cores, find
from process import Failure, Process, free_port

BENCH = ROOT / "bench"
KEYS = {"EC P-256": ("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), "RSA 2048": ("rsa:2048",)}
CACHE_STATUS = ("X-Cache", "HIT")


@dataclass
class Server:
    name: str
    port: int
    processes: tuple
    """Whose CPU counts."""
    jvm: Process | None = None
    scheme: str = "http"

    @property
    def address(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def caches(self):
        return not re.search("pass|stock|bare", self.name)


def compile_java(directory):
    """What is in bench/java, into a directory."""
    sources = (BENCH / "java").glob("*.java")
    done = subprocess.run([find("javac"), "-cp", JAR, "-d", directory, *sources], capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"bench/java does not compile: {done.stderr}")


def mebibytes(size):
    """Of a setting such as 64m or 4g."""
    return int(size[:-1]) * {"m": 1, "g": 1024}[size[-1]]


def open_files():
    """How many files a worker of nginx may have open: it keeps those of its cache open, as far as this machine allows."""
    return min(200_000, resource.getrlimit(resource.RLIMIT_NOFILE)[1])


class Servers:
    """All that runs; a context manager, because all of it must end."""

    def __init__(self, memory=MEMORY, key=None):
        self.memory = memory
        self.key = key
        self.directory = Path(tempfile.mkdtemp(prefix="freshet-bench-"))
        self.processes = []
        self.running = {}
        self.flags = None
        self.origin_port = free_port()

    def __enter__(self):
        for path, length in CONTENT.items():
            file = self.directory / "www" / path[1:]
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(os.urandom(length))
        conf = self.configure("origin.conf", port=self.origin_port)
        try:
            self.start("origin", ["nginx", "-p", self.directory, "-c", conf], self.origin_port)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.stop()
        subprocess.run(["rm", "-rf", "--", self.directory, *self.extra_directories()], check=True)

    def extra_directories(self):
        return [cache for cache in (getattr(self, "nginx_cache", None),) if cache]

    def get(self, name):
        """A running server; starts it if it is not."""
        if name not in self.running:
            starters = {
                "nginx": self.nginx,
                "nginx-pass": self.nginx,
                "nginx-tls": self.nginx,
                "varnish": self.varnish,
                "freshet": lambda: self.freshet("freshet", "--store=memory", f"--memory={self.memory}"),
                "freshet-tls": self.freshet_tls,
                "freshet-redis": lambda: self.freshet_on_redis("freshet-redis", "--near-time=0s"),
                "freshet-near": lambda: self.freshet_on_redis("freshet-near", f"--memory={self.memory}"),
                "bare": lambda: self.jetty("bare"),
                "stock": lambda: self.jetty("stock"),
                "stock-async": lambda: self.jetty("stock-async"),
                "tomcat": lambda: containers.tomcat(self, "tomcat"),
                "tomcat-bare": lambda: containers.tomcat(self, "tomcat-bare"),
                "jetty": lambda: containers.jetty(self, "jetty"),
                "jetty-bare": lambda: containers.jetty(self, "jetty-bare"),
            }
            for server in starters[name]():
                self.running[server.name] = server
        return self.running[name]

    def end_all_but(self, names):
        """Servers that no case to come needs would only take memory."""
        for name in [name for name in self.running if name not in names]:
            server = self.running.pop(name)
            if not any(server.processes[0] in other.processes for other in self.running.values()):
                for process in server.processes:
                    process.stop()
                    self.processes.remove(process)
                if server.name.startswith("nginx"):
                    subprocess.run(["rm", "-rf", "--", self.nginx_cache], check=True)

    def start(self, name, command, port, **options):
        command = [find(command[0]) or command[0], *command[1:]]
        process = Process(name, command, self.directory / f"{name}.log", **options)
        self.processes.append(process)
        process.await_port(port)
        return process

    def configure(self, template, **values):
        user = f"user {pwd.getpwuid(os.getuid()).pw_name};" if os.getuid() == 0 else ""
        text = string.Template((BENCH / "conf" / template).read_text())
        file = self.directory / template
        file.write_text(text.substitute(values, dir=self.directory, user=user, origin_port=self.origin_port))
        return file

    def nginx(self):
        shared = Path("/dev/shm")
        roomy = shared.is_dir() and os.access(shared, os.W_OK) and os.statvfs(shared).f_bavail * 4096 > max(256, mebibytes(self.memory)) * MIB
        self.nginx_cache = Path(tempfile.mkdtemp(prefix="freshet-bench-", dir=shared if roomy else None))
        cached, passing, tls = free_port(), free_port(), free_port()
        conf = self.configure(
            "nginx.conf",
            cores=cores(),
            memory=self.memory,
            # 8,000 keys in each MiB, as its documentation says: room for responses of less than 4 KiB, which a file takes at least.
            zone=f"{max(32, mebibytes(self.memory) // 16)}m",
            files=open_files(),
            more=self.nginx_tls(tls) if self.key else "",
            kept_open=open_files() - 8192,
            cache=self.nginx_cache,
            cached_port=cached,
            pass_port=passing,
        )
        process = self.start("nginx", ["nginx", "-p", self.directory, "-c", conf], cached)
        found = Server("nginx", cached, (process,)), Server("nginx-pass", passing, (process,))
        return (*found, Server("nginx-tls", tls, (process,), scheme="https")) if self.key else found

    def nginx_tls(self, port):
        certificate, key = self.certificate()
        return self.configure("nginx-tls.conf", tls_port=port, certificate=certificate, key=key).read_text()

    def freshet_tls(self):
        certificate, key = self.certificate()
        options = ("--store=memory", f"--memory={self.memory}", f"--tls-cert={certificate}", f"--tls-key={key}")
        [server] = self.freshet("freshet-tls", *options)
        server.scheme = "https"
        return [server]

    def certificate(self):
        """For localhost, by the kind of key that openssl has a name for; its files."""
        certificate, key = self.directory / "cert.pem", self.directory / "key.pem"
        if not key.exists():
            command = ["openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-newkey", *KEYS[self.key]]
            done = subprocess.run([*command, "-keyout", key, "-out", certificate], capture_output=True, text=True)
            if done.returncode:
                raise Failure(f"openssl makes no certificate: {done.stderr}")
        return certificate, key

    def varnish(self):
        port = free_port()
        vcl = self.configure("varnish.vcl")
        command = ["varnishd", "-F", "-j", "none", "-a", f"127.0.0.1:{port}", "-f", vcl, "-T", "none"]
        command += ["-s", f"malloc,{self.memory}", "-n", self.directory / "varnish"]
        return [Server("varnish", port, (self.start("varnish", command, port),))]

    def freshet(self, name, *options, beside=(), environment=None):
        port = free_port()
        command = [ROOT / "freshet", "--host=127.0.0.1", f"--port={port}", *options]
        command.append(f"--origin=http://127.0.0.1:{self.origin_port}")
        process = self.start(name, command, port, environment=environment)
        words = Path(f"/proc/{process.pid}/cmdline").read_text().split("\0")
        self.flags = words[1 : words.index("-jar")]
        return self.in_jvm(name, port, process, *beside)

    def freshet_on_redis(self, name, option):
        redis, address = self.redis()
        return self.freshet(name, "--store=redis", f"--redis={address}", option, beside=(redis,))

    def redis(self):
        """A server of its own, and its address as Freshet's setting."""
        port = free_port()
        command = ["redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no"]
        return self.start("redis", command, port, directory=self.directory), f"redis://127.0.0.1:{port}"

    def jetty(self, name):
        port = free_port()
        command = ["java", *self.jvm_flags(), "-cp", f"{JAR}:{self.classes()}", "BareServer", name, port]
        process = self.start(name, [*command, self.origin_port], port)
        return self.in_jvm(name, port, process)

    def in_jvm(self, name, port, process, *beside):
        return [Server(name, port, (process, *beside), process)]

    def jvm_flags(self):
        """Those that the launcher gives to Freshet; the others get the same, but for its class archive."""
        if not self.flags:
            self.get("freshet")
        return [flag for flag in self.flags if not re.match("-Dfreshet|-Xshare|-XX:SharedArchiveFile|-Xlog:", flag)]

    def classes(self):
        directory = self.directory / "classes"
        if not directory.exists():
            compile_java(directory)
        return directory

    def requests(self):
        """How many requests the origin has had, this one included."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.origin_port}/status", timeout=5) as page:
            return int(page.read().decode().splitlines()[2].split()[2])
