package dev.muster.backup.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Lines in the form of log files, which scripts know (facts A.12). Pure. */
final class LogLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    private LogLine() {}

    static String of(long wallMillis, String level, String logger, String text) {
        return TIME.format(Instant.ofEpochMilli(wallMillis)) + " " + String.format("%-5s", level) + " [" + logger + "] "
                + text;
    }
}
