package dev.muster.backup.cli;

import java.io.PrintStream;

/** Progress as a line of 20 dots for each 10 % of each thing that is read (facts B.3). */
final class DotProgress {
    private static final int DOTS = 200;
    private static final int DOTS_PER_LINE = 20;

    private final PrintStream out;
    private String what = "";
    private int printed;

    DotProgress(PrintStream out) {
        this.out = out;
    }

    /** So much of something has been read, 0 to 1; something else begins anew. */
    void reached(String reading, double fraction) {
        if (!reading.equals(what)) {
            what = reading;
            printed = 0;
            out.println("Checking " + what);
        }
        for (int due = (int) (fraction * DOTS); printed < due; ) {
            out.print('.');
            printed++;
            if (printed % DOTS_PER_LINE == 0) {
                out.printf(" %3d%%%n", 100 * printed / DOTS);
            }
        }
        out.flush();
    }
}
