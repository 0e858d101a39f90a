package dev.muster.bolt.status;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table of all GQLSTATUS codes that failures have here: code, what went wrong, and the sentences that say more, with
 * {@code %s} for what differs. Codes and texts are those of Neo4j 5 (its manual of status codes). Which Neo4j code has
 * which of them is in {@link ErrorStatus}.
 */
enum GqlStatus {
    OUTCOME_UNKNOWN("08007", "transaction resolution unknown", ""),
    PROTOCOL("08N06", "protocol error", "General network protocol error."),
    NOT_THE_LEADER("08N07", "not the leader", "This member is not the leader."),
    DATABASE_UNAVAILABLE(
            "08N09",
            "database unavailable",
            "The database `%s` is currently unavailable. Check the database status. Retry your request at a later time."),
    SERVER_STATE("08N10", "invalid server state", "Message `%s` cannot be handled by session in the `%s` state."),
    BOOKMARK(
            "08N12",
            "failed to parse bookmark",
            "Failed to parse the supplied bookmark. Verify it is correct or check the"
                    + " debug log for more information."),
    BEHIND_BOOKMARK(
            "08N13",
            "database not up to requested bookmark",
            "The database `%s` is not up to the requested bookmark `%s`. The latest transaction ID is `%s`."),

    DATA("22000", "", ""),
    INPUT("22N05", "input failed validation", "Invalid input `%s` for `%s`."),
    DIVISION_BY_ZERO("22012", "division by zero", ""),
    VALUE_TYPE("22G03", "invalid value type", ""),
    OVERFLOW("22N28", "overflow error", "The result of the operation `%s` has caused an overflow."),
    EXTERNAL_RESOURCE("22N43", "unable to load external resource", "Could not load external resource from `%s`."),
    NO_SUCH_DATABASE(
            "22N51",
            "graph reference not found",
            "A graph reference with the name `%s` was not found. Verify that the spelling is correct."),
    MESSAGE_LENGTH(
            "22N56", "protocol message length limit overflow", "Protocol message length limit exceeded (limit: `%s`)."),
    NO_SUCH_CONSTRAINT("22N64", "constraint does not exist", "The constraint `%s` does not exist."),
    EQUIVALENT_CONSTRAINT(
            "22N65", "equivalent constraint already exists", "An equivalent constraint already exists: `%s`."),
    CONFLICTING_CONSTRAINT(
            "22N66", "conflicting constraint already exists", "A conflicting constraint already exists: `%s`."),
    CONSTRAINT_NAME("22N67", "duplicated constraint name", "A constraint with the same name already exists: `%s`."),
    NO_SUCH_INDEX("22N69", "index does not exist", "The index `%s` does not exist."),
    EQUIVALENT_INDEX("22N70", "equivalent index already exists", "An equivalent index already exists: `%s`."),
    INDEX_NAME("22N71", "duplicated index name", "An index with the same name already exists: `%s`."),
    PROPERTY_PRESENCE(
            "22N77",
            "property presence verification failed",
            "`%s` (`%s`) with `%s` `%s` must have the following properties: `%s`."),
    PROPERTY_TYPE(
            "22N78",
            "property type verification failed",
            "`%s` (`%s`) with `%s` `%s` must have the property `%s` with value type `%s`."),
    PROPERTY_UNIQUENESS(
            "22N79", "property uniqueness constraint violated", "Property uniqueness constraint violated: `%s`."),
    PROPERTY_TYPE_UNSUPPORTED(
            "22N90", "property type unsupported in constraint", "`%s` is not supported in property type constraints."),
    TYPE_MISMATCH("22NB1", "type mismatch", "Type mismatch: expected to be `%3$s` but was `%2$s`."),

