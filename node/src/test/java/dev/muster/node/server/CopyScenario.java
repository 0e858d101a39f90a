package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.BackupSource;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.GroupId;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftStatus;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.sim.Latency;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Whole servers with a database 'sales' whose copies can be watched and disturbed while they are being made. */
class CopyScenario {
    static final String TEXT = "x".repeat(20_000);
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final String DIGEST =
            "CALL muster.database.digest() YIELD transactionId, digest RETURN transactionId, digest";

    static final String SHORT_TRANSACTION_LOGS = """
            db.tx_log.rotation.retention_policy=1 files
            db.tx_log.rotation.size=128k
            """;

    /** Who was asked for the transactions of a database, and who for all of it. */
    final List<String> asked = new ArrayList<>();

    final Map<String, Map<GroupId, RaftGroup>> groups = new HashMap<>();
    CompletionStage<Void> pinsWaitFor = CompletableFuture.completedFuture(null);
    /** Told who begins to give a whole store. */
    Consumer<String> storeGiven = server -> {};
    /** Told of each part that is given, the one with the names is number 0, and of the end, which has no number. */
    Consumer<GivenPart> partGiven = part -> {};

    /** A part of what lies behind a stretch. */
    record GivenPart(String server, Integer number, StreamedStore.Stretch behind) {}

    /** Told who gave a transaction. */
    Consumer<String> transactionGiven = server -> {};

    SimulatedServers cluster;
    long written;

    void begin(long seed, int servers, String settings) {
        cluster = new SimulatedServers(seed, servers, this::watched, settings);
        cluster.awaitReady();
    }

    void writes(int count) {
        writes(count, TEXT);
    }

    void writes(int count, String text) {
        for (int i = 0; i < count; i++) {
            cluster.write(
                    "sales",
                    "CREATE (:Order {number: $number, text: $text})",
                    Map.of("number", ++written, "text", text));
        }
    }

    /** What a server has sent to another arrives, and what it sends from now on does not. */
    void dieBeforeTheEnd(String server, String other) {
        cluster.simulation.network().setLatency(server, other, Latency.between(LIMIT, LIMIT));
        cluster.simulation.schedule(Duration.ofMillis(20), "the source dies", () -> {
            cluster.kill(server);
            cluster.simulation.network().resetTimes();
        });
    }

    /** Changes old records, and takes some away, among them what a copy may have already. */
    void changes(int count) {
        for (int i = 0; i < count; i++) {
            cluster.write("sales", "MATCH (o:Order {number: " + (2 * i + 1) + "}) SET o.text = 'changed', o:Changed");
            cluster.write("sales", "MATCH (o:Order {number: " + (2 * i + 2) + "}) DELETE o");
            written += 2;
        }
    }

    /** Without waiting for it, so that it may be called from within the simulation. */
    void writeMeanwhile() {
        SimulatedServers.execute(
                cluster.server(cluster.leaderOf("sales")),
                "sales",
                true,
                "CREATE (:Order {number: $number})",
                Map.of("number", ++written));
        CompletableFuture<Void> applied = new CompletableFuture<>();
        cluster.simulation.schedule(Duration.ofMillis(50), "all have it", () -> applied.complete(null));
        pinsWaitFor = applied;
    }

    List<String> others(String server) {
        return cluster.running().stream().filter(other -> !other.equals(server)).toList();
    }

    HostedDatabase copy(String server, String database) {
        return cluster.server(server).databases().byName(database);
    }

    boolean isOnline(String server, String database) {
        HostedDatabase copy = copy(server, database);
        return copy != null && copy.status() == CurrentStatus.ONLINE;
    }

    boolean hasAll(String server) {
        return copy(server, "sales") != null && copy(server, "sales").lastTransactionId() == written;
    }

    /** Has a server take a checkpoint of the database and let its log before it go. */
    void cutLog(String server) {
        cluster.eventually(() -> hasAll(server));
        UUID id = copy(server, "sales").databaseId();
        RaftGroup group = groups.get(server).get(new GroupId(id));
        cluster.simulation.join(group.takeSnapshot(), LIMIT);
        RaftStatus status = group.status();
        assertThat(status.snapshotIndex()).as(server).isEqualTo(status.appliedIndex());
    }

