package dev.muster.raft.log;

import java.io.IOException;
import java.io.Serial;

/** Why a log cannot be used, as people read it: what is wrong, and what to do. */
public enum LogProblem {
    OTHER_SERVER(
            "the Raft log in %s belongs to server %s, this is server %s", "check the data directory of this server"),
    NEWER_FORMAT("the Raft log in %s has format %s, this program reads up to %s", "start it with the newer program"),
    IN_USE("the Raft log in %s is in use by another process", "stop the other server first"),
    DAMAGED(
            "the Raft log is damaged before its end: %s",
            "STOP DATABASE and START DATABASE replace this copy by one from the other servers"),
    FORGOTTEN(
            "group %s was destroyed on this server",
            "a new database needs a new id; let the server join in a new life"),
    OTHER_LIFE(
            "this server takes part in group %s as %s and not as %s",
            "destroy that life's copy before another one begins");

    private final String text;
    private final String hint;

    LogProblem(String text, String hint) {
        this.text = text;
        this.hint = hint;
    }

    /** The sentence with its particulars and the hint. */
    public String describe(Object... particulars) {
        return String.format(text, particulars) + " (" + hint + ")";
    }

    /** Ready to be thrown where the whole log is concerned. */
    LogUnusable unusable(Object... particulars) {
        return new LogUnusable(this, describe(particulars));
    }

    /** The log as a whole cannot be opened. */
    public static final class LogUnusable extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        private final LogProblem problem;

        LogUnusable(LogProblem problem, String message) {
            super(message);
            this.problem = problem;
        }

        /** Which entry of the table. */
        public LogProblem problem() {
            return problem;
        }
    }
}
