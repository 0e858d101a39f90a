package dev.muster.node.config;

/** The table of what can be wrong with a configuration. */
public record ConfigProblem(Kind kind, String where, String what) {
    /** Each kind with what to do about it. */
    public enum Kind {
        NOT_A_SETTING("write settings as key=value and comments with # at the start of a line"),
        REPEATED("keep one of the lines"),
        UNKNOWN("see 'muster server --settings' for all settings"),
        INVALID_VALUE("correct the value"),
        CONTRADICTION("keep one of the two names; the newer is preferred"),
        NOT_SUPPORTED("remove the line, or set the value that is named"),
        INCONSISTENT("correct one of the settings named");

        private final String hint;

        Kind(String hint) {
            this.hint = hint;
        }

        /** What to do. */
        public String hint() {
            return hint;
        }
    }

    /** Place, problem and hint as shown to people. */
    public String text() {
        return where + ": " + what + "\nHINT: " + kind.hint();
    }
}