    MIXED_STATEMENTS(
            "25N01",
            "invalid combination of statement types",
            "Failed to execute the query `%s` due to conflicting statement types (read query, write query, schema"
                    + " modification, or administration command)."),
    TRANSACTION_CONFLICT(
            "25N11",
            "conflicting transaction state",
            "There was a conflict detected between the transaction state and applied updates. Please retry the"
                    + " transaction."),
    DELETED_ENTITY(
            "25N13",
            "cannot access entity after removal",
            "A `%s` was accessed after being deleted in this transaction. Verify the transaction statements."),
    TERMINATED(
            "25N14",
            "transaction termination client error",
            "The transaction has been terminated. Retry your operation in a new transaction, and you should see a"
                    + " successful result. Reason: `%s`"),
    IMPLICIT_REQUIRED(
            "25N17", "implicit transaction required", "The attempted operation requires an implicit transaction."),
    COMMIT_FAILED("2DN01", "commit failed", "Failed to commit transaction."),

    ACCESS_RULE("42000", "", ""),
    SYNTAX("42001", "invalid syntax", ""),
    INVALID_INPUT("42I06", "invalid input", "Invalid input `%s`, expected: `%s`."),
    NESTED_QUANTIFIERS(
            "42I12", "invalid nesting of quantified path patterns", "Quantified path patterns cannot be nested."),
    ARGUMENT_COUNT(
            "42I13",
            "invalid number of procedure or function arguments",
            "The procedure or function call does not provide the required number of arguments; expected `%3$s` but got"
                    + " `%2$s`. The procedure or function `%1$s` has the signature: `%4$s`."),
    STATEMENT_COUNT("42I15", "invalid number of statements", "Expected exactly one statement per query but got: `%s`."),
    NOT_GROUPED(
            "42I18",
            "reference to non-grouping sub-expression",
            "The expression contains a non-grouping sub-expression `%s`. In an aggregating context, only grouping"
                    + " sub-expressions and constants are allowed."),
    BEYOND_GROUP(
            "42I21",
            "invalid reference to variable out of scope",
            "Not allowed to reference `%s` from within a parenthesized/quantified path pattern in the same graph pattern."),
    AGGREGATE_PLACE(
            "42I24",
            "invalid use of aggregate function",
            "Aggregate expression `%s(...)` is not allowed in this context."),
    PATTERN_PLACE(
            "42I34",
            "invalid use of pattern expression",
            "A pattern expression can only be used to test the existence of a pattern. Use a pattern comprehension"
                    + " instead."),
    STAR_OF_NOTHING(
            "42I37", "invalid use of `RETURN *`", "`%s *` is not allowed when there are no variables in scope."),
    SELECTIVE_WITH_OTHERS(
            "42I45",
            "invalid use of multiple path patterns",
            "Multiple path patterns cannot be used in the same clause in combination with a selective path selector."),
    WRITE_IN_READ("42N02", "writing in read access mode", "Writing in read access mode not allowed."),
    WRITE_TO_SEVERAL(
            "42N03",
            "writing to multiple graphs",
            "Writing to multiple graphs in the same transaction is not allowed. Use `CALL IN TRANSACTION` or create separate"
                    + " transactions in your application."),
    NO_SUCH_PROCEDURE(
            "42N08", "no such procedure", "The procedure `%s` was not found. Verify that the spelling is correct."),
    DATABASE_EXISTS("42N11", "graph reference already exists", "A graph reference with the name `%s` already exists."),
    TWO_CLAUSES("42N14", "invalid use of command", "`%s` cannot be used together with `%s`."),
    UNALIASED("42N21", "unaliased return item", "Expression in `%s` must be aliased (use AS)."),
    AGGREGATE_MISSING(
            "42N23",
            "missing reference to aggregation function",
            "The aggregating function must be included in the `%s` clause for use in `ORDER BY ...`."),
    UNSUPPORTED_ON_SYSTEM("42N17", "unsupported request", "`%s` is not allowed on the system database."),
    READ_ONLY("42N18", "read-only database", "The database is in read-only mode."),
    DUPLICATE_COLUMN("42N38", "duplicate return item name", "Return items must have unique names."),
    UNION_COLUMNS(
            "42N39",
            "incompatible return column names",
            "All `%s` must have the same return column names. Use `AS` to ensure columns have the same name."),
    INACCESSIBLE(
            "42N44",
            "inaccessible variable",
            "It is not possible to access the variable `%s` declared before the `WITH` or `RETURN` clause when using"
                    + " `DISTINCT` or an aggregation."),
    END_OF_INPUT(
            "42N45",
            "unexpected end of input",
            "Unexpected end of input, expected `CYPHER`, `EXPLAIN`, `PROFILE` or a query."),
    NO_SUCH_FUNCTION(
            "42N48", "no such function", "The function `%s` was not found. Verify that the spelling is correct."),
    PARAMETER("42N51", "invalid parameter", "Invalid parameter `$%s`."),
    ALREADY_DEFINED("42N59", "variable already defined", "Variable `%s` already declared."),
    NOT_DEFINED("42N62", "variable not defined", "Variable `%s` not defined."),
    NULLABILITY(
            "42N63",
            "inner type with different nullability",
            "All inner types in a Closed Dynamic Union must be nullable, or be appended with `NOT NULL`."),
    INCOMPLETE(
            "42N71",
            "incomplete query",
            "A query must conclude with a `RETURN` clause, a `FINISH` clause, an update clause, a unit subquery call, or"
                    + " a procedure call without a `YIELD` clause."),
    ALIASES_EXIST(
            "42N82",
            "cannot drop database with aliases",
            "The database identified by `%s` has one or more aliases. Drop the aliases %s before dropping the database."),
    SEVERAL_GRAPHS(
            "42NA5",
            "accessing multiple graphs only supported on composite databases",
            "Accessing multiple graphs in the same query is only supported on composite databases. Connect to a"
                    + " composite database with the desired constituents."),
    SYSTEM_RULES("42NA9", "system database rules", "The system database supports a restricted set of Cypher clauses."),
    CREDENTIALS_EXPIRED(
            "42NFD",
            "credentials expired",
            "Permission denied. The credentials you provided were valid, but must be changed before you can use this"
                    + " instance."),
    AUTH_EXPIRED("42NFE", "auth info expired", "Authentication and/or authorization info expired."),
    ACCESS_DENIED("42NFF", "permission/access denied", "Access denied, see the security logs for details."),

