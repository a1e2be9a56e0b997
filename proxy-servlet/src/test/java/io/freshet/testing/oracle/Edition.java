package io.freshet.testing.oracle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import java.util.Random;

/**
 * What a resource is for some requests at some time. Each line of its content says all of that, and where it is; no two contents
 * have a line in common, and most have different lengths.
 *
 * @param resource the number of its resource
 * @param number counts up with each change
 * @param status of the response
 * @param language which variant; {@code -} where there is one
 * @param site the same
 * @param coding {@code identity}, or what its {@code Content-Encoding} says; the bytes are lines all the same
 */
record Edition(int resource, int number, int status, String language, String site, String coding) {

    private static final int LARGE = 2_600;

    String label() {
        return "r" + resource + ".e" + number + "." + status + "." + language + "." + site + "." + coding;
    }

    byte[] content() {
        Random random = new Random(label().hashCode());
        int lines = resource % 12 == 0 ? LARGE + random.nextInt(50) : 4 + random.nextInt(40);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(label())
                    .append(' ')
                    .append(i)
                    .append(' ')
                    .append(Integer.toHexString(random.nextInt()))
                    .append('\n');
        }
        return text.toString().getBytes(US_ASCII);
    }

    /** The coding as a field's value. */
    Optional<String> contentEncoding() {
        return coding.equals("identity") ? Optional.empty() : Optional.of(coding);
    }
}
