package dev.muster.bolt.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a FAILURE says since Bolt 5.7 beside code and message: GQLSTATUS, description, diagnostic record and cause.
 *
 * <p>Every Neo4j code has a GQLSTATUS. An error that knows a more telling one has that instead; but if the code's own is
 * the head of a family (all that is wrong with a statement is {@code 42001}), the telling one becomes its cause.
 */
public final class ErrorStatus {
    /** Codes that are heads of families. */
    private static final Map<String, GqlStatus> HEADS = Map.of(
            "Neo.ClientError.Statement.SyntaxError", GqlStatus.SYNTAX,
            "Neo.ClientError.Statement.ParameterMissing", GqlStatus.SYNTAX,
            "Neo.ClientError.Schema.ConstraintValidationFailed", GqlStatus.CONSTRAINT_VIOLATION,
            "Neo.DatabaseError.Schema.ConstraintCreationFailed", GqlStatus.CONSTRAINT_CREATION,
            "Neo.DatabaseError.Schema.ConstraintDropFailed", GqlStatus.CONSTRAINT_DROP,
            "Neo.DatabaseError.Schema.IndexDropFailed", GqlStatus.INDEX_DROP,
            "Neo.DatabaseError.Statement.ExecutionFailed", GqlStatus.EXECUTION_FAILED);

    private static final Map<String, GqlStatus> OTHERS = Map.ofEntries(
            Map.entry("Neo.ClientError.Cluster.NotALeader", GqlStatus.NOT_THE_LEADER),
            Map.entry("Neo.ClientError.Database.DatabaseNotFound", GqlStatus.NO_SUCH_DATABASE),
            Map.entry("Neo.ClientError.Database.ExistingAliasFound", GqlStatus.ALIASES_EXIST),
            Map.entry("Neo.ClientError.Database.ExistingDatabaseFound", GqlStatus.DATABASE_EXISTS),
            Map.entry("Neo.ClientError.General.TransactionOutOfMemoryError", GqlStatus.TRANSACTION_MEMORY),
            Map.entry("Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", GqlStatus.READ_ONLY),
            Map.entry("Neo.ClientError.Procedure.ProcedureCallFailed", GqlStatus.PROCEDURE_FAILED),
            Map.entry("Neo.ClientError.Procedure.ProcedureNotFound", GqlStatus.NO_SUCH_PROCEDURE),
            Map.entry("Neo.ClientError.Request.Invalid", GqlStatus.PROTOCOL),
            Map.entry("Neo.ClientError.Request.InvalidFormat", GqlStatus.PROTOCOL),
            Map.entry("Neo.ClientError.Schema.ConstraintAlreadyExists", GqlStatus.CONFLICTING_CONSTRAINT),
            Map.entry("Neo.ClientError.Schema.ConstraintWithNameAlreadyExists", GqlStatus.CONSTRAINT_NAME),
            Map.entry("Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists", GqlStatus.EQUIVALENT_INDEX),
            Map.entry("Neo.ClientError.Schema.IndexWithNameAlreadyExists", GqlStatus.INDEX_NAME),
            Map.entry("Neo.ClientError.Security.AuthorizationExpired", GqlStatus.AUTH_EXPIRED),
            Map.entry("Neo.ClientError.Security.CredentialsExpired", GqlStatus.CREDENTIALS_EXPIRED),
            Map.entry("Neo.ClientError.Security.Forbidden", GqlStatus.ACCESS_DENIED),
            Map.entry("Neo.ClientError.Security.Unauthorized", GqlStatus.ACCESS_DENIED),
            Map.entry("Neo.ClientError.Statement.AccessMode", GqlStatus.WRITE_IN_READ),
            Map.entry("Neo.ClientError.Statement.ArgumentError", GqlStatus.DATA),
            Map.entry("Neo.ClientError.Statement.ArithmeticError", GqlStatus.DATA),
            Map.entry("Neo.ClientError.Statement.EntityNotFound", GqlStatus.DELETED_ENTITY),
            Map.entry("Neo.ClientError.Statement.ExternalResourceFailed", GqlStatus.EXTERNAL_RESOURCE),
            Map.entry("Neo.ClientError.Statement.NotSupported", GqlStatus.NOT_SUPPORTED),
            Map.entry("Neo.ClientError.Statement.SemanticError", GqlStatus.ACCESS_RULE),
            Map.entry("Neo.ClientError.Statement.TypeError", GqlStatus.VALUE_TYPE),
            Map.entry("Neo.ClientError.Statement.UnsupportedAdministrationCommand", GqlStatus.NOT_SUPPORTED),
            Map.entry("Neo.ClientError.Transaction.ForbiddenDueToTransactionType", GqlStatus.MIXED_STATEMENTS),
            Map.entry("Neo.ClientError.Transaction.InvalidBookmark", GqlStatus.BOOKMARK),
            Map.entry("Neo.ClientError.Transaction.Terminated", GqlStatus.TERMINATED),
            Map.entry("Neo.ClientError.Transaction.TransactionHookFailed", GqlStatus.COMMIT_FAILED),
            Map.entry("Neo.ClientError.Transaction.TransactionTimedOut", GqlStatus.TERMINATED),
            Map.entry("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", GqlStatus.TERMINATED),
            Map.entry("Neo.DatabaseError.Database.DatabaseLimitReached", GqlStatus.DATABASE_LIMIT),
            Map.entry("Neo.DatabaseError.Database.Unknown", GqlStatus.ADMIN_FAILED),
            Map.entry("Neo.DatabaseError.General.UnknownError", GqlStatus.UNEXPECTED),
            Map.entry("Neo.DatabaseError.Transaction.TransactionCommitFailed", GqlStatus.OUTCOME_UNKNOWN),
            Map.entry("Neo.DatabaseError.Transaction.TransactionStartFailed", GqlStatus.IMPLICIT_REQUIRED),
            Map.entry("Neo.TransientError.Cluster.ReplicationFailure", GqlStatus.REPLICATION),
            Map.entry("Neo.TransientError.General.DatabaseUnavailable", GqlStatus.DATABASE_UNAVAILABLE),
            Map.entry("Neo.TransientError.General.MemoryPoolOutOfMemoryError", GqlStatus.MEMORY_POOL),
            Map.entry("Neo.TransientError.Transaction.BookmarkTimeout", GqlStatus.BEHIND_BOOKMARK),
            Map.entry("Neo.TransientError.Transaction.Outdated", GqlStatus.TRANSACTION_CONFLICT));

