package dev.muster.node.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.TreeMap;

/** Asks a server whether it is usable: its own description says who it is, and {@code GET /health} answers 200. */
public final class HealthProbe {
    private static final int READY = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private HealthProbe() {}

    /** What a server says of itself at this moment. */
    enum State {
        /** Not there, or on its way. */
        NOT_UP,
        /** All that keeps it from being ready are databases whose copy is damaged. */
        DEGRADED,
        READY
    }

    /** {@code dirty}: by database, why its copy on the server cannot be used; empty unless degraded. */
    record Answer(State state, Map<String, String> dirty) {
        static final Answer NOT_UP = new Answer(State.NOT_UP, Map.of());

        boolean isUp() {
            return state != State.NOT_UP;
        }
    }

    /** What the process that was last started for this server answers; not up before it has bound its ports. */
    static Answer ask(ServerRecord server) {
        return describesItself(server) ? ask(server.ports().http()) : Answer.NOT_UP;
    }

    private static Answer ask(int httpPort) {
        LoopbackHttp.Answer answer = health(httpPort);
        if (answer.status() == READY) {
            return new Answer(State.READY, Map.of());
        }
        try {
            JsonNode health = JSON.readTree(answer.body());
            if (!health.path("status").asText("").equals("degraded")) {
                return Answer.NOT_UP;
            }
            Map<String, String> dirty = new TreeMap<>();
            health.path("dirty")
                    .fields()
                    .forEachRemaining(
                            each -> dirty.put(each.getKey(), each.getValue().asText()));
            return new Answer(State.DEGRADED, dirty);
        } catch (JsonProcessingException e) {
            return Answer.NOT_UP;
        }
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
        return health(httpPort).status() == READY;
    }

    private static LoopbackHttp.Answer health(int httpPort) {
        return LoopbackHttp.ask(httpPort, "GET", "/health");
    }
}
