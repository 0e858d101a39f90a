package dev.muster.bolt.status;

/** The classes of GQLSTATUS that errors of ours belong to: the first two characters, and what they stand for. */
enum Condition {
    CONNECTION("08", "connection exception"),
    DATA("22", "data exception"),
    TRANSACTION_STATE("25", "invalid transaction state"),
    TRANSACTION_TERMINATION("2D", "invalid transaction termination"),
    SYNTAX("42", "syntax error or access rule violation"),
    PROCESSING("50", "general processing exception"),
    OPERATION("51", "system configuration or operation exception"),
    PROCEDURE("52", "procedure exception"),
    DEPENDENT_OBJECT("G1", "dependent object error");

    private final String prefix;
    private final String text;

    Condition(String prefix, String text) {
        this.prefix = prefix;
        this.text = text;
    }

    String text() {
        return text;
    }

    static Condition of(String gqlStatus) {
        for (Condition condition : values()) {
            if (gqlStatus.startsWith(condition.prefix)) {
                return condition;
            }
        }
        throw new IllegalArgumentException("no class of errors has the GQLSTATUS " + gqlStatus);
    }
}
