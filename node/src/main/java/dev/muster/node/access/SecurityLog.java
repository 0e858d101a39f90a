package dev.muster.node.access;

import dev.muster.node.log.LogFile;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Disk;
import dev.muster.runtime.Lane;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The file {@code logs/security.log}: a line for each login and each that failed, and for each administration command that
 * changes something or was refused, with the user's name and without passwords. The file is replaced by a new one when it has
 * grown large; so many old ones are kept, {@code security.log.1} being the youngest.
 *
 * <p><b>Lane.</b> Any thread; writing happens on a lane of its own, which may block. If it cannot be written, the server's own
 * log says so, and the server goes on.
 */
public final class SecurityLog {
    /** What a server writes to that does not ask who its clients are: nothing. */
    public static final SecurityLog NONE = new SecurityLog(null, null, new Limits(0, 0, false));

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final LogFile file;
    private final Limits limits;

    /**
     * How much is kept.
     *
     * @param bytesMax of a file
     * @param oldFiles how many besides the one that is written
     * @param successes whether logins that did not fail are written down
     */
    public record Limits(long bytesMax, int oldFiles, boolean successes) {}

    public SecurityLog(Disk disk, Clock clock, Lane lane, Path file, Limits limits) {
        this(clock, new LogFile(disk, lane, file, limits.bytesMax(), limits.oldFiles()), limits);
    }

    private SecurityLog(Clock clock, LogFile file, Limits limits) {
        this.clock = clock;
        this.file = file;
        this.limits = limits;
    }

    /** Somebody has logged in. */
    void login(String user, boolean passwordChangeRequired) {
        if (limits.successes()) {
            add("INFO ", user, passwordChangeRequired ? "logged in (password change required)" : "logged in");
        }
    }

    /** Somebody has not. */
    void failedLogin(String user, String reason) {
        add("ERROR", user, "failed to log in: " + reason);
    }

    /** A command was carried out. {@code text} has no passwords in it. */
    public void command(String user, String text) {
        add("INFO ", user, text);
    }

    /** A command was not carried out. */
    public void refusedCommand(String user, String text, String reason) {
        add("ERROR", user, text + ": " + reason);
    }

    private void add(String level, String user, String text) {
        if (file == null) {
            return;
        }
        String line = TIME.format(Instant.ofEpochMilli(clock.wallMillis())) + " " + level + " ["
                + oneLine(user == null ? "" : user) + "]: " + oneLine(text);
        file.add(line);
    }

    /** What others have typed cannot begin a line of its own. */
    private static String oneLine(String text) {
        return text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    }
}