    EXECUTION_FAILED("50N07", "execution failed", "Execution failed. See cause and debug log for details."),
    INDEX_DROP("50N10", "index drop failed", "Unable to drop `%s`."),
    CONSTRAINT_CREATION("50N11", "constraint creation failed", "Unable to create `%s`."),
    CONSTRAINT_DROP("50N12", "constraint drop failed", "Unable to drop `%s`."),
    CONSTRAINT_VIOLATION("50N14", "constraint violation", "A constraint imposed by the database was violated."),
    UNEXPECTED("50N42", "unexpected error", "Unexpected error has occurred. See debug log for details."),

    CYCLIC_SHORTEST_PATH(
            "51N23",
            "cyclic shortest path search disabled",
            "Cannot find the shortest path when the start and end nodes are the same."),
    NOT_SUPPORTED("51N31", "not supported", "`%s` is not supported in `%s`."),
    REPLICATION("51N33", "replication error", "This member failed to replicate transaction, try again."),
    ADMIN_FAILED("51N41", "admin operation failed", "Server or database admin operation not possible. Reason: `%s`"),
    DEALLOCATE("51N43", "cannot deallocate servers", "Cannot deallocate server(s) `%s`."),
    DROP_SERVER("51N44", "cannot drop server", "Cannot drop server `%s`."),
    CORDON_SERVER("51N45", "cannot cordon server", "Cannot cordon server `%s`."),
    ALTER_SERVER("51N46", "cannot alter server", "Cannot alter server `%s`."),
    RENAME_SERVER("51N47", "cannot rename server", "Cannot rename server `%s`."),
    ENABLE_SERVER("51N48", "cannot enable server", "Cannot enable server `%s`."),
    ALTER_DATABASE("51N49", "cannot alter database", "Cannot alter database `%s`."),
    RECREATE_DATABASE("51N50", "cannot recreate database", "Cannot recreate database `%s`."),
    CREATE_DATABASE("51N51", "cannot create database", "Cannot create database `%s`."),
    PRIMARIES(
            "51N52",
            "number of primaries out of range",
            "Cannot `%s` database topology. Number of primaries `%s` needs to be at least 1 and may not exceed `%s`."),
    SECONDARIES(
            "51N53",
            "number of secondaries out of range",
            "Cannot `%s` database topology. Number of secondaries `%s` needs to be at least 0 and may not exceed `%s`."),
    DATABASE_LIMIT(
            "51N55",
            "cannot create additional database",
            "Failed to create the database `%s`. The limit of"
                    + " databases is reached. Either increase the limit using the config setting `%s` or drop a database."),
    SYSTEM_IMMUTABLE(
            "51N69", "system database is immutable", "It is not possible to perform `%s` on the system database."),
    MEMORY_POOL(
            "51N72",
            "memory pool out of memory",
            "Failed to allocate memory in a memory pool. See `%s` in the neo4j.conf file."),
    TRANSACTION_MEMORY(
            "51N73",
            "transaction memory limit reached",
            "The transaction uses more memory than is allowed. The maximum allowed size for a transaction can be"
                    + " configured with `%s` in the neo4j.conf file."),

