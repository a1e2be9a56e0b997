package io.freshet.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tries a property with inputs that are drawn by chance, {@value #COUNT} times. The seed is drawn once a JVM, so a test that is run again
 * sees the same inputs. A failure names the seed and what was drawn; {@code -Dtries.seed=SEED} draws the same again.
 */
public final class Tries {

    private static final int COUNT = 500;
    private static final long SEED = Long.getLong("tries.seed", new Random().nextLong());

    private Tries() {}

    public static void of(Consumer<Draw> property) {
        for (int n = 0; n < COUNT; n++) {
            Draw draw = new Draw(new Random(SEED + n));
            try {
                property.accept(draw);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "Try " + n + " with -Dtries.seed=" + SEED + " drew " + draw + ": " + e.getMessage(), e);
            }
        }
    }

    /** Where one try's inputs come from. The ends of each range, and what is next to them and to zero, come often. */
    public static final class Draw {

        private final Random random;
        private final List<Object> drawn = new ArrayList<>();

        private Draw(Random random) {
            this.random = random;
        }

        /** From {@code min} to {@code max}, both included. */
        public long number(long min, long max) {
            return drew(any(min, max));
        }

        /** From {@code min} to {@code max}, both included. */
        public int number(int min, int max) {
            return (int) number((long) min, (long) max);
        }

        public boolean either() {
            return drew(random.nextBoolean());
        }

        /** Of these characters, at most so many. */
        public String text(String characters, int maxLength) {
            return text(maxLength, () -> characters.charAt(random.nextInt(characters.length())));
        }

        /** Of whatever Unicode has, surrogates without their other half among it; at most so many code points. */
        public String unicode(int maxLength) {
            int[] ends = {0x20, 0x100, 0x3000, 0x10000, 0x110000};
            return text(maxLength, () -> random.nextInt(ends[random.nextInt(ends.length)]));
        }

        /** So many of these. */
        public <T> List<T> list(int minSize, int maxSize, Function<Draw, T> element) {
            List<T> list = new ArrayList<>();
            for (long size = any(minSize, maxSize); size > 0; size--) {
                list.add(element.apply(this));
            }
            return list;
        }

        private String text(int maxLength, java.util.function.IntSupplier codePoint) {
            StringBuilder text = new StringBuilder();
            for (long length = any(0, maxLength); length > 0; length--) {
                text.appendCodePoint(codePoint.getAsInt());
            }
            return drew(text.toString());
        }

        /** A quarter at the ends and around zero, a quarter of few bits from the lower end, the rest anywhere. */
        private long any(long min, long max) {
            long bound = max - min + 1;
            switch (random.nextInt(4)) {
                case 0 -> {
                    long[] edges = {min, min + 1, -1, 0, 1, max - 1, max};
                    return Math.max(min, Math.min(max, edges[random.nextInt(edges.length)]));
                }
                case 1 -> {
                    return min + random.nextLong(1L << random.nextInt(63)) % bound;
                }
                default -> {
                    return min + random.nextLong(bound);
                }
            }
        }

        private <T> T drew(T value) {
            drawn.add(value);
            return value;
        }

        /** What was drawn, in order; what does not show is spelt. */
        @Override
        public String toString() {
            return drawn.stream().map(String::valueOf).map(Draw::spelt).collect(Collectors.joining(", ", "[", "]"));
        }

        private static String spelt(String text) {
            return text.chars()
                    .mapToObj(c -> c >= ' ' && c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c))
                    .collect(Collectors.joining());
        }
    }
}
