package dev.muster.cypher.error;

import dev.muster.cypher.CypherException;
import java.util.Arrays;
import java.util.List;

/**
 * Every error of this module: Neo4j's status code and the text, with {@code %s} for what differs; and the GQLSTATUS, where
 * there is one that says more than that of the code. The texts of those are Bolt's.
 */
public enum CypherError {
    INVALID_INPUT("Statement.SyntaxError", "Invalid input '%s': expected %s", "42I06"),
    INVALID_TOKEN("Statement.SyntaxError", "Invalid input '%s'"),
    EMPTY("Statement.SyntaxError", "Unexpected end of input: expected a statement", "42N45"),
    ONE_STATEMENT("Statement.SyntaxError", "Expected exactly one statement per query but got: %s", "42I15"),
    TOO_DEEP("Statement.SyntaxError", "The statement is nested too deeply; at most %s levels are possible"),
    INVALID_LITERAL("Statement.SyntaxError", "Invalid literal %s"),
    UNDEFINED_VARIABLE("Statement.SyntaxError", "Variable `%s` not defined", "42N62"),
    LOST_BY_PROJECTION(
            "Statement.SyntaxError",
            "In a WITH/RETURN with DISTINCT or an aggregation, it is not possible to access variables declared before the"
                    + " WITH/RETURN: %s",
            "42N44"),
    ORDER_WITHOUT_AGGREGATION(
            "Statement.SyntaxError",
            "Cannot use aggregation in ORDER BY if there are no aggregate expressions in the preceding %s",
            "42N23"),
    PATTERN_PLACE(
            "Statement.SyntaxError",
            "A pattern expression should only be used in order to test the existence of a pattern. Use COUNT {} or a pattern"
                    + " comprehension to count or to collect what it matches",
            "42I34"),
    ALREADY_DECLARED("Statement.SyntaxError", "Variable `%s` already declared", "42N59"),
    TYPE_CLASH("Statement.SyntaxError", "Type mismatch: %s defined with conflicting type %s (expected %s)", "22NB1"),
    DUPLICATE_COLUMN("Statement.SyntaxError", "Multiple result columns with the same name are not supported", "42N38"),
    UNALIASED("Statement.SyntaxError", "Expression in WITH must be aliased (use AS)", "42N21", "WITH"),
    UNION_COLUMNS(
            "Statement.SyntaxError",
            "All sub queries in an UNION must have the same return column names",
            "42N39",
            "sub queries in an UNION"),
    UNKNOWN_FUNCTION("Statement.SyntaxError", "Unknown function '%s'", "42N48"),
    ARGUMENT_COUNT("Statement.SyntaxError", "Insufficient or too many parameters for function '%s': %s given", "42I13"),
    AGGREGATE_PLACE("Statement.SyntaxError", "Invalid use of aggregating function %s(...) in this context", "42I24"),
    IMPLICIT_GROUPING(
            "Statement.SyntaxError",
            "Aggregation column contains implicit grouping expressions. For example, in 'RETURN n.a, n.a + n.b + count(*)'"
                    + " the aggregation expression 'n.a + n.b + count(*)' includes the implicit grouping key 'n.b'."
                    + " It may be possible to rewrite the query by extracting these grouping/aggregation expressions"
                    + " into a preceding WITH clause. Illegal expression(s): %s",
            "42I18"),
    NO_VARIABLES("Statement.SyntaxError", "%s * is not allowed when there are no variables in scope", "42I37"),
    CONCLUSION(
            "Statement.SyntaxError",
            "Query cannot conclude with %s (must be a RETURN clause, an update clause, a unit"
                    + " subquery call, or a procedure call with no YIELD)",
            "42N71"),
    CLAUSE_ORDER("Statement.SyntaxError", "%s"),
    SEVERAL_GRAPHS(
            "Statement.SyntaxError",
            "Multiple graphs in the same query not allowed here. This feature is only available on composite databases.\n"
                    + "Attempted to access graph %s",
            "42NA5"),
    PATTERN("Statement.SyntaxError", "%s"),
    CONSTRAINT_TYPE(
            "Statement.SyntaxError",
            "Failed to create property type constraint: Invalid property type `%s`. Types of properties are those of values"
                    + " that can be stored, without NOT NULL, and lists of them with NOT NULL inside",
            "22N90"),
    NESTED_QUANTIFIERS("Statement.SyntaxError", "Quantified path patterns are not allowed to be nested.", "42I12"),
    BEYOND_GROUP(
            "Statement.SyntaxError",
            "From within a quantified path pattern, one may only reference variables, that are already bound in a previous"
                    + " `MATCH` clause. In this case, `%s` is defined in the same `MATCH` clause.",
            "42I21"),
    SELECTOR_NOT_ALONE(
            "Statement.SyntaxError",
            "Multiple path patterns cannot be used in the same clause in combination with a selective path selector. You may"
                    + " want to use multiple MATCH clauses",
            "42I45"),
    TYPE_NULLABILITY(
            "Statement.SyntaxError",
            "All types in a Closed Dynamic Union must be nullable, or be appended with `NOT NULL`",
            "42N63"),
    NOT_SUPPORTED("Statement.NotSupported", "not supported yet: %s"),
    EXTERNAL_RESOURCE("Statement.ExternalResourceFailed", "Cannot load from URL '%s': %s", "22N43"),
    PARAMETER_MISSING("Statement.ParameterMissing", "Expected parameter(s): %s", "42N51"),
    TYPE("Statement.TypeError", "%s"),
    ARGUMENT("Statement.ArgumentError", "%s"),
    ARITHMETIC("Statement.ArithmeticError", "%s"),
    DIVISION_BY_ZERO("Statement.ArithmeticError", "/ by zero", "22012"),
    OVERFLOW("Statement.ArithmeticError", "result of %s cannot be represented as an integer", "22N28"),
    ENTITY_NOT_FOUND("Statement.EntityNotFound", "%s"),
    SAME_ENDS(
            "Statement.ExecutionFailed",
            "The shortest path algorithm does not work when the start and end nodes are the same. Leave such rows out before,"
                    + " for instance with WHERE a <> b, or allow paths of no relationships with *0..",
            "51N23"),
    SEMANTIC("Statement.SemanticError", "%s"),
    ACCESS_MODE("Statement.AccessMode", "Writing in read access mode not allowed. Attempted write to %s"),
    STILL_HAS_RELATIONSHIPS(
            "Schema.ConstraintValidationFailed",
            "Cannot delete node<%s>, because it still has relationships. To delete this node, you must first delete its"
                    + " relationships.",
            "G1001"),
    VALUE_TAKEN("Schema.ConstraintValidationFailed", "%s", "22N79"),
    PROPERTY_MISSING("Schema.ConstraintValidationFailed", "%s", "22N77"),
    PROPERTY_TYPE("Schema.ConstraintValidationFailed", "%s", "22N78"),
    CONSTRAINT_CREATION("Schema.ConstraintCreationFailed", "Unable to create Constraint %s: %s"),
    EQUIVALENT_RULE(
            "Schema.EquivalentSchemaRuleAlreadyExists",
            "An equivalent index or constraint already exists: %s",
            "22N70"),
    EQUIVALENT_CONSTRAINT(
            "Schema.EquivalentSchemaRuleAlreadyExists",
            "An equivalent index or constraint already exists: %s",
            "22N65"),
    CONFLICTING_CONSTRAINT("Schema.ConstraintAlreadyExists", "Conflicting constraint already exists: %s", "22N66"),
    INDEX_NAME_TAKEN("Schema.IndexWithNameAlreadyExists", "There already exists an index called '%s'.", "22N71"),
    CONSTRAINT_NAME_TAKEN(
            "Schema.ConstraintWithNameAlreadyExists", "There already exists a constraint called '%s'.", "22N67"),
    NO_SUCH_INDEX("Schema.IndexDropFailed", "Unable to drop index called `%s`. There is no such index.", "22N69"),
    NO_SUCH_CONSTRAINT(
            "Schema.ConstraintDropFailed",
            "Unable to drop constraint called `%s`. There is no such constraint.",
            "22N64"),
    INDEX_OF_CONSTRAINT("Schema.IndexDropFailed", "Unable to drop index: Index belongs to constraint: `%s`"),
    MIXED_TRANSACTION("Transaction.ForbiddenDueToTransactionType", "Tried to execute %s in the same transaction"),
    ONLY_AUTO_COMMIT(
            "Transaction.TransactionStartFailed",
            "A query with '%s' can only be executed in an implicit transaction, but tried to execute in an explicit"
                    + " transaction."),
    PROCEDURE_NOT_FOUND(
            "Procedure.ProcedureNotFound",
            "There is no procedure with the name `%s` registered for this database instance. Please ensure you've"
                    + " spelled the procedure name correctly and that the procedure is properly deployed.",
            "42N08"),
    UNSUPPORTED_ADMINISTRATION("Statement.UnsupportedAdministrationCommand", "Unsupported administration command: %s");

