package dev.muster.sim.check;

import java.io.Serial;

/** Something that must never happen has happened. */
public final class Violation extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String invariant;

    /**
     * @param invariant the name of what was broken, for instance {@code election safety}
     * @param detail how, with servers, terms and indexes
     */
    public Violation(String invariant, String detail) {
        super(invariant + ": " + detail);
        this.invariant = invariant;
    }

    public String invariant() {
        return invariant;
    }
}
