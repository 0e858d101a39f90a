package dev.muster.node.http;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks a server's health page and answers with an exit code: what a container's health check runs, since images of Java
 * have no curl. Uses nothing but the JDK, so that it starts at once.
 */
public final class HealthCheck {
    private static final int TIMEOUT_MILLIS = 3_000;

    private HealthCheck() {}

    /** Exits 0 if the page at the given address says ready, 1 if it does not or cannot be had, 64 without an address. */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: HealthCheck http://HOST:PORT/health");
            System.exit(64);
        }
        System.exit(check(arguments[0], System.err) ? 0 : 1);
    }

    /** Whether the page says ready; if not, says why. */
    static boolean check(String address, PrintStream reasons) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            if (status != HttpURLConnection.HTTP_OK) {
                reasons.println(address + " answered " + status);
            }
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            reasons.println(address + " did not answer: " + e.getMessage());
            return false;
        }
    }
}
