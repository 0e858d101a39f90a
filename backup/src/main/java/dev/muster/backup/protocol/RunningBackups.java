package dev.muster.backup.protocol;

import dev.muster.runtime.Clock;
import dev.muster.runtime.SocketAddress;
import dev.muster.store.PinnedVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The backups that a server is serving, within its {@linkplain BackupLimits limits}, and what it has served. Any thread. */
public final class RunningBackups {
    private final BackupLimits limits;
    private final Clock clock;
    private final SendRate rate;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong cutOff = new AtomicLong();

    public RunningBackups(BackupLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.rate = new SendRate(limits.bytesPerSecond(), clock);
    }

    /** What is asked of a server. */
    public enum Kind {
        FULL,
        RESUME,
        DIFF
    }

    /**
     * A backup under way, as of now.
     *
     * @param number counts the backups since the server started
     * @param pinnedTransactionId the version that is held; 0 while there is none yet
     * @param heldBytes by how much the store's file has grown since
     */
    public record Listed(
            long number,
            String database,
            Kind kind,
            SocketAddress client,
            long startedAtMillis,
            long elapsedMillis,
            long bytesSent,
            long pinnedTransactionId,
            long heldBytes) {}

    /** Counts since the server started. */
    public record Totals(long served, long refused, long cutOff, long bytesSent) {}

    /** What is under way, the oldest first. */
    public List<Listed> list() {
        return running.stream()
                .map(Running::listed)
                .sorted(Comparator.comparingLong(Listed::number))
                .toList();
    }

    public Totals totals() {
        return new Totals(lastNumber.get(), refused.get(), cutOff.get(), bytesSent.get());
    }

    BackupLimits limits() {
        return limits;
    }

    /** Admits one. Throws {@link TransferFailed} with {@code BUSY} if there are as many as may be. */
    Running begin(String database, Kind kind, SocketAddress client) {
        int now = admitted.incrementAndGet();
        if (now > limits.concurrentMax()) {
            admitted.decrementAndGet();
            refused.incrementAndGet();
            throw new TransferFailed(
                    TransferFailed.Reason.BUSY,
                    "the server is serving " + limits.concurrentMax()
                            + (limits.concurrentMax() == 1 ? " backup" : " backups")
                            + ", as many as it may (muster.backup.max_concurrent)",
                    null);
        }
        Running begun = new Running(lastNumber.incrementAndGet(), database, kind, client);
        running.add(begun);
        return begun;
    }

    /** One that was admitted; ended by {@link #end}, and then harmless. Used on one lane, read on any thread. */
    final class Running {
        private final long number;
        private final String database;
        private final Kind kind;
        private final SocketAddress client;
        private final long startedAtMillis = clock.wallMillis();
        private final long startedAtNanos = clock.monotonicNanos();
        private volatile long sent;
        private volatile Held held;

        private Running(long number, String database, Kind kind, SocketAddress client) {
            this.number = number;
            this.database = database;
            this.kind = kind;
            this.client = client;
        }

        /** So much goes out now; how many nanoseconds to wait before more may, 0 for none. */
        long sent(int bytes) {
            sent += bytes;
            bytesSent.addAndGet(bytes);
            return rate.nanosAfter(bytes);
        }

        /** From now on it holds that version. */
        void holds(PinnedVersion version) {
            held = new Held(version, clock.monotonicNanos());
        }

        /** Why the version may not be held any longer; null if it may. */
        String overdue() {
            Held snapshot = held;
            if (snapshot == null) {
                return null;
            }
            long heldNanos = clock.monotonicNanos() - snapshot.sinceNanos();
            if (limits.heldNanosMax() > 0 && heldNanos > limits.heldNanosMax()) {
                return "its snapshot has been held for " + TimeUnit.NANOSECONDS.toSeconds(heldNanos)
                        + " s, longer than muster.backup.snapshot_max_time allows";
            }
            long grown = snapshot.version().growthBytes();
            if (limits.heldBytesMax() > 0 && grown > limits.heldBytesMax()) {
                return "the store has grown by " + grown
                        + " bytes since its snapshot was taken, more than muster.backup.snapshot_max_growth allows";
            }
            return null;
        }

        void cutOff() {
            cutOff.incrementAndGet();
        }

        void end() {
            if (running.remove(this)) {
                admitted.decrementAndGet();
            }
        }

        private Listed listed() {
            Held snapshot = held;
            return new Listed(
                    number,
                    database,
                    kind,
                    client,
                    startedAtMillis,
                    (clock.monotonicNanos() - startedAtNanos) / 1_000_000,
                    sent,
                    snapshot == null ? 0 : snapshot.version().transactionId(),
                    snapshot == null ? 0 : snapshot.version().growthBytes());
        }
    }

    private record Held(PinnedVersion version, long sinceNanos) {}
}
