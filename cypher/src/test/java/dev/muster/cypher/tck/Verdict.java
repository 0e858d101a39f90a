package dev.muster.cypher.tck;

/** How a scenario ended; {@code reason} is null for one that passed. */
record Verdict(Outcome outcome, String reason) {
    enum Outcome {
        PASSED,
        /** An error where a result was due, or another error or a later one than was due. */
        REFUSED,
        /** A result that is not the one that was due. */
        WRONG_ANSWER
    }

    static final Verdict PASSED = new Verdict(Outcome.PASSED, null);

    static Verdict refused(String reason) {
        return new Verdict(Outcome.REFUSED, reason);
    }

    static Verdict wrong(String reason) {
        return new Verdict(Outcome.WRONG_ANSWER, reason);
    }
}
