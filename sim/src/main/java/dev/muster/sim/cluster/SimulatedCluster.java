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
import java.util.stream.IntStream;

/**
 * Several production servers on one {@link Simulation}: everything of a server but its Bolt and HTTP sockets.
 *
 * <p>Belongs to the simulation's thread; may be touched between events and from within them.
 */
public final class SimulatedCluster {
    private static final int DISCOVERY_PORT = 5000;
    /** Small enough for segments to be filled, let go and used again in a run of half a minute. */
    private static final String SEGMENT_SIZE = "256KiB";
    /** Small enough to be reached now and then. */
    private static final String MEMORY_LIMIT = "2MiB";

    private final Simulation simulation;
    private final Journal journal;
    private final Exchange exchange = new Exchange();
    private final Map<String, SimulatedMember> members = new LinkedHashMap<>();
    private final Map<String, String> settings;
    private final Seams seams;
    private final ConsensusObserver observer;
    private int clients;
    private int servers;

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
        this.settings = settings;
        this.seams = seams;
        this.observer = observer;
        List<String> founders = IntStream.rangeClosed(1, servers)
                .mapToObj(SimulatedCluster::nameOf)
                .toList();
        for (String name : founders) {
            add(name, founders);
        }
    }

    private static String nameOf(int number) {
        return "s" + number;
    }

    private SimulatedMember add(String name, List<String> known) {
        SimulatedMember member = new SimulatedMember(
                simulation.server(name),
                config(name, known),
                exchange,
                seams,
                observer,
                text -> journal.note(simulation.nowNanos(), name, text));
        servers++;
        members.put(name, member);
        return member;
    }

    /** Starts a server on a new machine that knows those which are there. */
    public SimulatedMember join() {
        SimulatedMember newcomer = add(nameOf(servers + 1), names());
        newcomer.start();
        return newcomer;
    }

    /** Ends a server for good; it belongs to the cluster no longer. */
    public void retire(SimulatedMember member) {
        member.retire();
        members.remove(member.name());
    }

    private ServerConfig config(String name, List<String> known) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("muster.server.name", name);
        all.put("server.default_listen_address", "0.0.0.0");
        all.put("server.default_advertised_address", name);
        all.put("server.bolt.enabled", "false");
        all.put("server.http.enabled", "false");
        all.put("server.backup.listen_address", "0.0.0.0:6362");
        all.put("muster.backup.allow_unauthenticated", "true");
        all.put("muster.discovery", "static");
        all.put("dbms.security.auth_enabled", "false");
        all.put("muster.events.enabled", "false");
        all.put("muster.raft.segment_size", SEGMENT_SIZE);
        all.put("muster.raft.memory_limit", MEMORY_LIMIT);
        all.put(
                "muster.cluster.initial_members",
                known.stream()
                        .map(other -> other + "@" + other + ":" + DISCOVERY_PORT)
                        .collect(Collectors.joining(",")));
        all.putAll(settings);
        return ServerConfig.of(
                simulation.server(name).directory().resolve("home"), List.of(ConfigFile.of("simulation", all)));
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

    /** The servers' names, in the order in which they came. */
    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    public SimulatedMember member(String name) {
        return members.get(name);
    }

    /** In the order in which they came. */
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
        return new SimulatedClient(clients, name, simulation.server(name).world(), this::names, exchange);
    }

    /** Where backups are asked for. */
    public List<SocketAddress> backupAddresses() {
        return names().stream().map(name -> new SocketAddress(name, 6362)).toList();
    }
}
