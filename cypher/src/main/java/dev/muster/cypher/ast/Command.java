package dev.muster.cypher.ast;

/** An administration command; names, counts and options may be parameters. */
public sealed interface Command {
    /** {@code primaries}, {@code secondaries} and {@code options} may be null. */
    record Create(
            Expr name,
            boolean ifNotExists,
            boolean orReplace,
            Expr primaries,
            Expr secondaries,
            Expr options,
            Waiting waiting)
            implements Command {}

    record Drop(Expr name, boolean ifExists, boolean dumpData, Waiting waiting) implements Command {}

    record Start(Expr name, Waiting waiting) implements Command {}

    record Stop(Expr name, Waiting waiting) implements Command {}

    /** {@code name} only for {@link Scope#ONE}; the others are null where not written. */
    record Show(Scope scope, Expr name, Expr where, Clause.Projection yield, Clause.Projection returns)
            implements Command {}

    /** Which databases a SHOW means. */
    enum Scope {
        ALL,
        ONE,
        DEFAULT,
        HOME
    }

    /** How long to wait; 0 is not at all. */
    record Waiting(int seconds) {}
}
