package io.freshet.policy;

import static io.freshet.http.Heads.fields;
import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionAuthenticationTest {

    @ParameterizedTest(name = "RFC 4559 §6: {0}")
    @ValueSource(
            strings = {
                "Authorization: NTLM TlRMTVNTUAAB",
                "Authorization: Negotiate YIIB",
                "authorization: negotiate\tYIIB",
                "Authorization: ntlm",
                "Proxy-Authorization: NTLM TlRMTVNTUAAB",
            })
    void requests_that_authenticate_their_connection(String line) {
        assertThat(ConnectionAuthentication.asked(fields(line))).isTrue();
        assertThat(ConnectionAuthentication.offered(fields(line))).isFalse();
        assertThat(Collapsing.mayWait(get(line))).isFalse();
        assertThat(Storability.judge(get(line), ok("Cache-Control: public, max-age=9"), At.STRICT))
                .isEqualTo(Verdict.no(Reason.CONNECTION_AUTHENTICATION));
    }

    @ParameterizedTest(name = "RFC 4559 §4, RFC 9110 §11.3: {0}")
    @ValueSource(
            strings = {
                "WWW-Authenticate: NTLM",
                "WWW-Authenticate: Negotiate, NTLM",
                "WWW-Authenticate: Basic realm=\"a, b\", negotiate YIIB",
                "Proxy-Authenticate: NTLM TlRMTVNTUAAC",
            })
    void responses_whose_connection_can_be_authenticated(String line) {
        assertThat(ConnectionAuthentication.offered(fields(line))).isTrue();
        assertThat(ConnectionAuthentication.asked(fields(line))).isFalse();
        assertThat(Storability.judge(get(), ok("Cache-Control: public, max-age=9", line), At.STRICT))
                .isEqualTo(Verdict.no(Reason.CONNECTION_AUTHENTICATION));
    }

    @Test
    void other_schemes_authenticate_requests() {
        assertThat(ConnectionAuthentication.asked(fields("Authorization: Basic TlRMTQ==")))
                .isFalse();
        assertThat(ConnectionAuthentication.asked(fields("Authorization: NTLMv3 x")))
                .isFalse();
        assertThat(ConnectionAuthentication.offered(fields("WWW-Authenticate: Basic realm=\"x, NTLM\"")))
                .isFalse();
        assertThat(ConnectionAuthentication.offered(fields("WWW-Authenticate: Bearer scope=\"Negotiate\"")))
                .isFalse();
    }
}
