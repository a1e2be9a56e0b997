package io.freshet.proxy.origin;

import io.freshet.http.HopByHop;
import io.freshet.policy.Ending;
import io.freshet.policy.Methods;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;

/** What the head of an origin's response says about the message that it begins. */
public final class OriginMessage {

    private OriginMessage() {}

    /** RFC 9110 §15.2.2 and RFC 9112 §6.1: no upgrade was asked for, and no coding but chunked, which HTTP/1.0 has not. */
    public static boolean intelligible(Response originResponse) {
        List<String> codings = originResponse.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING);
        boolean chunked = originResponse.getVersion() == HttpVersion.HTTP_1_1
                && codings.size() == 1
                && "chunked".equalsIgnoreCase(codings.get(0));
        return originResponse.getStatus() >= HttpStatus.OK_200 && (codings.isEmpty() || chunked);
    }

    /** RFC 9112 §6.3; in HTTP/2 every message tells where it ends. */
    public static Ending ending(Response originResponse) {
        HttpFields fields = originResponse.getHeaders();
        boolean delimited = headOnly(originResponse)
                || originResponse.getVersion() == HttpVersion.HTTP_2
                || fields.contains(HttpHeader.CONTENT_LENGTH)
                || fields.contains(HttpHeader.TRANSFER_ENCODING);
        return delimited ? Ending.DELIMITED : Ending.WITH_CONNECTION;
    }

    /** The reason phrase, where it is another than the usual one. */
    public static Optional<String> reason(Response originResponse) {
        return Optional.ofNullable(originResponse.getReason())
                .filter(reason -> !reason.equals(HttpStatus.getMessage(originResponse.getStatus())));
    }

    public static HttpFields trailers(Response originResponse) {
        HttpFields trailers = originResponse.getTrailers();
        return trailers == null ? HttpFields.EMPTY : HopByHop.strip(trailers);
    }

    /** RFC 9112 §6.3: responses that end with their head whatever it says. */
    public static boolean headOnly(Response originResponse) {
        int status = originResponse.getStatus();
        return Methods.isHead(originResponse.getRequest().getMethod())
                || status == HttpStatus.NO_CONTENT_204
                || status == HttpStatus.NOT_MODIFIED_304;
    }

    /** Whether content of the request is still on its way. */
    public static boolean stillAsked(Response originResponse) {
        return originResponse.getRequest().getBody() instanceof ClientContent content
                && !content.isAtHand()
                && !content.isSent();
    }
}
