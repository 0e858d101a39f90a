package dev.muster.runtime.real;

import dev.muster.runtime.SocketAddress;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.concurrent.CompletionException;

/** Says why listening or connecting failed, in words that name the address as the caller wrote it. */
final class NetworkErrors {
    private NetworkErrors() {}

    static IOException listening(SocketAddress local, Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return new IOException("address " + local + " is already in use", cause);
        }
        return new IOException("cannot listen on " + local + ": " + reason(local, cause), cause);
    }

    static IOException connecting(SocketAddress remote, Throwable failure) {
        Throwable cause = unwrapped(failure);
        String message = "cannot connect to " + remote + ": " + reason(remote, cause);
        return isRefusal(cause)
                ? (IOException) new ConnectException(message).initCause(cause)
                : new IOException(message, cause);
    }

    static IOException connectTimeout(SocketAddress remote, long timeoutMillis) {
        return new SocketTimeoutException(
                "cannot connect to " + remote + ": no answer within " + timeoutMillis + " ms");
    }

    /** Says what was wrong with the TLS of a connection; {@code cause} is null if the other side hung up meanwhile. */
    static IOException handshake(Throwable cause) {
        if (cause == null || cause instanceof ClosedChannelException || cause instanceof SslHandshakeTimeoutException) {
            return new IOException("no TLS with it: it hung up or said nothing (one side may be without TLS)", cause);
        }
        if (cause instanceof NotSslRecordException) {
            return new IOException("no TLS with it: it does not speak TLS", cause);
        }
        String said = String.valueOf(cause.getMessage());
        if (said.contains("fatal alert")) {
            return new IOException("no TLS with it: it does not accept what this side shows (" + said + ")", cause);
        }
        if (said.contains("peer did not return a certificate") || said.contains("Empty client certificate chain")) {
            return new IOException("no TLS with it: it showed no certificate", cause);
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
            if (root instanceof CertPathValidatorException || root instanceof CertPathBuilderException) {
                return new IOException(
                        "no TLS with it: its certificate is not valid, or signed by nobody who is trusted ("
                                + root.getMessage() + ")",
                        cause);
            }
        }
        return new IOException("no TLS with it: " + root.getMessage(), cause);
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused");
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String reason(SocketAddress address, Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "unknown host " + address.host();
        }
        if (cause instanceof ConnectTimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof NoRouteToHostException) {
            return "no route to host";
        }
        if (isRefusal(cause)) {
            return "connection refused";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
