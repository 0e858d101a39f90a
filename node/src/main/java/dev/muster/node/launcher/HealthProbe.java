package dev.muster.node.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/** Asks a server whether it is usable: its own description says who it is, and {@code GET /health} answers 200. */
public final class HealthProbe {
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final byte[] REQUEST =
            "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectMapper JSON = new ObjectMapper();

    private HealthProbe() {}

    /** Whether the process that was last started for this server has bound its ports and is ready. */
    static boolean isReady(ServerRecord server) {
        return describesItself(server) && answersHealthy(server.ports().http());
    }

    private static boolean describesItself(ServerRecord server) {
        return selfDescription(server).path("pid").asLong(-1) == server.pid();
    }

    /** The id the server gave itself, or null if it never ran. */
    static String serverId(ServerRecord server) {
        return selfDescription(server).path("serverId").asText(null);
    }

    private static JsonNode selfDescription(ServerRecord server) {
        try {
            return JSON.readTree(Files.readAllBytes(server.selfDescription()));
        } catch (NoSuchFileException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with(
                    "cannot read " + server.selfDescription(), ClusterRegistry.reason(e));
        }
    }

    /** Whether {@code GET /health} on this loopback port answers with 200 within a second. */
    public static boolean answersHealthy(int httpPort) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(REQUEST);
            InputStream in = socket.getInputStream();
            byte[] start = in.readNBytes("HTTP/1.1 200".length());
            return new String(start, StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            return false;
        }
    }
}
