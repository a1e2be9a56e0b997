package io.freshet.config;

import java.util.Optional;

/**
 * Who may do what an operator does, and where.
 *
 * @param address where that is listened for
 * @param token what who calls must know; empty for nothing, and then only this machine may call
 */
public record AdminConfig(AdminAddress address, Optional<String> token) {

    /** Never shows the token. */
    @Override
    public String toString() {
        return "AdminConfig[address=" + address + ", token=" + (token.isPresent() ? "..." : "none") + "]";
    }
}
