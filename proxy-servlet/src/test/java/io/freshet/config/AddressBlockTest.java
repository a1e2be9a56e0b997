package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.2, false",
        "10.1.2.3/31, 10.1.2.2, true",
        "192.168.16.0/20, 192.168.31.255, true",
        "192.168.16.0/20, 192.168.32.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 203.0.113.9, false",
        "::1, [::1], true",
        "::1, 0:0:0:0:0:0:0:1, true",
        "fe80::/10, fe80::1%eth0, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
    })
    void a_block_holds_the_addresses_that_begin_as_it_does(String block, String address, boolean held) {
        assertThat(AddressBlock.parse(block)
                        .orElseThrow()
                        .contains(AddressBlock.literal(address).orElseThrow()))
                .isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "x", "localhost", "10.0.0", "10.0.0.0.0", "10.0.0.0.", "256.1.1.1", "010.0.0.1", "10.0.0.0/33",
                "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "1:2", ":::", "1::2::3", "[::1]", "fe80::1%eth0",
                "dead.beef"
            })
    void what_is_no_block_is_none(String text) {
        assertThat(AddressBlock.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unix", "example.com", "999.1.1.1", "1.1"})
    void what_is_no_address_is_none(String text) {
        assertThat(AddressBlock.literal(text)).isEmpty();
    }
}
