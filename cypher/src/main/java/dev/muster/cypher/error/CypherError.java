package dev.muster.cypher.error;

import dev.muster.cypher.CypherException;

/** Every error of this module: Neo4j's status code and the text, with {@code %s} for what differs. */
public enum CypherError {
    INVALID_INPUT("Statement.SyntaxError", "Invalid input '%s': expected %s"),
    INVALID_TOKEN("Statement.SyntaxError", "Invalid input '%s'"),
    EMPTY("Statement.SyntaxError", "Unexpected end of input: expected a statement"),
    ONE_STATEMENT("Statement.SyntaxError", "Expected exactly one statement per query but got: %s"),
    TOO_DEEP("Statement.SyntaxError", "The statement is nested too deeply; at most %s levels are possible"),
    INVALID_LITERAL("Statement.SyntaxError", "Invalid literal %s"),
    UNDEFINED_VARIABLE("Statement.SyntaxError", "Variable `%s` not defined"),
    LOST_BY_PROJECTION(
            "Statement.SyntaxError",
            "In a WITH/RETURN with DISTINCT or an aggregation, it is not possible to access variables declared before the"
                    + " WITH/RETURN: %s"),
    ORDER_WITHOUT_AGGREGATION(
            "Statement.SyntaxError",
            "Cannot use aggregation in ORDER BY if there are no aggregate expressions in the preceding %s"),
    PATTERN_PLACE(
            "Statement.SyntaxError",
            "A pattern expression should only be used in order to test the existence of a pattern. Use COUNT {} or a pattern"
                    + " comprehension to count or to collect what it matches"),
    ALREADY_DECLARED("Statement.SyntaxError", "Variable `%s` already declared"),
    TYPE_CLASH("Statement.SyntaxError", "Type mismatch: %s defined with conflicting type %s (expected %s)"),
    DUPLICATE_COLUMN("Statement.SyntaxError", "Multiple result columns with the same name are not supported"),
    UNALIASED("Statement.SyntaxError", "Expression in WITH must be aliased (use AS)"),
    UNION_COLUMNS("Statement.SyntaxError", "All sub queries in an UNION must have the same return column names"),
    UNKNOWN_FUNCTION("Statement.SyntaxError", "Unknown function '%s'"),
    ARGUMENT_COUNT("Statement.SyntaxError", "Insufficient or too many parameters for function '%s': %s given"),
    AGGREGATE_PLACE("Statement.SyntaxError", "Invalid use of aggregating function %s(...) in this context"),
    IMPLICIT_GROUPING(
            "Statement.SyntaxError",
            "Aggregation column contains implicit grouping expressions. For example, in 'RETURN n.a, n.a + n.b + count(*)'"
                    + " the aggregation expression 'n.a + n.b + count(*)' includes the implicit grouping key 'n.b'."
                    + " It may be possible to rewrite the query by extracting these grouping/aggregation expressions"
                    + " into a preceding WITH clause. Illegal expression(s): %s"),
    NO_VARIABLES("Statement.SyntaxError", "%s * is not allowed when there are no variables in scope"),
    CONCLUSION(
            "Statement.SyntaxError",
            "Query cannot conclude with %s (must be a RETURN clause, an update clause, a unit"
                    + " subquery call, or a procedure call with no YIELD)"),
    CLAUSE_ORDER("Statement.SyntaxError", "%s"),
    PATTERN("Statement.SyntaxError", "%s"),
    NOT_SUPPORTED("Statement.NotSupported", "not supported yet: %s"),
    EXTERNAL_RESOURCE("Statement.ExternalResourceFailed", "Cannot load from URL '%s': %s"),
    PARAMETER_MISSING("Statement.ParameterMissing", "Expected parameter(s): %s"),
    TYPE("Statement.TypeError", "%s"),
    ARGUMENT("Statement.ArgumentError", "%s"),
    ARITHMETIC("Statement.ArithmeticError", "%s"),
    ENTITY_NOT_FOUND("Statement.EntityNotFound", "%s"),
    SAME_ENDS(
            "Statement.ExecutionFailed",
            "The shortest path algorithm does not work when the start and end nodes are the same. Leave such rows out before,"
                    + " for instance with WHERE a <> b, or allow paths of no relationships with *0.."),
    SEMANTIC("Statement.SemanticError", "%s"),
    ACCESS_MODE("Statement.AccessMode", "Writing in read access mode not allowed. Attempted write to %s"),
    STILL_HAS_RELATIONSHIPS(
            "Schema.ConstraintValidationFailed",
            "Cannot delete node<%s>, because it still has relationships. To delete this node, you must first delete its"
                    + " relationships."),
    CONSTRAINT_VIOLATED("Schema.ConstraintValidationFailed", "%s"),
    CONSTRAINT_CREATION("Schema.ConstraintCreationFailed", "Unable to create Constraint %s: %s"),
    EQUIVALENT_RULE("Schema.EquivalentSchemaRuleAlreadyExists", "An equivalent index or constraint already exists: %s"),
    INDEX_NAME_TAKEN("Schema.IndexWithNameAlreadyExists", "There already exists an index called '%s'."),
    CONSTRAINT_NAME_TAKEN("Schema.ConstraintWithNameAlreadyExists", "There already exists a constraint called '%s'."),
    NO_SUCH_INDEX("Schema.IndexDropFailed", "Unable to drop index called `%s`. There is no such index."),
    NO_SUCH_CONSTRAINT(
            "Schema.ConstraintDropFailed", "Unable to drop constraint called `%s`. There is no such constraint."),
    INDEX_OF_CONSTRAINT("Schema.IndexDropFailed", "Unable to drop index: Index belongs to constraint: `%s`"),
    MIXED_TRANSACTION("Transaction.ForbiddenDueToTransactionType", "Tried to execute %s in the same transaction"),
    ONLY_AUTO_COMMIT(
            "Transaction.TransactionStartFailed",
            "A query with '%s' can only be executed in an implicit transaction, but tried to execute in an explicit"
                    + " transaction."),
    PROCEDURE_NOT_FOUND(
            "Procedure.ProcedureNotFound",
            "There is no procedure with the name `%s` registered for this database instance. Please ensure you've"
                    + " spelled the procedure name correctly and that the procedure is properly deployed."),
    UNSUPPORTED_ADMINISTRATION("Statement.UnsupportedAdministrationCommand", "Unsupported administration command: %s");

    private final String code;
    private final String text;

    CypherError(String code, String text) {
        boolean servers = code.matches("Schema\\.\\w+(Drop|Creation)Failed|.*StartFailed|.*ExecutionFailed");
        this.code = (servers ? "Neo.DatabaseError." : "Neo.ClientError.") + code;
        this.text = text;
    }

    public String code() {
        return code;
    }

    /** The text with its blanks filled in. */
    public String text(Object... details) {
        return String.format(text, details);
    }

    /** An exception to throw, for errors that have no place in the text. */
    public CypherException exception(Object... details) {
        return new CypherException(code, text(details));
    }
}
