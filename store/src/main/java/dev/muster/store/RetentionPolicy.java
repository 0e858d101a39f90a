package dev.muster.store;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

/** Reads the text of a policy. */
final class RetentionPolicyText {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,15})([kmg]?)");
    private static final String GRAMMAR =
            "write keep_all, keep_none, '<number> files', '<number> size', '<number> txs' or "
                    + "'<number> hours|days [<size>]', with numbers such as 3, 500k or 2G";

    private RetentionPolicyText() {}

    static RetentionPolicy parse(String text) {
        String[] words = text.trim().toLowerCase(Locale.ROOT).split("\\s+");
        return switch (words[0]) {
            case "true", "keep_all" -> alone(text, words, new RetentionPolicy.KeepAll());
            case "false", "keep_none" -> alone(text, words, new RetentionPolicy.KeepNone());
            case "backup" ->
                throw new IllegalArgumentException(
                        "the retention policy '" + text + "' is not supported yet; " + GRAMMAR);
            default -> amount(text, words);
        };
    }

    private static RetentionPolicy amount(String text, String[] words) {
        if (words.length < 2) {
            throw wrong(text, words[0].isEmpty() ? "it is empty" : "after '" + words[0] + "' the unit is missing");
        }
        long number = number(text, words[0]);
        return switch (words[1]) {
            case "files" -> twoWords(text, words, new RetentionPolicy.Files(number));
            case "size" -> twoWords(text, words, new RetentionPolicy.Size(number));
            case "txs", "entries" -> twoWords(text, words, new RetentionPolicy.Transactions(number));
            case "hours" -> age(text, words, number, 3_600_000L);
            case "days" -> age(text, words, number, 86_400_000L);
            default -> throw wrong(text, "'" + words[1] + "' is no unit");
        };
    }

    private static RetentionPolicy age(String text, String[] words, long number, long unitMillis) {
        if (words.length > 3) {
            throw wrong(text, "'" + words[3] + "' is too much");
        }
        long bytesMax = words.length == 3 ? number(text, words[2]) : Long.MAX_VALUE;
        long millis = number > Long.MAX_VALUE / unitMillis ? Long.MAX_VALUE : number * unitMillis;
        return new RetentionPolicy.Age(millis, bytesMax);
    }

    private static RetentionPolicy alone(String text, String[] words, RetentionPolicy policy) {
        if (words.length > 1) {
            throw wrong(text, "'" + words[1] + "' is too much");
        }
        return policy;
    }

    private static RetentionPolicy twoWords(String text, String[] words, RetentionPolicy policy) {
        if (words.length > 2) {
            throw wrong(text, "'" + words[2] + "' is too much");
        }
        return policy;
    }

    private static long number(String text, String word) {
        Matcher matcher = NUMBER.matcher(word);
        if (!matcher.matches()) {
            throw wrong(text, "'" + word + "' is no number");
        }
        long factor = switch (matcher.group(2)) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            default -> 1;
        };
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE / factor) {
            throw wrong(text, "'" + word + "' is too large");
        }
        return number * factor;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is no retention policy: " + why + "; " + GRAMMAR);
    }
}
