package io.freshet.standalone.warm;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** A list with one URL or path a line. What begins with {@code #} is a comment. */
final class UrlLines {

    private UrlLines() {}

    /**
     * Reads all of it.
     *
     * @param self whom a path alone is meant for
     */
    static void read(BufferedReader in, String name, String self, WarmingListBuilder wanting) throws IOException {
        String line = in.readLine();
        for (int number = 1; line != null; number++) {
            String text = line.strip();
            if (number == 1 && text.startsWith("\uFEFF")) {
                text = text.substring(1);
            }
            if (!text.isEmpty() && text.charAt(0) != '#') {
                Optional<WarmingTarget> target = WarmingTarget.of(text, self);
                if (target.isPresent()) {
                    wanting.add(target.get());
                } else {
                    wanting.bad(name + ", line " + number + ": neither a URL nor a path: "
                            + WarmingListBuilder.printable(text));
                }
            }
            line = in.readLine();
        }
    }
}
