package dev.muster.node.shell;

import java.io.Serial;

/** The shell cannot do what it was told: see {@link ShellProblem}. */
final class ShellException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ShellProblem problem;

    ShellException(ShellProblem problem, String text, String hint) {
        super(text + System.lineSeparator() + "HINT: " + hint);
        this.problem = problem;
    }

    ShellProblem problem() {
        return problem;
    }
}
