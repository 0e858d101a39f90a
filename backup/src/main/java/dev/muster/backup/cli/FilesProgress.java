package dev.muster.backup.cli;

import java.io.PrintStream;

/** How much of an archive has been written: a line that is redrawn on a terminal, else one at the end. */
final class FilesProgress {
    private final PrintStream err;
    private final boolean terminal;
    private int percent = -1;
    private boolean begun;

    FilesProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** A store is one file to whoever dumps it. */
    void reached(double fraction) {
        begun = true;
        int reached = (int) (100 * fraction);
        if (reached != percent) {
            percent = reached;
            if (terminal) {
                err.print("\r" + line());
                err.flush();
            }
        }
    }

    void end() {
        if (begun) {
            err.println(terminal ? "" : line());
        }
    }

    private String line() {
        return "Files: " + (percent == 100 ? 1 : 0) + "/1, data: " + percent + "%";
    }
}
