package dev.muster.node.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a server's {@code conf/muster.conf}: loopback only, authentication off, every port named. */
final class ServerConfiguration {
    private static final String HOST = "127.0.0.1:";

    private ServerConfiguration() {}

    /** Makes the server's directories and its configuration file. {@code settings} win over what the launcher sets. */
    static void write(ServerRecord server, List<ServerRecord> all, String vocabulary, Map<String, String> settings) {
        Map<String, String> values = values(server, all, vocabulary);
        values.putAll(settings);
        StringBuilder text = new StringBuilder("# Written by `muster cluster start`.\n");
        values.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        try {
            Files.createDirectories(server.configuration().getParent());
            Files.createDirectories(server.logs());
            Files.createDirectories(server.selfDescription().getParent());
            Files.writeString(server.configuration(), text);
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with(
                    "cannot write " + server.configuration(), ClusterRegistry.reason(e));
        }
    }

    private static Map<String, String> values(ServerRecord server, List<ServerRecord> all, String vocabulary) {
        ServerPorts ports = server.ports();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("muster.server.name", server.name());
        values.put("muster.vocabulary", vocabulary);
        values.put("server.default_listen_address", "127.0.0.1");
        values.put("server.default_advertised_address", "127.0.0.1");
        values.put("server.bolt.listen_address", HOST + ports.bolt());
        values.put("server.http.listen_address", HOST + ports.http());
        values.put("server.backup.listen_address", HOST + ports.backup());
        values.put("server.cluster.listen_address", HOST + ports.cluster());
        values.put("server.cluster.raft.listen_address", HOST + ports.raft());
        values.put("server.discovery.listen_address", HOST + ports.discovery());
        values.put("server.routing.listen_address", HOST + ports.routing());
        values.put(
                "muster.cluster.initial_members",
                all.stream()
                        .map(each -> each.name() + "@" + HOST + each.ports().discovery())
                        .collect(Collectors.joining(",")));
        values.put("dbms.security.auth_enabled", "false");
        values.put("muster.faults.enabled", "true");
        return values;
    }
}
