package dev.muster.node.demo;

import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.LocalClusters;
import dev.muster.node.launcher.ServerProgram;
import dev.muster.node.launcher.StartRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The demo's cluster and files, which go when it ends, however it ends, unless they are to be kept. */
final class DemoCluster implements AutoCloseable {
    static final String NAME = "demo";

    private final Path directory;
    private final Demo.Afterwards afterwards;
    private final LocalClusters clusters;
    private final Thread hook = new Thread(this::atExit, "end of the demo");
    private final Console console;
    private boolean removed;

    private DemoCluster(Path directory, Path home, Demo.Afterwards afterwards, Console console) {
        this.directory = directory;
        this.afterwards = afterwards;
        this.console = console;
        ServerProgram program = ServerProgram.ofThisInstallation();
        this.clusters = LocalClusters.open(
                home,
                afterwards == Demo.Afterwards.KEEP ? program : program.forShortLives(),
                BoltClient::new,
                console.progress());
    }

    /** Makes the directory; nothing runs yet. A cluster to be kept goes to the user's others. */
    static DemoCluster create(Demo.Afterwards afterwards, Console console) {
        try {
            Path directory = Files.createTempDirectory("muster-demo-");
            Files.createDirectory(directory.resolve("backups"));
            boolean keep = afterwards == Demo.Afterwards.KEEP;
            DemoCluster cluster =
                    new DemoCluster(directory, keep ? LocalClusters.defaultHome() : directory, afterwards, console);
            if (!keep) {
                Runtime.getRuntime().addShutdownHook(cluster.hook);
            }
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for the demo's files can be made", e);
        }
    }

    ClusterStatus start() {
        return clusters.start(StartRequest.named(NAME).withVocabulary("4.4"));
    }

    LocalClusters clusters() {
        return clusters;
    }

    Path backups() {
        return directory.resolve("backups");
    }

    Path directory() {
        return directory;
    }

    static Map<String, String> serversByAddress(ClusterStatus status) {
        Map<String, String> names = new TreeMap<>();
        status.servers().forEach(server -> names.put(server.bolt(), server.name()));
        return names;
    }

    /** Whether a process is more than an entry that waits for its parent. */
    static boolean lives(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** The ports of a cluster that still accept connections. */
    static Map<String, Integer> listening(ClusterStatus status) {
        Map<String, Integer> open = new TreeMap<>();
        for (ClusterStatus.Server server : status.servers()) {
            for (String address : new String[] {server.bolt(), server.http(), server.backup(), server.cluster()}) {
                int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                    open.put(server.name() + " " + address, port);
                } catch (IOException refused) {
                    continue;
                }
            }
        }
        return open;
    }

    /** Ends all processes and deletes all files, once. */
    synchronized void remove() {
        if (removed) {
            return;
        }
        removed = true;
        if (clusters.list().stream().anyMatch(cluster -> cluster.name().equals(NAME))) {
            clusters.destroy(NAME);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be removed", e);
        }
    }

    /** The process is told to end in the middle of the story, which another thread goes on telling. */
    private void atExit() {
        PrintStream err = console.err();
        console.silence();
        clusters.abandon(directory);
        err.println("The demo was broken off: its servers have ended and its files are removed.");
    }

    @Override
    public void close() {
        if (afterwards == Demo.Afterwards.REMOVE) {
            remove();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending and runs the hook, which finds nothing left to do.
                return;
            }
        }
    }
}