    private ErrorStatus() {}

    /**
     * Whether the tables have entries for a Neo4j code and for a GQLSTATUS (or null). Codes without one are told {@code
     * 50N42}, as what nobody has foreseen; a GQLSTATUS without one is not told.
     */
    public static boolean knows(String code, String gqlStatus) {
        boolean knowsCode = HEADS.containsKey(code) || OTHERS.containsKey(code);
        return knowsCode && (gqlStatus == null || GqlStatus.find(gqlStatus) != null);
    }

    /** The part of a FAILURE's map that stands behind code and message. */
    public static Map<String, Object> of(String code, ErrorDetail detail) {
        GqlStatus telling = GqlStatus.find(detail.gqlStatus());
        GqlStatus head = telling == GqlStatus.SYSTEM_RULES ? GqlStatus.UNSUPPORTED_ON_SYSTEM : HEADS.get(code);
        Map<String, Object> diagnostics = diagnostics(code, detail.place());
        if (telling != null && head != null) {
            Map<String, Object> cause = status(telling, detail.arguments(), diagnostics);
            cause.put("message", telling.code() + ": " + sentences(telling, detail.arguments()));
            Map<String, Object> whole = status(head, List.of(), diagnostics);
            whole.put("cause", cause);
            return whole;
        }
        if (telling != null) {
            return status(telling, detail.arguments(), diagnostics);
        }
        GqlStatus own = head != null ? head : OTHERS.getOrDefault(code, GqlStatus.UNEXPECTED);
        return status(own, List.of(), diagnostics);
    }

    private static String sentences(GqlStatus status, List<String> arguments) {
        String sentences = status.sentences(arguments);
        return sentences.isEmpty() ? status.description(arguments) : sentences;
    }

    private static Map<String, Object> status(
            GqlStatus status, List<String> arguments, Map<String, Object> diagnostics) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("gql_status", status.code());
        map.put("description", status.description(arguments));
        map.put("diagnostic_record", diagnostics);
        return map;
    }

    private static Map<String, Object> diagnostics(String code, Place place) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("OPERATION", "");
        record.put("OPERATION_CODE", "0");
        record.put("CURRENT_SCHEMA", "/");
        record.put("_classification", classification(code));
        if (place != null) {
            record.put("_position", place.asMap());
        }
        return record;
    }

    private static String classification(String code) {
        if (code.startsWith("Neo.ClientError.")) {
            return "CLIENT_ERROR";
        }
        return code.startsWith("Neo.TransientError.") ? "TRANSIENT_ERROR" : "DATABASE_ERROR";
    }
}
