package dev.muster.node.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muster.node.launcher.Progress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results to {@link #out}, everything else to {@link #err}. A progress line is drawn only where
 * {@code err} is a terminal, and is wiped before anything else is written there.
 */
public final class Console {
    private static final int LINE_WIDTH = 100;

    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private volatile PrintStream out;
    private volatile PrintStream err;
    private final boolean terminal;
    private boolean lineDrawn;
    private String shown = "";

    /** {@code terminal}: whether people are watching, so that lines may be redrawn and coloured. */
    public Console(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** The process's own streams, in UTF-8. */
    public static Console ofThisProcess() {
        boolean terminal = System.console() != null
                && !"dumb".equals(System.getenv("TERM"))
                && !"0".equals(System.getProperty("muster.terminal"));
        return new Console(
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
                terminal);
    }

    public PrintStream out() {
        wipe();
        return out;
    }

    public PrintStream err() {
        wipe();
        return err;
    }

    /** Prints nothing any more: the process is ending, and what it was doing is being undone under its feet. Any thread. */
    public void silence() {
        err().flush();
        out = NOWHERE;
        err = NOWHERE;
    }

    public boolean terminal() {
        return terminal;
    }

    public PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    public PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** Writes one JSON document, and nothing else, to {@link #out}. */
    public void json(Object document) {
        try {
            out().println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result cannot be written as JSON", e);
        }
    }

    /** A status line that redraws itself; silent where nobody watches. */
    public Progress progress() {
        return terminal ? this::draw : Progress.SILENT;
    }

    private synchronized void draw(String what) {
        String line = what.length() > LINE_WIDTH ? what.substring(0, LINE_WIDTH - 1) + "…" : what;
        if (line.equals(shown)) {
            return;
        }
        err.print("\r\u001b[2K" + line);
        err.flush();
        shown = line;
        lineDrawn = true;
    }

    private synchronized void wipe() {
        if (lineDrawn) {
            err.print("\r\u001b[2K");
            err.flush();
            lineDrawn = false;
            shown = "";
        }
    }
}