    private final String code;
    private final String text;
    /** The GQLSTATUS that says more than the one of the code, or null. */
    private final String gqlStatus;
    /** What fills the blanks of the GQLSTATUS' text; empty if that is what fills our own. */
    private final List<String> always;

    CypherError(String code, String text) {
        this(code, text, null);
    }

    CypherError(String code, String text, String gqlStatus, String... always) {
        boolean servers = code.matches("Schema\\.\\w+(Drop|Creation)Failed|.*StartFailed|.*ExecutionFailed");
        this.code = (servers ? "Neo.DatabaseError." : "Neo.ClientError.") + code;
        this.text = text;
        this.gqlStatus = gqlStatus;
        this.always = List.of(always);
    }

    public String code() {
        return code;
    }

    /** The GQLSTATUS that says more than the one of the code, or null. */
    public String gqlStatus() {
        return gqlStatus;
    }

    /** The text with its blanks filled in. */
    public String text(Object... details) {
        return String.format(text, details);
    }

    /** What is known of it beyond its code and text. */
    public CypherException.Detail detail(Object... details) {
        List<String> arguments =
                always.isEmpty() ? Arrays.stream(details).map(String::valueOf).toList() : always;
        return new CypherException.Detail(gqlStatus, arguments, null);
    }

    /** An exception to throw, for errors that have no place in the text. */
    public CypherException exception(Object... details) {
        return new CypherException(code, text(details), detail(details));
    }
}
