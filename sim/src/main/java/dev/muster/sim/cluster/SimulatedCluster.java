package dev.muster.sim.cluster;

import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.sim.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Several production servers on one {@link Simulation}: everything of a server but its Bolt and HTTP sockets.
 *
 * <p>Belongs to the simulation's thread; may be touched between events and from within them.
 */
public final class SimulatedCluster {
    private static final int DISCOVERY_PORT = 5000;

    private final Simulation simulation;
    private final Journal journal;
    private final Exchange exchange = new Exchange();
    private final Map<String, SimulatedMember> members = new LinkedHashMap<>();
    private final List<String> names;
    private int clients;

    /**
     * A cluster whose servers do not run yet.
     *
     * @param servers how many
     * @param settings for all of them, beyond what follows from being simulated
     * @param seams what comes between the servers and everything around them; for planted bugs
     * @param observer told what their consensus does
     */
    public SimulatedCluster(
            Simulation simulation,
            int servers,
            Map<String, String> settings,
            Seams seams,
            ConsensusObserver observer,
            Journal journal) {
        this.simulation = simulation;
        this.journal = journal;
        this.names = java.util.stream.IntStream.rangeClosed(1, servers)
                .mapToObj(number -> "s" + number)
                .toList();
        for (String name : names) {
            members.put(
                    name,
                    new SimulatedMember(
                            simulation.server(name),
                            config(name, settings),
                            exchange,
                            seams,
                            observer,
                            text -> journal.note(simulation.nowNanos(), name, text)));
        }
    }

    private ServerConfig config(String name, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("muster.server.name", name);
        settings.put("server.default_listen_address", "0.0.0.0");
        settings.put("server.default_advertised_address", name);
        settings.put("server.bolt.enabled", "false");
        settings.put("server.http.enabled", "false");
        settings.put("server.backup.listen_address", "0.0.0.0:6362");
        settings.put("muster.discovery", "static");
        settings.put("dbms.security.auth_enabled", "false");
        settings.put(
                "muster.cluster.initial_members",
                names.stream()
                        .map(other -> other + "@" + other + ":" + DISCOVERY_PORT)
                        .collect(Collectors.joining(",")));
        settings.putAll(more);
        return ServerConfig.of(
                simulation.server(name).directory().resolve("home"), List.of(ConfigFile.of("simulation", settings)));
    }

    public Simulation simulation() {
        return simulation;
    }

    /** Writes into the journal that something happens now. */
    public void note(String subject, String text) {
        journal.note(simulation.nowNanos(), subject, text);
    }

    /** What happened, in words. */
    public Journal journal() {
        return journal;
    }

    /** The servers' names, in order. */
    public List<String> names() {
        return names;
    }

    public SimulatedMember member(String name) {
        return members.get(name);
    }

    /** In the order of their names. */
    public List<SimulatedMember> members() {
        return new ArrayList<>(members.values());
    }

    /** Whether all servers run and pass the test. */
    public boolean all(Predicate<SimulatedMember> test) {
        return members.values().stream().allMatch(test);
    }

    /** Starts every server that does not run. */
    public void startAll() {
        members.values().forEach(SimulatedMember::start);
    }

    /** A new client on a machine of its own. */
    public SimulatedClient newClient() {
        clients++;
        String name = "client-" + clients;
        return new SimulatedClient(clients, name, simulation.server(name).world(), names, exchange);
    }

    /** Where backups are asked for. */
    public List<SocketAddress> backupAddresses() {
        return names.stream().map(name -> new SocketAddress(name, 6362)).toList();
    }
}
