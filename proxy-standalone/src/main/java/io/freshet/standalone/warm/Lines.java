package io.freshet.standalone.warm;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** A list with one URL or path a line. What begins with {@code #} is a comment. */
final class Lines {

    private Lines() {}

    /**
     * Reads all of it.
     *
     * @param self whom a path alone is meant for
     */
    static void read(BufferedReader in, String name, String self, Wanting wanting) throws IOException {
        String line = in.readLine();
        for (int number = 1; line != null; number++) {
            String text = line.strip();
            if (number == 1 && text.startsWith("\uFEFF")) {
                text = text.substring(1);
            }
            if (!text.isEmpty() && text.charAt(0) != '#') {
                Optional<Target> target = Target.of(text, self);
                if (target.isPresent()) {
                    wanting.add(target.get());
                } else {
                    wanting.bad(name + ", line " + number + ": neither a URL nor a path: " + Wanting.printable(text));
                }
            }
            line = in.readLine();
        }
    }
}
