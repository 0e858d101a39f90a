package dev.muster.node.launcher;

import java.io.Serial;

/** A local cluster could not do what was asked; the message is one sentence for a person. */
public final class LauncherException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final LauncherProblem problem;
    private final String lines;

    LauncherException(LauncherProblem problem, String message, String lines) {
        super(message);
        this.problem = problem;
        this.lines = lines;
    }

    /** Which entry of the table this is. */
    public LauncherProblem problem() {
        return problem;
    }

    /** What to show below the sentence, such as the end of a server's log; empty if nothing. */
    public String lines() {
        return lines;
    }
}
