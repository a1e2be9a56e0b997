package io.freshet.config;

import java.util.List;

/**
 * What is not stored, and does not reach the origin, unless an operator says so.
 *
 * @param deceptionGuard whether responses that look like bait for web cache deception are given no lifetime that their origin did not
 *     state
 * @param passFields patterns of request fields that reach the origin although other software takes them for routing
 */
public record SafetyConfig(boolean deceptionGuard, List<String> passFields) {

    public SafetyConfig {
        passFields = List.copyOf(passFields);
    }
}
