package dev.muster.raft.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFull;
import dev.muster.runtime.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of all groups of a server. Lanes hand over the records of a turn; this writes what is waiting, of all lanes,
 * syncs once, and tells each lane in the order of its turns.
 *
 * <p><b>Lane.</b> Public methods: any thread. All files and records belong to the log's own lane, which may block.
 *
 * <p><b>Failure.</b> A failed sync (or a write that fails for another reason than space) ends the log: nothing is
 * released from then on, and {@link Listener#failed} is called once.
 */
public final class WriteAheadLog implements TurnLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final long RETRY_NANOS = 100_000_000;

    /** Where and how. {@code owner} is the server the log belongs to. */
    public record Settings(Path directory, String owner, int segmentBytes) {}

    /** Counters since the start. */
    public record Counters(long syncs, long bytesAppended, int segments, boolean full, String tailRepair) {}

    /** Told on the log's lane. */
    public interface Listener {
        /** The log is of no use any more. */
        void failed(Throwable cause);

        /** The group's entries keep an old segment alive: a snapshot would let it go. */
        void pinned(UUID group);
    }

    private record Waiting(LogBatch batch, Runnable released) {}

    private final Lane lane;
    private final Listener listener;
    private final SpareFiles spares;
    private final SegmentFiles files;
    private final Map<UUID, LogGroup> groups = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Waiting> arrived = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Waiting> held = new ArrayDeque<>();
    private final List<Waiting> written = new ArrayList<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private long batchNumber;
    /** Where the writes began that the next sync covers; all before it in the segment is durable. */
    private int roundStart;

    private boolean retrying;
    private boolean closed;
    private volatile Throwable failure;
    private volatile boolean stuck;
    private volatile long syncs;
    private volatile long bytesAppended;
    private String tailRepair = "";

    private WriteAheadLog(Settings settings, Disk disk, Lane lane, Lane spaceLane, Listener listener) {
        this.lane = lane;
        this.listener = listener;
        this.spares = new SpareFiles(settings, disk, lane, spaceLane, this::spaceChanged);
        this.files = new SegmentFiles(settings, disk, spares);
    }

    /**
     * Opens or creates the log and recovers what is there. Completes on the log's lane; fails with {@link
     * LogProblem.LogUnusable} or another {@link IOException}. {@code spaceLane} is where the next segment is prepared.
     */
    public static CompletionStage<WriteAheadLog> open(
            Settings settings, Disk disk, Lane lane, Lane spaceLane, Listener listener) {
        CompletableFuture<WriteAheadLog> opened = new CompletableFuture<>();
        lane.execute(() -> {
            try {
                WriteAheadLog log = new WriteAheadLog(settings, disk, lane, spaceLane, listener);
                log.recover();
                opened.complete(log);
            } catch (IOException | RuntimeException e) {
                opened.completeExceptionally(e);
            }
        });
        return opened;
    }

    private void recover() throws IOException {
        LogScan scan = files.open();
        groups.putAll(scan.finish());
        batchNumber = scan.lastBatch();
        tailRepair = scan.tailRepair();
        if (!tailRepair.isEmpty()) {
            LOGGER.warn("Raft log repaired: {}", tailRepair);
        }
        groups.values().stream()
                .filter(group -> group.records().damage != null)
                .forEach(group -> LOGGER.error("Raft log of group {}: {}", group.id(), group.records().damage));
        if (!files.isUsable()) {
            roll(0);
        }
    }

    /** The groups that have records here. */
    public Set<UUID> groups() {
        Set<UUID> result = new HashSet<>();
        groups.values().stream()
                .filter(group -> !group.records().forgotten
                        && (group.records().identity != null || group.records().damage != null))
                .forEach(group -> result.add(group.id()));
        return result;
    }

    /** The last life of the group that was destroyed here, as far as that is still remembered; -1 if none was. */
    public long forgottenLife(UUID id) {
        LogGroup group = groups.get(id);
        return group == null ? -1 : group.records().forgottenLife;
    }

    /** Who this member is in the group, as its identity record says; null if it has none. */
    public byte[] identityOf(UUID id) {
        LogGroup group = groups.get(id);
        GroupRecords.Small identity = group == null ? null : group.records().identity;
        return identity == null ? null : identity.payload();
    }

    /** Whether an entry or a snapshot of the group was ever kept here, in this life of the member or an earlier one. */
    public boolean hasHistoryOf(UUID id) {
        LogGroup group = groups.get(id);
        if (group == null) {
            return false;
        }
        GroupRecords records = group.records();
        return records.eventful || records.forgottenLife >= 0 || records.damage != null;
    }

    /** What is wrong with a group's records, or null. */
    public String damageOf(UUID id) {
        LogGroup group = groups.get(id);
        return group == null ? null : group.records().damage;
    }

    /** Whether there is no room for new proposals. */
    public boolean full() {
        return stuck || spares.isShort();
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    public Counters counters() {
        return new Counters(syncs, bytesAppended, files.count(), full(), tailRepair);
    }

    /** Reads what a group starts from, after all that was handed over before. Completes on the log's lane. */
    public CompletionStage<RestoredGroup> load(UUID id) {
        CompletableFuture<RestoredGroup> loaded = new CompletableFuture<>();
        lane.execute(() -> {
            drain();
            try {
                LogGroup group = groups.computeIfAbsent(id, LogGroup::new);
                group.resumeChain(group.records().chain);
                loaded.complete(GroupLoad.load(group));
            } catch (IOException | RuntimeException e) {
                loaded.completeExceptionally(e);
            }
        });
        return loaded;
    }

    @Override
    public void submit(LogBatch batch, Runnable released) {
        arrived.add(new Waiting(batch, released));
        if (scheduled.compareAndSet(false, true)) {
            lane.execute(this::drain);
        }
    }

    /**
     * Voids all records of a group: this life of it here is over, and only a later one may begin. The group must not be
     * running. {@code done} runs once that is durable.
     */
    public void forget(UUID id, long life, Runnable done) {
        lane.execute(() -> {
            LogGroup group = groups.get(id);
            if (group == null || group.records().forgotten) {
                drain();
                done.run();
                return;
            }
            group.resumeChain(group.records().chain);
            LogBatch batch = new LogBatch();
            batch.add(group, RecordKind.FORGOTTEN, life, 0, new byte[0]);
            submit(batch, done);
        });
    }

    /** Writes what is waiting and lets the files and the directory go. */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lane.execute(() -> {
            drain();
            closed = true;
            files.close();
            done.complete(null);
        });
        return done;
    }

    private void drain() {
        scheduled.set(false);
        for (Waiting next = arrived.poll(); next != null; next = arrived.poll()) {
            held.add(next);
        }
        if (failure != null || closed || held.isEmpty()) {
            return;
        }
        try {
            writeHeld();
            syncAndRelease();
            retire();
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void writeHeld() throws IOException {
        if (!files.current().isDirty()) {
            roundStart = files.current().end();
        }
        try {
            while (!held.isEmpty()) {
                write(held.peek().batch());
                written.add(held.remove());
            }
            stuck = false;
        } catch (DiskFull e) {
            if (!stuck) {
                LOGGER.warn("The disk of the Raft log is full; {} batches wait for space", held.size());
            }
            stuck = true;
            retryLater();
        }
    }

    private void write(LogBatch batch) throws IOException {
        if (!files.current().hasRoomFor(batch.size())) {
            roll(batch.size());
        }
        Segment segment = files.current();
        int base = segment.end();
        segment.write(batch.seal(batchNumber + 1, roundStart, segment.salt()), batch.size());
        batchNumber++;
        bytesAppended += batch.size();
        note(batch, segment, base);
        files.prepareNext();
    }

    /** Takes the records that now stand in the segment into the groups' books. */
    private static void note(LogBatch batch, Segment segment, int base) {
        byte[] bytes = batch.bytes();
        for (int i = 0; i < batch.count(); i++) {
            int start = batch.start(i);
            GroupRecords records = batch.group(i).records();
            records.chain = RecordFrame.chain(bytes, start);
            RecordKind kind = RecordFrame.kind(bytes, start);
            int length = RecordFrame.length(bytes, start);
            byte[] payload = null;
            if (kind != RecordKind.ENTRY) {
                payload = new byte[length];
                System.arraycopy(bytes, start + RecordFrame.HEADER_BYTES, payload, 0, length);
            }
            records.apply(
                    kind,
                    RecordFrame.index(bytes, start),
                    RecordFrame.term(bytes, start),
                    segment,
                    base + start,
                    length,
                    payload);
        }
    }

    private void syncAndRelease() throws IOException {
        if (files.current().isDirty()) {
            files.current().force();
            syncs++;
        }
        List<Waiting> durable = List.copyOf(written);
        written.clear();
        durable.forEach(waiting -> waiting.released().run());
    }

    /** Goes on in a new segment that has room for {@code bytes} beside the copies at its head. */
    private void roll(long bytes) throws IOException {
        LogBatch head = new LogBatch();
        groups.values().stream().sorted((a, b) -> a.id().compareTo(b.id())).forEach(group -> copySmall(group, head));
        copyStragglers(head);
        Segment draft = files.next(head.size() + bytes);
        Segment segment;
        try {
            draft.write(head.seal(batchNumber + 1, draft.end(), draft.salt()), head.size());
            segment = files.adopt(draft);
        } catch (DiskFull e) {
            files.discard(draft);
            throw e;
        }
        batchNumber++;
        note(head, segment, Segment.RECORDS_START);
        roundStart = segment.end();
    }

    private void copySmall(LogGroup group, LogBatch head) {
        GroupRecords records = group.records();
        if (!records.forgotten) {
            records.forEachSmall(
                    (kind, small) -> head.addCopy(group, kind, small.index(), small.term(), small.payload()));
        } else if (records.forgottenIn < files.oldest()) {
            groups.remove(group.id());
        } else {
            head.addCopy(group, RecordKind.FORGOTTEN, records.forgottenLife, 0, new byte[0]);
        }
    }

    private void copyStragglers(LogBatch head) throws IOException {
        Segment oldest = files.straggling();
        if (oldest == null) {
            return;
        }
        for (LogGroup group : groups.values()) {
            List<Long> indexes = new ArrayList<>();
            group.records().entriesIn(oldest.number(), (index, position) -> indexes.add(index));
            for (long index : indexes) {
                RestoredGroup.Entry entry = GroupLoad.entry(group, index);
                head.addCopy(group, RecordKind.ENTRY, index, entry.term(), entry.payload());
            }
        }
    }

    private void retire() throws IOException {
        files.retire();
        Segment pinned = files.pinned();
        if (pinned != null) {
            for (LogGroup group : groups.values()) {
                boolean[] pins = new boolean[1];
                group.records().entriesIn(pinned.number(), (index, position) -> pins[0] = true);
                if (pins[0]) {
                    listener.pinned(group.id());
                }
            }
        }
    }

    private void spaceChanged() {
        if (!held.isEmpty()) {
            drain();
        }
    }

    private void retryLater() {
        if (!retrying) {
            retrying = true;
            lane.schedule(RETRY_NANOS, () -> {
                retrying = false;
                drain();
            });
        }
    }

    private void fail(Throwable cause) {
        failure = cause;
        held.clear();
        written.clear();
        LOGGER.error("The Raft log failed; nothing is acknowledged any more", cause);
        listener.failed(cause);
    }
}