    DEFAULT_RUNNING("52N12", "cannot change default database", "The previous default database `%s` is still running."),
    DEFAULT_MISSING("52N13", "new default database does not exist", "New default database `%s` does not exist."),
    DEFAULT_SYSTEM("52N14", "system cannot be default database", "System database cannot be set as default."),
    NO_SECONDARY(
            "52N05",
            "must invoke procedure on secondary",
            "Cannot invoke procedure on this member because it is not a secondary for the database %s."),
    QUARANTINE("52N17", "quarantine change failed", "Setting/removing the quarantine marker failed: %s"),
    TOO_MANY_SEEDERS(
            "52N18",
            "too many seeders",
            "The number of seeding servers `%s` is larger than the defined number of allocations `%s`."),
    NO_SUCH_SEEDER(
            "52N19",
            "no such seeder",
            "The specified seeding server with id `%s` was not found. Verify that the spelling is correct."),
    PROCEDURE_FAILED("52N02", "procedure execution error", "Execution of the procedure `%s` failed."),

    EDGES_EXIST("G1001", "edges still exist", "");

    private static final Map<String, GqlStatus> BY_CODE = new HashMap<>();

    static {
        for (GqlStatus status : values()) {
            BY_CODE.put(status.code, status);
        }
    }

    private final String code;
    private final String subcondition;
    private final String text;

    GqlStatus(String code, String subcondition, String text) {
        this.code = code;
        this.subcondition = subcondition;
        this.text = text;
    }

    String code() {
        return code;
    }

    /** The entry of that code, or null. */
    static GqlStatus find(String code) {
        return BY_CODE.get(code);
    }

    /** What goes into {@code status_description}; sentences that need more than is known are left out. */
    String description(List<String> arguments) {
        StringBuilder result =
                new StringBuilder("error: ").append(Condition.of(code).text());
        if (!subcondition.isEmpty()) {
            result.append(" - ").append(subcondition);
        }
        String sentences = sentences(arguments);
        return sentences.isEmpty()
                ? result.toString()
                : result.append(". ").append(sentences).toString();
    }

    /** The same without its class: what a cause has for a message. */
    String sentences(List<String> arguments) {
        return blanks() > arguments.size() ? "" : String.format(Locale.ROOT, text, arguments.toArray());
    }

    private int blanks() {
        int plain = 0;
        int numbered = 0;
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (text.charAt(i + 1) == 's') {
                plain++;
            } else {
                numbered = Math.max(numbered, text.charAt(i + 1) - '0');
            }
        }
        return Math.max(plain, numbered);
    }
}
