"""The WAR in Tomcat and in Jetty, beside a bare servlet in the same container."""


def missing():
    return {name: "not yet" for name in ("tomcat", "tomcat-bare", "jetty", "jetty-bare")}
