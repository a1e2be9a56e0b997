package io.freshet.standalone;

import io.freshet.proxy.Freshet;

/** Where the JVM begins. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        SighupHandler.hear();
        String name = System.getProperty("freshet.command", "java -jar proxy-standalone.jar");
        Program program = new Program(name, System.out, System.err, System.getenv(), Freshet::redisToClear);
        System.exit(program.run(args));
    }
}
