package dev.muster.node.launcher;

import dev.muster.node.faults.FaultsFile;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.faulty.DiskFault;
import dev.muster.runtime.faulty.InjectedFaults;
import dev.muster.runtime.faulty.LinkFault;
import dev.muster.runtime.faulty.WayFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Faults of what is around a server's process: its links to the other servers, its disk, its clock. They are kept in each
 * server's {@link FaultsFile}, so they outlive its process. Each call returns when every server that runs has said that they
 * are in force; one that does not run has them when it starts.
 */
public final class WorldFaults {
    private static final String LOOPBACK = "127.0.0.1";

    private final ClusterRegistry registry;

    WorldFaults(ClusterRegistry registry) {
        this.registry = registry;
    }

    /** Cuts all links between two sides, or only the ways from the first to the second. Clients reach both. */
    public void partition(String name, List<String> side, List<String> otherSide, boolean oneWay) {
        UnaryOperator<WayFault> cut = WayFault::withCut;
        changeWays(name, side, otherSide, cut, oneWay ? UnaryOperator.identity() : cut);
    }

    /** Lets frames between a server and those peers take longer, in both ways. */
    public void delay(String name, String server, List<String> peers, long millis, long jitterMillis) {
        UnaryOperator<WayFault> slow = way -> way.withDelay(millis, jitterMillis);
        changeWays(name, List.of(server), peers, slow, slow);
    }

    /** Lets frames between a server and those peers be lost with a probability, in both ways; each loss breaks a connection. */
    public void drop(String name, String server, List<String> peers, double probability) {
        UnaryOperator<WayFault> lossy = way -> way.withLoss(probability);
        changeWays(name, List.of(server), peers, lossy, lossy);
    }

    /** Leaves no new space on a server's disk. */
    public void diskFull(String name, String server) {
        changeDisk(name, server, DiskFault::withFull);
    }

    /** Lets each sync take longer. */
    public void diskSlow(String name, String server, long millis) {
        changeDisk(name, server, disk -> disk.withSlow(millis));
    }

    /** Lets reads, writes or syncs fail. */
    public void diskError(String name, String server, Set<DiskFault.Action> failing) {
        changeDisk(name, server, disk -> disk.withFailing(failing));
    }

    /** Sets the wall clock ahead, or behind if negative. */
    public void clockSkew(String name, String serverName, long millis) {
        ClusterRecord cluster = registry.read(name);
        ServerRecord server = cluster.server(serverName);
        InjectedFaults faults = of(server);
        apply(cluster, server, new InjectedFaults(faults.links(), faults.disk(), millis));
    }

    /** The other servers of the cluster. */
    public List<String> others(String name, List<String> side) {
        return registry.read(name).servers().stream()
                .map(ServerRecord::name)
                .filter(server -> !side.contains(server))
                .toList();
    }

    private void changeDisk(String name, String serverName, UnaryOperator<DiskFault> change) {
        ClusterRecord cluster = registry.read(name);
        ServerRecord server = cluster.server(serverName);
        InjectedFaults faults = of(server);
        apply(
                cluster,
                server,
                new InjectedFaults(faults.links(), change.apply(faults.disk()), faults.clockSkewMillis()));
    }

    private void changeWays(
            String name,
            List<String> side,
            List<String> otherSide,
            UnaryOperator<WayFault> there,
            UnaryOperator<WayFault> back) {
        ClusterRecord cluster = registry.read(name);
        List<ServerRecord> from = side.stream().map(cluster::server).toList();
        List<ServerRecord> to = otherSide.stream().map(cluster::server).toList();
        for (ServerRecord one : from) {
            apply(cluster, one, withLinks(of(one), to, there, back));
        }
        for (ServerRecord other : to) {
            apply(cluster, other, withLinks(of(other), from, back, there));
        }
    }

    private static InjectedFaults withLinks(
            InjectedFaults faults,
            List<ServerRecord> peers,
            UnaryOperator<WayFault> send,
            UnaryOperator<WayFault> receive) {
        List<LinkFault> links = new ArrayList<>(faults.links());
        for (ServerRecord peer : peers) {
            LinkFault old = links.stream()
                    .filter(link -> link.peer().equals(peer.name()))
                    .findFirst()
                    .orElse(new LinkFault(peer.name(), List.of(), WayFault.NONE, WayFault.NONE));
            links.remove(old);
            links.add(
                    new LinkFault(peer.name(), addresses(peer), send.apply(old.send()), receive.apply(old.receive())));
        }
        return new InjectedFaults(links, faults.disk(), faults.clockSkewMillis());
    }

    private static List<SocketAddress> addresses(ServerRecord server) {
        return server.ports().byUse().values().stream()
                .map(port -> new SocketAddress(LOOPBACK, port))
                .toList();
    }

    /** What is wrong around a server. Throws FILES_FAILED. */
    InjectedFaults of(ServerRecord server) {
        Path file = FaultsFile.in(server.directory());
        try {
            return Files.exists(file) ? FaultsFile.decode(Files.readAllBytes(file)) : InjectedFaults.NONE;
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot read " + file, ClusterRegistry.reason(e));
        }
    }

    /** Heals what is around one server, its links at their other ends included. */
    void heal(ClusterRecord cluster, ServerRecord server) {
        for (ServerRecord other : cluster.servers()) {
            InjectedFaults faults = of(other);
            List<LinkFault> links = faults.links().stream()
                    .filter(link -> !link.peer().equals(server.name()))
                    .toList();
            InjectedFaults left = other.name().equals(server.name())
                    ? InjectedFaults.NONE
                    : new InjectedFaults(links, faults.disk(), faults.clockSkewMillis());
            if (!left.equals(faults)) {
                apply(cluster, other, left);
            }
        }
    }

    /** For a server that does not run: it starts with nothing wrong around it. */
    static void forget(ServerRecord server) {
        Path file = FaultsFile.in(server.directory());
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot remove " + file, ClusterRegistry.reason(e));
        }
    }

    private void apply(ClusterRecord cluster, ServerRecord server, InjectedFaults wanted) {
        if (server.process().state() == ServerProcess.State.RUNNING) {
            requireBreakable(cluster, server);
        }
        write(FaultsFile.in(server.directory()), FaultsFile.encode(wanted));
        if (server.process().state() == ServerProcess.State.RUNNING) {
            putInForce(cluster, server);
        }
    }

    private static void requireBreakable(ClusterRecord cluster, ServerRecord server) {
        if (LoopbackHttp.ask(server.ports().http(), "GET", "/faults").status() == 404) {
            throw LauncherProblem.FAULTS_NOT_ENABLED.with(server.name(), cluster.name());
        }
    }

    /** Lets a running server read its file again. Throws EFFECT_NOT_CONFIRMED unless it says that it did. */
    void putInForce(ClusterRecord cluster, ServerRecord server) {
        LoopbackHttp.Answer answer = LoopbackHttp.ask(server.ports().http(), "POST", "/faults");
        if (answer.status() != 200) {
            throw LauncherProblem.EFFECT_NOT_CONFIRMED.with(
                    server.name(),
                    cluster.name(),
                    answer.status() == 0 ? "no answer" : answer.body().strip());
        }
    }

    private static void write(Path file, byte[] content) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot write " + file, ClusterRegistry.reason(e));
        }
    }
}
