package io.freshet.proxy.fair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesTest {

    @ParameterizedTest(
            name =
                    "{0} places, share {1}: {2} for one connection, {3} for ten of one address, {4} for a hundred of one address")
    @CsvSource({
        "256, 0.25, 32, 59, 64",
        "256, 0.5,  64, 117, 127",
        "256, 1,    256, 256, 256",
        "8,   0.25, 1,  2,  2",
        "2,   0.25, 1,  1,  1",
        "1,   0.25, 1,  1,  1",
        "1,   0.0001, 1, 1, 1",
    })
    void one_client_takes_its_share(int places, double share, int one, int ten, int hundred) {
        assertThat(taken(new Shares(places, share), 1, 1)).isEqualTo(one);
        assertThat(taken(new Shares(places, share), 1, 10)).isEqualTo(ten);
        assertThat(taken(new Shares(places, share), 1, 100)).isEqualTo(hundred);
    }

    @ParameterizedTest(name = "{0} addresses leave places for another")
    @CsvSource({"2", "4", "10"})
    void many_addresses_leave_places_for_another(int addresses) {
        Shares shares = new Shares(256, 0.25);

        taken(shares, addresses, 20);

        assertThat(shares.allow(new Claimant("other", "other"))).isTrue();
    }

    @Test
    void two_connections_leave_places_for_a_third_of_their_address() {
        Shares shares = new Shares(256, 0.25);

        taken(shares, 1, 2);

        assertThat(shares.allow(new Claimant("a0", "other"))).isTrue();
    }

    @Test
    void what_is_given_back_may_be_taken_again() {
        Shares shares = new Shares(1, 0.25);
        Claimant who = new Claimant("a", "c");
        shares.take(who);
        assertThat(shares.allow(who)).isFalse();

        shares.giveBack(who);

        assertThat(shares.allow(who)).isTrue();
        assertThat(shares.taken()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8:0:0:ffff::1, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "[2001:db8::1], 2001:db8::2, true",
        "fe80::1%eth0, fe80::2, true",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "a-name, another, false",
        "no:literal, no:other, false",
    })
    void addresses_of_one_network_are_one_client(String one, String other, boolean same) {
        assertThat(Claimant.network(one).equals(Claimant.network(other))).isEqualTo(same);
    }

    /** As much as all of them may have, who take one after the other. */
    private static int taken(Shares shares, int addresses, int connections) {
        int before;
        do {
            before = shares.taken();
            for (int address = 0; address < addresses; address++) {
                for (int connection = 0; connection < connections; connection++) {
                    Claimant who = new Claimant("a" + address, address + "c" + connection);
                    if (shares.allow(who)) {
                        shares.take(who);
                    }
                }
            }
        } while (shares.taken() > before);
        return shares.taken();
    }
}
