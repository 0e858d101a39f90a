package dev.muster.node.demo;

import dev.muster.node.cli.console.Console;
import java.io.PrintStream;
import java.util.Locale;

/** Tells the story: numbered steps with their times, expectations that held or did not, a bar for what takes long. */
final class Narrator {
    private static final int BAR_CELLS = 30;

    private final Console console;
    private final long startNanos = System.nanoTime();
    private int step;
    private int held;
    private int broken;

    Narrator(Console console) {
        this.console = console;
    }

    /** Begins the next step. */
    void step(String what) {
        out().println();
        out().println(bold(String.format(Locale.ROOT, "%2d  %s", ++step, what))
                + faint(String.format(Locale.ROOT, "  (%.1f s)", seconds())));
    }

    /** Something said on the way. */
    void say(String line) {
        out().println("    " + line);
    }

    /** What another program printed. */
    void quote(String text) {
        text.lines().forEach(line -> out().println("    " + faint("| ") + line));
    }

    /** Checks an expectation; what was found instead is shown only when it was not met. */
    boolean expect(String what, boolean holds, Object found) {
        if (holds) {
            held++;
            out().println("    " + green("✔") + " " + what);
        } else {
            broken++;
            out().println("    " + red("✘") + " " + what + red(" — found: " + found));
        }
        return holds;
    }

    /** Something went wrong that is no expectation. */
    void broken(String what) {
        broken++;
        out().println("    " + red("✘ " + what));
    }

    /** Shows how far a long step is. */
    void bar(String what, int done, int all) {
        int cells = (int) ((long) BAR_CELLS * done / all);
        console.progress()
                .at(String.format(
                        Locale.ROOT,
                        "    %s [%s%s] %d of %d",
                        what,
                        "█".repeat(cells),
                        "░".repeat(BAR_CELLS - cells),
                        done,
                        all));
    }

    /** The last line; returns whether all expectations held. */
    boolean verdict() {
        out().println();
        String time = String.format(Locale.ROOT, "%.1f s", seconds());
        if (broken == 0) {
            out().println(green("All " + held + " expectations held") + " in " + time + ".");
        } else {
            out().println(red(broken + " of " + (held + broken) + " expectations did not hold") + " (" + time + ").");
        }
        return broken == 0;
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    PrintStream out() {
        return console.out();
    }

    private String bold(String text) {
        return paint("1", text);
    }

    private String faint(String text) {
        return paint("2", text);
    }

    private String green(String text) {
        return paint("32", text);
    }

    private String red(String text) {
        return paint("31", text);
    }

    private String paint(String code, String text) {
        return console.terminal() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
