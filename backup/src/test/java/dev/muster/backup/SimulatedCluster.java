package dev.muster.backup;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.online.ProgressListener;
import dev.muster.backup.protocol.BackupLimits;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.backup.protocol.RunningBackups;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedServer;
import dev.muster.runtime.sim.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Servers with fake databases behind the real backup server, and a client with a folder; all on virtual time. */
public final class SimulatedCluster implements ProgressListener {
    public static final int PORT = 6362;

    public final Simulation simulation = new Simulation(1);
    public final Path folder = Path.of("/backups");
    public final List<String> log = new ArrayList<>();
    private final Map<String, FakeSource> sources = new LinkedHashMap<>();
    private final Map<String, BackupLimits> limits = new LinkedHashMap<>();
    private final Map<String, RunningBackups> running = new LinkedHashMap<>();

    public SimulatedCluster(String... servers) {
        try {
            client().disk().createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String server : servers) {
            start(server);
        }
    }

    private void start(String server) {
        FakeSource source = new FakeSource(server);
        sources.put(server, source);
        listen(server);
    }

    private void listen(String server) {
        World world = simulation.server(server).world();
        RunningBackups backups = new RunningBackups(limits.getOrDefault(server, BackupLimits.NONE), world.clock());
        running.put(server, backups);
        BackupServer backupServer = new BackupServer(world, sources.get(server), backups);
        simulation.join(backupServer.listen(new SocketAddress(server, PORT)), Duration.ofSeconds(1));
    }

    public void restart(String server) {
        simulation.server(server).restart();
        listen(server);
    }

    /** Starts the server anew, with limits; it answers as before. */
    public void limit(String server, BackupLimits limit) {
        limits.put(server, limit);
        simulation.server(server).kill();
        restart(server);
    }

    /** What the server is serving. */
    public RunningBackups running(String server) {
        return running.get(server);
    }

    public FakeSource source(String server) {
        return sources.get(server);
    }

    /** Adds copies of one database to all servers named, with that many transactions, and returns the copies. */
    public List<FakeDatabase> host(String database, long last, String... servers) {
        return Stream.of(servers)
                .map(server -> source(server).add(new FakeDatabase(database).upTo(last)))
                .toList();
    }

    public SimulatedServer client() {
        return simulation.server("client");
    }

    /** A request for everything of all servers given. */
    public BackupRequest request(String databases, String... servers) {
        return BackupRequest.of(
                List.of(databases.split(" ")),
                Stream.of(servers)
                        .map(server -> SocketAddress.parse(server, server, PORT))
                        .toList(),
                folder,
                ZoneOffset.UTC);
    }

    public BackupReport run(BackupRequest request) {
        Backup backup = Backup.start(request, client().world(), this);
        return simulation.join(backup.report(), Duration.ofHours(1));
    }

    public BackupReport run(BackupType type, String databases, String... servers) {
        // A second later, so that names and times tell the runs apart.
        simulation.runFor(Duration.ofSeconds(1));
        return run(request(databases, servers).withType(type));
    }

    /** The names in the folder that are no lock files. */
    public List<String> files() {
        try {
            return client().disk().list(folder).stream()
                    .filter(name -> !name.endsWith(".lock"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies in the folder, newest first, and that nothing there is damaged. */
    public List<Artifact> artifacts() {
        try {
            Chains chains = Chains.read(client().disk(), folder);
            if (!chains.unreadable().isEmpty()) {
                throw new AssertionError(chains.unreadable());
            }
            return chains.newestFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void log(Level level, String text) {
        log.add(text);
    }
}
