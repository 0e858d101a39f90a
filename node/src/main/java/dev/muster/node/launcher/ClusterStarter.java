package dev.muster.node.launcher;

import dev.muster.catalog.security.InitialUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Brings a new cluster up, step by step, and takes everything back (processes, files, the name) when a step fails or
 * this process is told to end meanwhile.
 */
final class ClusterStarter {
    /** How often ports are chosen anew because another program took one between the choice and the start. */
    private static final int PORT_ATTEMPTS = 3;

    private final ClusterRegistry registry;
    private final ServerRunner runner;
    private final DatabaseSetup databases;
    private final Progress progress;

    ClusterStarter(ClusterRegistry registry, ServerRunner runner, DatabaseSetup databases, Progress progress) {
        this.registry = registry;
        this.runner = runner;
        this.databases = databases;
        this.progress = progress;
    }

    /** Returns once every server answers and every database has a leader everywhere. */
    ClusterRecord start(StartRequest request) {
        List<CypherScript> scripts = CypherScript.find(request);
        requireUsable(request.directory());
        Path own = registry.reserve(request.name());
        Path directory = request.directory() == null ? own : request.directory().toAbsolutePath();
        Undo undo = new Undo(request.name(), directory);
        Thread hook = new Thread(undo::atExit, "undo start of " + request.name());
        Runtime.getRuntime().addShutdownHook(hook);
        boolean done = false;
        try {
            ClusterRecord cluster = launch(request, directory, undo);
            databases.create(
                    cluster,
                    cluster.servers()
                            .subList(request.primaries(), cluster.servers().size()));
            scripts.forEach(script -> databases.load(cluster, script));
            done = true;
            return cluster;
        } finally {
            // With the hook still there: Ctrl-C may have made the start fail before it ends this process.
            if (!done && !runner.isEnding()) {
                undo.run();
            }
            if (!forget(hook)) {
                awaitEnd();
            }
            if (!done) {
                undo.run(); // broken off, and not by the end of this process
            }
        }
    }

    /** This process is ending and the hook undoes everything: what this thread met on the way is nobody's concern. */
    private static void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the hook could be taken back; if not, this process is ending and the hook runs. */
    private static boolean forget(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private ClusterRecord launch(StartRequest request, Path directory, Undo undo) {
        for (int attempt = 1; ; attempt++) {
            try {
                return launchOnce(request, directory, undo);
            } catch (LauncherException e) {
                if (attempt == PORT_ATTEMPTS || !undo.someoneElseTookAPort(e)) {
                    throw e;
                }
                progress.at("a port was taken by another program; trying again with others");
                undo.endServers();
            }
        }
    }

    private ClusterRecord launchOnce(StartRequest request, Path directory, Undo undo) {
        try (FreePorts ports = new FreePorts()) {
            List<ServerRecord> servers = new ArrayList<>();
            for (int i = 1; i <= request.servers(); i++) {
                String name = ClusterRecord.serverName(i);
                servers.add(new ServerRecord(name, directory.resolve(name), ports.take(), 0, 0, FaultKind.NONE));
            }
            ClusterRecord cluster = new ClusterRecord(
                    ClusterRecord.VERSION,
                    request.name(),
                    directory,
                    request.vocabulary(),
                    request.databases(),
                    servers,
                    servers.size());
            undo.cluster = cluster;
            ClusterRecord prepared = cluster;
            InitialUser administrator = request.administrator().isNone()
                    ? null
                    : request.administrator().administrator();
            undo.unlessEnded(() -> {
                for (ServerRecord server : servers) {
                    ServerConfiguration.write(server, servers, request.vocabulary(), request.allSettings());
                    if (administrator != null) {
                        ServerConfiguration.write(server, administrator);
                    }
                }
                registry.write(prepared);
            });
            progress.at("starting " + servers.size() + " servers");
            for (ServerRecord server : servers) {
                ports.release(server.ports());
                cluster = cluster.with(runner.spawn(request.name(), server));
                undo.cluster = cluster;
            }
            ClusterRecord launched = cluster;
            undo.unlessEnded(() -> registry.write(launched));
            runner.awaitReady(request.name(), cluster.servers());
            return cluster;
        }
    }

    private static void requireUsable(Path directory) {
        if (directory == null) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            throw LauncherProblem.DIRECTORY_MISSING.with(directory);
        }
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.anyMatch(path -> path.getFileName().toString().matches("server[0-9]{2}"))) {
                throw LauncherProblem.DIRECTORY_IN_USE.with(directory);
            }
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot read " + directory, ClusterRegistry.reason(e));
        }
    }

    /** What has to be taken back of a start that did not come to its end. */
    private final class Undo {
        private final String name;
        private final Path directory;
        /** As far as it has come; servers' directories may be there before their processes. */
        private volatile ClusterRecord cluster;

        private boolean ended;
        private boolean undone;

        Undo(String name, Path directory) {
            this.name = name;
            this.directory = directory;
        }

        /** Once: afterwards the name may be another's. */
        synchronized void run() {
            ended = true;
            if (!undone) {
                endServers();
                registry.remove(name);
                undone = true;
            }
        }

        /** Writes files; not any more once they are being removed. */
        synchronized void unlessEnded(Runnable write) {
            if (ended) {
                throw LauncherProblem.INTERRUPTED.with(name);
            }
            write.run();
        }

        /** Beside the thread that is starting: first it is kept from starting more. */
        void atExit() {
            runner.endWhatWasStarted();
            run();
        }

        void endServers() {
            if (cluster != null) {
                runner.kill(cluster.servers());
                cluster.servers().forEach(server -> ClusterRegistry.deleteTree(directory.resolve(server.name())));
                cluster = null;
            }
        }

        /** Whether the failure is the race for ports: one of ours is held by nobody we started. */
        boolean someoneElseTookAPort(LauncherException failure) {
            if (failure.problem() == LauncherProblem.PORT_TAKEN) {
                return true;
            }
            if (failure.problem() != LauncherProblem.START_FAILED || cluster == null) {
                return false;
            }
            return cluster.servers().stream()
                    .filter(server -> server.process().isGone())
                    .flatMap(server -> server.ports().byUse().values().stream())
                    .anyMatch(port -> !FreePorts.isFree(port));
        }
    }

    /** How long the databases of a cluster may take until they are usable everywhere. */
    static final Duration DATABASES_LIMIT = Duration.ofSeconds(60);

    /** Server names by Bolt address. */
    static Map<String, String> namesByBoltAddress(ClusterRecord cluster) {
        Map<String, String> names = new java.util.TreeMap<>();
        cluster.servers()
                .forEach(server -> names.put("127.0.0.1:" + server.ports().bolt(), server.name()));
        return names;
    }
}
