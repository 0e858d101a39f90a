package dev.muster.cypher.ast;

import java.util.List;

/** A clause. */
public sealed interface Clause {
    Position position();

    /** {@code where} may be null. */
    record Match(boolean optional, List<PathPattern> patterns, Expr where, Position position) implements Clause {}

    record Create(List<PathPattern> patterns, Position position) implements Clause {}

    record Merge(PathPattern pattern, List<SetItem> onCreate, List<SetItem> onMatch, Position position)
            implements Clause {}

    record Set(List<SetItem> items, Position position) implements Clause {}

    record Delete(boolean detach, List<Expr> targets, Position position) implements Clause {}

    record Unwind(Expr list, String variable, Position position) implements Clause {}

    /** {@code WITH} or {@code RETURN}. */
    record Project(boolean isReturn, Projection projection, Position position) implements Clause {}

    record Foreach(String variable, Expr list, List<Clause> clauses, Position position) implements Clause {}

    /** {@code arguments} null: taken from parameters; {@code yields} null: no YIELD; {@code yieldAll}: {@code YIELD *}. */
    record CallProcedure(
            String name, List<Expr> arguments, boolean yieldAll, List<Yield> yields, Expr where, Position position)
            implements Clause {}

    /**
     * {@code imports} null: by a leading WITH; {@code importAll}: {@code CALL (*)}; {@code batches} null: in the statement's
     * own transaction.
     */
    record CallSubquery(
            boolean optional,
            Query query,
            List<Expr.Variable> imports,
            boolean importAll,
            InTransactions batches,
            Position position)
            implements Clause {}

    /** {@code IN TRANSACTIONS}; {@code rows} and {@code report} are null where not written. */
    record InTransactions(Expr rows, OnError onError, String report, Position position) {}

    /** What becomes of the rest when one of several transactions fails. */
    enum OnError {
        FAIL,
        CONTINUE,
        BREAK
    }

    /** {@code separator} is one character. */
    record LoadCsv(boolean headers, Expr url, String variable, char separator, Position position) implements Clause {}

    record Finish(Position position) implements Clause {}

    /**
     * What WITH, RETURN and a SHOW's YIELD have in common.
     *
     * @param star whether all variables are taken over
     * @param skip may be null, as {@code limit} and {@code where}
     */
    record Projection(
            boolean distinct,
            boolean star,
            List<Item> items,
            List<SortItem> orderBy,
            Expr skip,
            Expr limit,
            Expr where) {}

    /** {@code name} is the alias, or the text as written. */
    record Item(Expr expression, String name, boolean aliased, Position position) {}

    record SortItem(Expr expression, boolean descending) {}

    record Yield(String column, String variable) {}

    /** One change of SET, REMOVE, ON CREATE or ON MATCH. */
    sealed interface SetItem {
        /** A null {@code value} removes. */
        record Property(Expr target, Expr key, Expr value) implements SetItem {}

        /** {@code =} or, if {@code add}, {@code +=}. */
        record Properties(Expr.Variable target, boolean add, Expr value) implements SetItem {}

        /** {@code dynamic}: expressions that give labels, beside those that are written. */
        record Labels(Expr.Variable target, List<String> labels, List<Expr> dynamic, boolean remove)
                implements SetItem {}
    }
}
