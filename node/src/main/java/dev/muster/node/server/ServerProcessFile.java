package dev.muster.node.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.node.config.ServerConfig;
import dev.muster.runtime.Disk;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code run/server.json}: who a running server is and where it listens, for whoever started it. There while the server
 * runs; written once all ports are open, so its appearance means that.
 */
public final class ServerProcessFile {
    private ServerProcessFile() {}

    /** Writes the file of a server of this process. */
    public static void write(Disk disk, MusterServer server) throws IOException {
        Path file = file(server.config());
        disk.createDirectories(file.getParent());
        ServerAddresses addresses = server.addresses();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("serverId", server.config().serverId());
        content.put("name", server.config().serverName());
        content.put("pid", ProcessHandle.current().pid());
        put(content, "bolt", addresses.bolt());
        put(content, "routing", addresses.routing());
        put(content, "http", addresses.http());
        put(content, "backup", addresses.backup());
        put(content, "cluster", addresses.cluster());
        put(content, "raft", addresses.raft());
        put(content, "discovery", addresses.discovery());
        disk.replace(file, new ObjectMapper().writeValueAsBytes(content));
    }

    private static void put(Map<String, Object> content, String key, SocketAddress address) {
        content.put(key, address == null ? null : address.toString());
    }

    /** Removes it: the server no longer runs. */
    public static void remove(Disk disk, ServerConfig config) throws IOException {
        disk.delete(file(config));
    }

    private static Path file(ServerConfig config) {
        return config.directories().home().resolve("run").resolve("server.json");
    }
}
