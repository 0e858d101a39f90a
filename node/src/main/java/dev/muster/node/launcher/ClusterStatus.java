package dev.muster.node.launcher;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.util.List;

/** A cluster as it is at this moment; as JSON it has the shape that DESIGN section 4 promises. */
public record ClusterStatus(
        String name, String directory, String vocabulary, List<Server> servers, List<Database> databases) {
    /** A server. {@code id} is null if it never ran, {@code pid} if it does not run now; addresses are host:port. */
    public record Server(
            String name,
            String id,
            String state,
            Long pid,
            String directory,
            String bolt,
            String http,
            String backup,
            String cluster,
            String raft,
            String discovery) {
        static Server of(ServerRecord server, String id, ServerProcess.State state) {
            ServerPorts ports = server.ports();
            boolean lives = state != ServerProcess.State.GONE;
            return new Server(
                    server.name(),
                    id,
                    switch (state) {
                        case RUNNING -> "running";
                        case PAUSED -> "paused";
                        case GONE -> "stopped";
                    },
                    lives ? server.pid() : null,
                    server.directory().toString(),
                    "127.0.0.1:" + ports.bolt(),
                    "127.0.0.1:" + ports.http(),
                    "127.0.0.1:" + ports.backup(),
                    "127.0.0.1:" + ports.cluster(),
                    "127.0.0.1:" + ports.raft(),
                    "127.0.0.1:" + ports.discovery());
        }

        @JsonIgnore
        public boolean isRunning() {
            return state.equals("running");
        }

        @JsonIgnore
        public Path home() {
            return Path.of(directory);
        }
    }

    /** A database as the servers show it. {@code leader} is a server's name, or null while none is known. */
    public record Database(String name, String requestedStatus, String leader) {}

    /** The server of that name. */
    public Server server(String serverName) {
        return servers.stream()
                .filter(server -> server.name().equals(serverName))
                .findFirst()
                .orElseThrow(() -> LauncherProblem.SERVER_UNKNOWN.with(
                        name,
                        serverName,
                        String.join(", ", servers.stream().map(Server::name).toList())));
    }

    /** {@code neo4j://} with the first running server (the first of all, if none runs). */
    @JsonIgnore
    public String uri() {
        return "neo4j://"
                + servers.stream()
                        .filter(Server::isRunning)
                        .findFirst()
                        .orElse(servers.get(0))
                        .bolt();
    }

    /** All backup addresses, joined by commas, as {@code --from} takes them. */
    @JsonIgnore
    public String backupFrom() {
        return String.join(",", servers.stream().map(Server::backup).toList());
    }
}
