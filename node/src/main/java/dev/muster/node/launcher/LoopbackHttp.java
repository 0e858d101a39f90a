package dev.muster.node.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One question to a server's HTTP port. By hand, since a client library would double the time a command takes. */
final class LoopbackHttp {
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final String HEADERS =
            " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private LoopbackHttp() {}

    /** {@code status} is 0, and {@code body} empty, if nobody answered within a second. */
    record Answer(int status, String body) {
        private static final Answer NONE = new Answer(0, "");
    }

    /** Asks, and waits for the whole answer. */
    static Answer ask(int port, String method, String path) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((method + " " + path + HEADERS).getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Answer.NONE;
        }
    }

    private static Answer parse(String answer) {
        int body = answer.indexOf("\r\n\r\n");
        String[] first = answer.split(" ", 3);
        if (body < 0 || first.length < 3 || !first[1].matches("\\d{3}")) {
            return Answer.NONE;
        }
        return new Answer(Integer.parseInt(first[1]), answer.substring(body + 4));
    }
}
