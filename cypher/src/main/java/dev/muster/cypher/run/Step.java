package dev.muster.cypher.run;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * What a plan shows of an operator, with Neo4j's names.
 *
 * @param name for instance {@code NodeIndexSeek}
 * @param details what it does to what, in the statement's own words; may be empty
 * @param binds the variables that rows have from here on, beside those they had
 * @param replaces whether rows have no others from here on
 * @param source whether it needs no rows to begin with, so that with some it stands beside them, not above
 * @param estimate how many rows are expected to come out, of how many that go in
 */
public record Step(
        String name,
        String details,
        List<String> binds,
        boolean replaces,
        boolean source,
        DoubleUnaryOperator estimate) {
    /** A step through which as many rows go as come. */
    public static Step of(String name, String details, List<String> binds) {
        return new Step(name, details, binds, false, false, rows -> rows);
    }

    public static Step of(String name, String details) {
        return of(name, details, List.of());
    }

    /** A step whose rows come from elsewhere: from an index, from a scan. */
    public static Step source(String name, String details, List<String> binds, DoubleUnaryOperator estimate) {
        return new Step(name, details, binds, false, true, estimate);
    }

    /** The same, with another number of rows expected. */
    public Step expecting(DoubleUnaryOperator other) {
        return new Step(name, details, binds, replaces, source, other);
    }

    /** The same, after which rows have these variables only. */
    public Step leaving(List<String> variables) {
        return new Step(name, details, variables, true, source, estimate);
    }
}
