package io.freshet.config;

import java.util.List;
import java.util.Optional;

/**
 * Who may do what an operator does, and where.
 *
 * @param address where that is listened for
 * @param token what who calls must know; empty for nothing, and then only this machine may call
 * @param path where in a container the same is to be had, with a slash at its beginning; empty for nowhere
 * @param purgeFrom addresses, alone or as blocks (RFC 4632), from which {@code PURGE} is taken on the public port
 */
public record AdminConfig(
        AdminAddress address, Optional<String> token, Optional<String> path, List<AddressBlock> purgeFrom) {

    public AdminConfig {
        purgeFrom = List.copyOf(purgeFrom);
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "AdminConfig[address=" + address + ", token=" + (token.isPresent() ? "..." : "none") + ", path="
                + path.orElse("none") + ", purgeFrom=" + purgeFrom + "]";
    }
}
