package dev.muster.backup.cli;

import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.online.ProgressListener;
import dev.muster.runtime.Clock;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows a backup while it runs, on stderr: log lines in the form scripts know (facts A.12), one about how far it is now and then; or, on
 * a terminal, one line per database that is redrawn.
 */
final class ConsoleProgress implements ProgressListener {
    private static final String LOGGER = "d.m.b.o.Backup";
    private static final long REDRAW_MILLIS = 200;
    /** A log of a long transfer must not look as if nothing happened, and a short one needs no such lines. */
    private static final long PLAIN_MILLIS = 30_000;

    private static final long NEVER = -REDRAW_MILLIS;
    /** Goes to the start of the line and clears it. */
    private static final String FRESH_LINE = "\r\u001B[2K";

    private final PrintStream err;
    private final Clock clock;
    private final Style style;
    /** When it was last told how far the database is, since its backup began; negative if it was not yet. */
    private long drawnAtMillis = NEVER;

    private boolean lineOpen;

    enum Style {
        PLAIN,
        REDRAWN
    }

    ConsoleProgress(PrintStream err, Clock clock, Style style) {
        this.err = err;
        this.clock = clock;
        this.style = style;
    }

    @Override
    public void log(Level level, String text) {
        boolean forScripts = text.startsWith("Finished artifact creation ");
        if (style == Style.PLAIN || level != Level.INFO || forScripts) {
            clear();
            err.println(LogLine.of(clock.wallMillis(), level.name(), LOGGER, text));
        }
    }

    @Override
    public void progress(Progress progress) {
        boolean plain = style == Style.PLAIN;
        long since = plain ? Math.max(0, drawnAtMillis) : drawnAtMillis;
        if (progress.elapsedMillis() - since < (plain ? PLAIN_MILLIS : REDRAW_MILLIS)) {
            return;
        }
        drawnAtMillis = progress.elapsedMillis();
        if (plain) {
            log(Level.INFO, line(progress));
            return;
        }
        lineOpen = true;
        err.print(FRESH_LINE + line(progress));
        err.flush();
    }

    @Override
    public void finished(DatabaseOutcome outcome) {
        clear();
        drawnAtMillis = NEVER;
    }

    private void clear() {
        if (lineOpen) {
            err.print(FRESH_LINE);
            lineOpen = false;
        }
    }

    private static String line(Progress progress) {
        double seconds = Math.max(0.001, progress.elapsedMillis() / 1_000.0);
        long perSecond = (long) (progress.bytes() / seconds);
        String remaining = progress.fraction() > 0.01
                ? String.format(Locale.ROOT, ", %.0f s left", seconds * (1 - progress.fraction()) / progress.fraction())
                : "";
        return String.format(
                Locale.ROOT,
                "%s  %3.0f%%  %s  %s/s%s  from %s",
                progress.database(),
                progress.fraction() * 100,
                Bytes.text(progress.bytes()),
                Bytes.text(perSecond),
                remaining,
                progress.source());
    }
}
