package dev.muster.store;

import java.util.List;

/**
 * Which files of a transaction log stay, as {@code db.tx_log.rotation.retention_policy} says it. A decision over facts:
 * it reads no disk and no clock.
 *
 * <pre>
 * policy := true | keep_all | false | keep_none
 *         | num (files | size | txs | entries)
 *         | num (hours | days) [num]          the second number caps the space
 * num    := digits [K | M | G]                in any case
 * </pre>
 *
 * <p>Whatever the policy, the newest file with a transaction in it stays.
 */
public sealed interface RetentionPolicy {
    /** Reads a policy. Throws {@link IllegalArgumentException} with a text for people. */
    static RetentionPolicy parse(String text) {
        return RetentionPolicyText.parse(text);
    }

    /**
     * How many of the oldest files may go.
     *
     * @param files those with transactions in them, oldest first; the last one is the newest
     * @param nowMillis the wall clock
     */
    default int prunable(List<LogFileFacts> files, long nowMillis) {
        int keep = 1;
        while (keep < files.size() && keeps(files, files.size() - keep - 1, nowMillis)) {
            keep++;
        }
        return Math.max(0, files.size() - keep);
    }

    /** Whether the file at {@code position} stays, given that all newer ones do. */
    boolean keeps(List<LogFileFacts> files, int position, long nowMillis);

    /** What a policy may know of a log file: its size, how many transactions it has, and when the newest was committed. */
    record LogFileFacts(long bytes, long transactions, long newestCommittedAtMillis) {}

    /** {@code keep_all}, {@code true}. */
    record KeepAll() implements RetentionPolicy {
        @Override
        public boolean keeps(List<LogFileFacts> files, int position, long nowMillis) {
            return true;
        }
    }

    /** {@code keep_none}, {@code false}. */
    record KeepNone() implements RetentionPolicy {
        @Override
        public boolean keeps(List<LogFileFacts> files, int position, long nowMillis) {
            return false;
        }
    }

    /** {@code 3 files}. */
    record Files(long count) implements RetentionPolicy {
        @Override
        public boolean keeps(List<LogFileFacts> files, int position, long nowMillis) {
            return files.size() - position <= count;
        }
    }

    /** {@code 300M size}: at least that many bytes. */
    record Size(long bytes) implements RetentionPolicy {
        @Override
        public boolean keeps(List<LogFileFacts> files, int position, long nowMillis) {
            return bytesFrom(files, position + 1) < bytes;
        }
    }

    /** {@code 500k txs}: at least that many transactions. */
    record Transactions(long count) implements RetentionPolicy {
        @Override
        public boolean keeps(List<LogFileFacts> files, int position, long nowMillis) {
            long newer = 0;
            for (LogFileFacts file : files.subList(position + 1, files.size())) {
                newer += file.transactions();
            }
            return newer < count;
        }
    }

    /** {@code 2 days 1G}: files with a transaction that young, within that much space ({@link Long#MAX_VALUE}: any). */
    record Age(long millis, long bytesMax) implements RetentionPolicy {
        @Override
        public boolean keeps(List<LogFileFacts> files, int position, long nowMillis) {
            return nowMillis - files.get(position).newestCommittedAtMillis() <= millis
                    && bytesFrom(files, position) <= bytesMax;
        }
    }

    private static long bytesFrom(List<LogFileFacts> files, int position) {
        long bytes = 0;
        for (LogFileFacts file : files.subList(position, files.size())) {
            bytes += file.bytes();
        }
        return bytes;
    }
}
