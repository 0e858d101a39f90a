package dev.muster.node.launcher;

import dev.muster.catalog.security.InitialUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a server's {@code conf/muster.conf}: loopback only, authentication off unless asked for, every port named. */
final class ServerConfiguration {
    private static final String HOST = "127.0.0.1:";
    private static final String INITIAL_MEMBERS = "muster.cluster.initial_members";

    private ServerConfiguration() {}

    /** Makes the server's directories and its configuration file. {@code settings} win over what the launcher sets. */
    static void write(ServerRecord server, List<ServerRecord> all, String vocabulary, Map<String, String> settings) {
        Map<String, String> values = values(server, vocabulary);
        values.put("dbms.security.auth_enabled", "false");
        values.put(
                INITIAL_MEMBERS,
                all.stream()
                        .map(each -> each.name() + "@" + HOST + each.ports().discovery())
                        .collect(Collectors.joining(",")));
        values.putAll(settings);
        write(server, values);
    }

    /** The same for a server that joins others, with the settings that the first of them has. */
    static void writeJoining(ServerRecord server, List<ServerRecord> others, String vocabulary) {
        Map<String, String> values = read(others.get(0));
        values.remove(INITIAL_MEMBERS);
        values.putAll(values(server, vocabulary));
        values.put(
                "dbms.cluster.endpoints",
                others.stream().map(each -> HOST + each.ports().discovery()).collect(Collectors.joining(",")));
        write(server, values);
    }

    /** Says which administrator the server's system is to begin with. */
    static void write(ServerRecord server, InitialUser administrator) {
        Path file = server.directory().resolve("data").resolve("dbms").resolve("auth.ini");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, administrator.text());
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot write " + file, ClusterRegistry.reason(e));
        }
    }

    private static Map<String, String> read(ServerRecord server) {
        try {
            Map<String, String> values = new LinkedHashMap<>();
            for (String line : Files.readAllLines(server.configuration())) {
                int at = line.indexOf('=');
                if (at > 0 && !line.startsWith("#")) {
                    values.put(line.substring(0, at), line.substring(at + 1));
                }
            }
            return values;
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot read " + server.configuration(), ClusterRegistry.reason(e));
        }
    }

    private static void write(ServerRecord server, Map<String, String> values) {
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

    private static Map<String, String> values(ServerRecord server, String vocabulary) {
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
        values.put("muster.faults.enabled", "true");
        return values;
    }
}
