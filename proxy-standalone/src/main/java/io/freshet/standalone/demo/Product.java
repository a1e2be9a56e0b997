package io.freshet.standalone.demo;

import java.util.List;
import java.util.Optional;

/**
 * A product of the demo's catalogue.
 *
 * @param id its number, from 1
 * @param title its name
 * @param cents its price
 * @param cacheControl what its response says about caching; empty for nothing
 */
record Product(int id, String title, int cents, Optional<String> cacheControl) {

    /** One for each way a response can be cached, or not. */
    static final List<Product> CATALOGUE = List.of(
            new Product(1, "Walnut cutting board", 3490, Optional.of("max-age=60")),
            new Product(2, "Enamel kettle", 5900, Optional.of("no-cache")),
            new Product(3, "Your shopping list", 0, Optional.of("private, max-age=60")),
            new Product(4, "Gift card", 2500, Optional.of("no-store")),
            new Product(5, "Linen apron", 2990, Optional.of("max-age=5, s-maxage=120")),
            new Product(6, "Pepper mill", 4200, Optional.of("max-age=60")),
            new Product(7, "Fresh bread", 480, Optional.of("max-age=5, must-revalidate")),
            new Product(8, "Cast-iron pan", 6900, Optional.of("max-age=5, stale-if-error=600")),
            new Product(9, "Tea towel", 890, Optional.empty()));

    /** The product whose title depends on {@code Accept-Language}. */
    boolean isTranslated() {
        return id == 6;
    }

    String json(boolean german) {
        String shown = german && isTranslated() ? "Pfefferm\\u00fchle" : title;
        return "{\"id\":%d,\"title\":\"%s\",\"price\":%d.%02d}".formatted(id, shown, cents / 100, cents % 100);
    }
}
