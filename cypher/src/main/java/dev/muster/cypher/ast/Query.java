package dev.muster.cypher.ast;

import java.util.List;

/** One or more single queries joined by UNION; {@code distinct} unless UNION ALL. */
public record Query(List<Single> parts, boolean distinct) {
    /** Clauses in order. */
    public record Single(List<Clause> clauses) {}
}
