"""The WAR in Tomcat and in Jetty, beside a bare servlet in the same container."""

import re
import shutil
import subprocess

from machine import ROOT, find
from process import Failure, free_port

TARGET = ROOT / "proxy-war" / "target"
WAR = TARGET / "proxy-war.war"
ADVICE = "run ./mvnw -DskipTests verify, which fetches the containers and makes the WAR."

WEB_XML = """<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
  <servlet><servlet-name>bare</servlet-name><servlet-class>BareServlet</servlet-class></servlet>
  <servlet-mapping><servlet-name>bare</servlet-name><url-pattern>/*</url-pattern></servlet-mapping>
</web-app>
"""
TOMCAT_CONNECTOR = """<Connector port="{port}" address="127.0.0.1" protocol="HTTP/1.1" maxKeepAliveRequests="-1"/>"""
JETTY_CONTEXT = """<?xml version="1.0"?>
<!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
<Configure class="org.eclipse.jetty.ee10.webapp.WebAppContext">
  <Set name="contextPath">/</Set>
  <Set name="war">{war}</Set>
{parameters}</Configure>
"""


def home(pattern):
    """The newest container of a kind that the build has unpacked; None where there is none."""
    found = sorted((TARGET / "containers").glob(pattern))
    return found[-1] if found else None


def missing():
    """What is left out, by the server's name, and why."""
    why = {}
    for name, pattern in (("tomcat", "apache-tomcat-*"), ("jetty", "jetty-home-*")):
        if not WAR.exists() or not home(pattern):
            why[name] = why[f"{name}-bare"] = ADVICE
    return why


def tomcat(servers, name):
    base = servers.directory / name
    shutil.copytree(home("apache-tomcat-*") / "conf", base / "conf")
    for directory in ("temp", "logs", "webapps", "conf/Catalina/localhost"):
        (base / directory).mkdir(parents=True, exist_ok=True)
    port = free_port()
    server_xml = base / "conf" / "server.xml"
    text = server_xml.read_text().replace('port="8005"', 'port="-1"')
    text = re.sub(r'<Connector port="8080".*?/>', TOMCAT_CONNECTOR.format(port=port), text, count=1, flags=re.DOTALL)
    # Neither writes an access log.
    text = re.sub(r'<Valve className="org.apache.catalina.valves.AccessLogValve".*?/>', "", text, flags=re.DOTALL)
    server_xml.write_text(text)
    parameters = "".join(f'<Parameter name="{key}" value="{value}" override="false"/>' for key, value in settings(servers, name))
    context = f'<Context docBase="{application(servers, name)}">{parameters}</Context>'
    (base / "conf/Catalina/localhost/ROOT.xml").write_text(context)
    bin_ = home("apache-tomcat-*") / "bin"
    command = [
        "java",
        *servers.jvm_flags(),
        f"-Dcatalina.home={bin_.parent}",
        f"-Dcatalina.base={base}",
        f"-Djava.io.tmpdir={base / 'temp'}",
        "-cp",
        f"{bin_ / 'bootstrap.jar'}:{bin_ / 'tomcat-juli.jar'}",
        "org.apache.catalina.startup.Bootstrap",
        "start",
    ]
    return started(servers, name, command, port)


def jetty(servers, name):
    base = servers.directory / name
    (base / "temp").mkdir(parents=True)
    start = [find("java"), f"-Djava.io.tmpdir={base / 'temp'}", "-jar", home("jetty-home-*") / "start.jar"]
    done = subprocess.run([*start, "--add-modules=http,ee10-deploy"], cwd=base, capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"{name} cannot be set up: {done.stdout}{done.stderr}")
    port = free_port()
    lines = ("jetty.http.host=127.0.0.1", f"jetty.http.port={port}", "jetty.httpConfig.sendServerVersion=false")
    (base / "start.d" / "bench.ini").write_text("\n".join(lines) + "\n")
    parameters = "".join(
        f'  <Call name="setInitParameter"><Arg>{key}</Arg><Arg>{value}</Arg></Call>\n' for key, value in settings(servers, name)
    )
    context = JETTY_CONTEXT.format(war=application(servers, name), parameters=parameters)
    (base / "webapps" / "ROOT.xml").write_text(context)
    return started(servers, name, ["java", *servers.jvm_flags(), *start[1:], f"jetty.base={base}"], port)


def started(servers, name, command, port):
    process = servers.start(name, command, port, directory=servers.directory / name)
    return servers.in_jvm(name, port, process)


def bare(name):
    return name.endswith("-bare")


def settings(servers, name):
    if bare(name):
        return ()
    return (("origin", f"http://127.0.0.1:{servers.origin_port}"), ("store", "memory"), ("memory", servers.memory))


def application(servers, name):
    """The WAR, or a directory with the bare servlet in it."""
    if not bare(name):
        return WAR
    directory = servers.directory / f"{name}-application"
    classes = directory / "WEB-INF" / "classes"
    classes.mkdir(parents=True)
    shutil.copy(servers.classes() / "BareServlet.class", classes)
    (directory / "WEB-INF" / "web.xml").write_text(WEB_XML)
    return directory
