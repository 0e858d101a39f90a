package dev.muster.backup.artifact;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/**
 * An artifact's file name, {@code <database>-<yyyy-MM-dd>T<HH-mm-ss>.backup}, in the client's local time: scripts sort and
 * match on it.
 */
public final class ArtifactName {
    /** How every artifact's name ends. */
    public static final String SUFFIX = ".backup";

    private static final String PARTIAL_SUFFIX = ".partial";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss");

    private ArtifactName() {}

    /** A name no file of the folder has: that of the moment, or of the next free second after it. */
    public static Chosen choose(String database, long nowMillis, ZoneId zone, Set<String> taken) {
        long second = Math.floorDiv(nowMillis, 1_000);
        while (true) {
            LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(second), zone);
            String name = database + "-" + TIME.format(local) + SUFFIX;
            if (!taken.contains(name) && !taken.contains(partial(name))) {
                return new Chosen(name, second * 1_000);
            }
            second++;
        }
    }

    /** The name under which an artifact is written until it is whole. */
    public static String partial(String name) {
        return "." + name + PARTIAL_SUFFIX;
    }

    /** Whether a file has such a name. */
    public static boolean isPartial(String name) {
        return name.startsWith(".") && name.endsWith(PARTIAL_SUFFIX);
    }

    /** The name that a file of such a name will have. */
    public static String ofPartial(String name) {
        return isPartial(name) ? name.substring(1, name.length() - PARTIAL_SUFFIX.length()) : name;
    }

    /** The name under which what a failed run left is kept. */
    public static String failed(String name) {
        return name + ".failed";
    }

    /** Whether a file has the name of an artifact of the database; such names sort by time. */
    public static boolean isOf(String fileName, String database) {
        return isPartialOf(partial(fileName), database);
    }

    /** Whether a file is what a run that was cut off left behind for the database. */
    public static boolean isPartialOf(String fileName, String database) {
        return fileName.startsWith("." + database + "-")
                && fileName.endsWith(SUFFIX + PARTIAL_SUFFIX)
                && fileName.length()
                        == partial(database + "-2026-01-01T00-00-00" + SUFFIX).length();
    }

    /** A name and the moment (to the second) it stands for. */
    public record Chosen(String fileName, long atMillis) {}
}
