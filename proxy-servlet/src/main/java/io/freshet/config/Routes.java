package io.freshet.config;

import java.util.List;

/**
 * What only a configuration file can say.
 *
 * @param origins those beside {@link OriginSideConfig#url}; perhaps one called {@link OriginConfig#DEFAULT}, which says where that is
 * @param rules in the order in which they apply
 */
public record Routes(List<OriginConfig> origins, List<Rule> rules) {

    /** One origin, and no rule but those of the RFCs. */
    public static final Routes NONE = new Routes(List.of(), List.of());

    public Routes {
        origins = List.copyOf(origins);
        rules = List.copyOf(rules);
    }
}
