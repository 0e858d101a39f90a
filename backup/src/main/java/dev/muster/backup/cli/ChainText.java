package dev.muster.backup.cli;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.chain.BackupChain;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chain as people and programs read it. Pure. */
final class ChainText {
    /** The head of {@link #cells}. */
    static final List<String> HEAD =
            List.of("DATABASE", "CHAIN", "ARTIFACTS", "SIZE", "LAST TX", "RECOVERY POINT (UTC)", "AGE");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private ChainText() {}

    static List<String> cells(BackupChain chain, long nowMillis) {
        return List.of(
                chain.databaseName(),
                chain.full().fileName(),
                Integer.toString(chain.artifacts().size()),
                Bytes.text(chain.bytes()),
                Long.toString(chain.lastTransactionId()),
                time(chain.recoveryPointMillis()),
                age(nowMillis - chain.recoveryPointMillis()));
    }

    static Map<String, Object> fields(BackupChain chain, long nowMillis) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("database", chain.databaseName());
        fields.put("databaseId", chain.full().databaseId().toString());
        fields.put(
                "artifacts", chain.artifacts().stream().map(Artifact::fileName).toList());
        fields.put("bytes", chain.bytes());
        fields.put("lastTx", chain.lastTransactionId());
        fields.put(
                "recoveryPoint",
                Instant.ofEpochMilli(chain.recoveryPointMillis()).toString());
        fields.put("ageSeconds", Math.max(0, nowMillis - chain.recoveryPointMillis()) / 1_000);
        return fields;
    }

    /** A moment in UTC, to the second. */
    static String time(long millis) {
        return TIME.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    /** In the largest unit of which there are two. */
    static String age(long millis) {
        Duration age = Duration.ofMillis(Math.max(0, millis));
        if (age.toDays() >= 2) {
            return age.toDays() + " days";
        }
        if (age.toHours() >= 2) {
            return age.toHours() + " h";
        }
        return age.toMinutes() >= 2 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }
}
