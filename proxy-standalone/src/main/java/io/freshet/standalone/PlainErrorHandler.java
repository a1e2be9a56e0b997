package io.freshet.standalone;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** One line of plain text for what Jetty refuses: the status, and of the client's own mistakes what is wrong. */
final class PlainErrorHandler extends ErrorHandler {

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,100}");

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.write(true, ByteBuffer.wrap(line(code, message, cause).getBytes(StandardCharsets.UTF_8)), callback);
    }

    /** Only what was thrown for a client to read is shown; any other message may tell about this server. */
    private static String line(int code, String message, Throwable cause) {
        String reason = HttpStatus.getMessage(code);
        boolean forClient = cause instanceof HttpException && HttpStatus.isClientError(code);
        boolean more = forClient
                && !message.equals(reason)
                && PRINTABLE.matcher(message).matches();
        return code + " " + reason + (more ? ": " + message : "") + "\n";
    }
}
