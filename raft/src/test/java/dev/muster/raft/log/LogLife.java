package dev.muster.raft.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedServer;
import dev.muster.runtime.sim.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A log with small segments on a simulated server, for two groups; it can be opened again after a crash. */
final class LogLife {
    static final int SEGMENT_BYTES = 4 * 1024;
    static final UUID SALES = new UUID(1, 1);
    static final UUID HR = new UUID(1, 2);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final int segmentBytes;
    final Simulation simulation;
    final SimulatedServer server;
    /** What the log's disk goes through. */
    UnaryOperator<Disk> around = disk -> disk;

    final List<String> durable = new ArrayList<>();
    final List<UUID> pinned = new ArrayList<>();
    Throwable failure;
    WriteAheadLog log;
    LogGroup sales;
    LogGroup hr;

    LogLife(long seed) {
        this(seed, SEGMENT_BYTES);
    }

    LogLife(long seed, int segmentBytes) {
        this.segmentBytes = segmentBytes;
        simulation = new Simulation(seed);
        server = simulation.server("a");
    }

    void open() {
        failure = null;
        World world = server.world();
        Lane lane = world.scheduler().newLane("log");
        Lane space = world.scheduler().newLane("space");
        WriteAheadLog.Settings settings = new WriteAheadLog.Settings(directory(), "a", segmentBytes);
        log = simulation.join(
                WriteAheadLog.open(settings, around.apply(world.disk()), lane, space, new WriteAheadLog.Listener() {
                    @Override
                    public void failed(Throwable cause) {
                        failure = cause;
                    }

                    @Override
                    public void pinned(UUID group) {
                        pinned.add(group);
                    }
                }),
                LIMIT);
        sales = simulation.join(log.load(SALES), LIMIT).group();
        hr = simulation.join(log.load(HR), LIMIT).group();
    }

    Path directory() {
        return server.directory().resolve("state").resolve("raft");
    }

    /** The files of the segments, oldest first. */
    List<Path> segments() throws IOException {
        return server.disk().list(directory()).stream()
                .filter(name -> Segment.numberOf(name) > 0)
                .map(directory()::resolve)
                .toList();
    }

    void bear(LogGroup group) {
        LogBatch batch = new LogBatch();
        batch.add(group, RecordKind.IDENTITY, 0, 0, bytes("me"));
        batch.add(group, RecordKind.MEMBERS, 0, 0, bytes("us"));
        batch.add(group, RecordKind.TERM, 0, 1, bytes("vote"));
        log.submit(batch, () -> durable.add("born " + group.id()));
        run();
    }

    void entry(LogGroup group, long index, String text) {
        LogBatch batch = new LogBatch();
        batch.addEntry(group, index, 1, (byte) 0, bytes(text));
        log.submit(batch, () -> durable.add(group.id() + " " + index));
    }

    void small(LogGroup group, RecordKind kind, long index) {
        LogBatch batch = new LogBatch();
        batch.add(group, kind, index, 1, bytes("small"));
        log.submit(batch, () -> durable.add(kind + " " + group.id() + " " + index));
    }

    void run() {
        simulation.runFor(Duration.ofMillis(20));
    }

    void crash() {
        server.crash();
        server.restart();
    }

    /** Ends the process; what it wrote is all there. */
    void kill() {
        server.kill();
        server.restart();
    }

    RestoredGroup restored(UUID group) {
        return simulation.join(log.load(group), LIMIT);
    }

    List<Long> indexes(UUID group) {
        return restored(group).entries().stream()
                .map(RestoredGroup.Entry::index)
                .toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