    void assertEqualCopies() {
        cluster.simulation.runFor(Duration.ofSeconds(2));
        List<List<Object>> expected = cluster.read(cluster.leaderOf("sales"), "sales", DIGEST);
        assertThat(expected.get(0).get(0)).isEqualTo(written);
        for (String server : cluster.running()) {
            assertThat(cluster.read(server, "sales", DIGEST)).as(server).isEqualTo(expected);
        }
    }

    static void overwrite(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.WRITE)) {
            byte[] nonsense = new byte[(int) file.size()];
            Arrays.fill(nonsense, (byte) 0x55);
            file.write(ByteBuffer.wrap(nonsense), 0);
            file.force(true);
        }
    }

    private ServerParts watched(String server, ServerParts standard) {
        return standard.withRaft(raft -> remembering(server, raft))
                .withBackups(source -> new WatchedSource(server, source));
    }

    private RaftServer remembering(String server, RaftServer raft) {
        groups.put(server, new HashMap<>());
        return (RaftServer) Proxy.newProxyInstance(
                RaftServer.class.getClassLoader(), new Class<?>[] {RaftServer.class}, (self, method, arguments) -> {
                    try {
                        Object result = method.invoke(raft, arguments);
                        if (method.getName().equals("start")) {
                            RaftGroup group = (RaftGroup) result;
                            groups.get(server).put(group.id(), group);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private final class WatchedSource implements BackupSource {
        private final String server;
        private final BackupSource source;

        WatchedSource(String server, BackupSource source) {
            this.server = server;
            this.source = source;
        }

        @Override
        public ServerIdentity server() {
            return source.server();
        }

        @Override
        public List<HostedDatabase> databases() {
            return source.databases();
        }

        @Override
        public CompletionStage<Pinned> pin(UUID databaseId) {
            if (databaseId.equals(copyOn(server))) {
                asked.add(server + " pinned");
            }
            return pinsWaitFor
                    .thenCompose(done -> source.pin(databaseId))
                    .thenApply(pinned -> new WatchedPin(server, pinned));
        }

        private UUID copyOn(String name) {
            dev.muster.node.hosting.HostedDatabase copy = copy(name, "sales");
            return copy == null ? null : copy.databaseId();
        }
    }

    private final class WatchedPin implements BackupSource.Pinned {
        private final String server;
        private final BackupSource.Pinned pinned;

        WatchedPin(String server, BackupSource.Pinned pinned) {
            this.server = server;
            this.pinned = pinned;
        }

        @Override
        public PinnedVersion version() {
            return pinned.version();
        }

        @Override
        public TransactionLog log() {
            TransactionLog log = pinned.log();
            return new TransactionLog() {
                @Override
                public long first() {
                    return log.first();
                }

                @Override
                public long last() {
                    return log.last();
                }

                @Override
                public Cursor read(long fromInclusive, long toInclusive) throws IOException, TransactionsPruned {
                    return new WatchedCursor(server, log.read(fromInclusive, toInclusive));
                }
            };
        }

        @Override
        public StreamedStore.Parts parts(StreamedStore.Stretch behind) {
            asked.add(server + (behind.isEmpty() ? " gives the store" : " gives the rest"));
            storeGiven.accept(server);
            StreamedStore.Parts parts = pinned.parts(behind);
            return new StreamedStore.Parts() {
                private int given;

                @Override
                public byte[] next() throws IOException {
                    byte[] part = parts.next();
                    partGiven.accept(new GivenPart(server, part == null ? null : given++, behind));
                    return part;
                }

                @Override
                public double progress() {
                    return parts.progress();
                }
            };
        }

        @Override
        public void close() {
            pinned.close();
        }
    }

    private final class WatchedCursor implements TransactionLog.Cursor {
        private final String server;
        private final TransactionLog.Cursor cursor;

        WatchedCursor(String server, TransactionLog.Cursor cursor) {
            this.server = server;
            this.cursor = cursor;
        }

        @Override
        public boolean hasNext() {
            return cursor.hasNext();
        }

        @Override
        public TransactionRecord next() {
            transactionGiven.accept(server);
            return cursor.next();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
