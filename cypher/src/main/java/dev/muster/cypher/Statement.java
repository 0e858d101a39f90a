package dev.muster.cypher;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.security.Action;
import java.util.Map;
import java.util.Set;

/** A parsed and checked statement. Immutable, may be cached and run by several threads. */
public interface Statement {
    /** What kind it is, as Bolt's {@code type} has it. */
    enum Kind {
        READ("r"),
        WRITE("w"),
        READ_WRITE("rw"),
        /** Changes indexes or constraints of the database it is run on. */
        SCHEMA("s"),
        ADMIN("s");

        private final String boltType;

        Kind(String boltType) {
            this.boltType = boltType;
        }

        public String boltType() {
            return boltType;
        }
    }

    Kind kind();

    /** Whether only its plan is wanted ({@code EXPLAIN}): whatever kind it is, it changes nothing. */
    default boolean isExplained() {
        return false;
    }

    /** The database that the statement is for by its {@code USE}, or null. */
    String use();

    /** The database that only parts of the statement name: it must be the session's. Null if there is none. */
    default String within() {
        return null;
    }

    /** The command of an {@link Kind#ADMIN} statement with its parameters filled in; throws {@link CypherException} for any other kind. */
    AdminCommand admin(Map<String, Object> parameters);

    /** What one must be allowed to do on the database beyond what the statement does to its transaction. */
    default Set<Action> needs() {
        return Set.of();
    }

    /** The text of an {@link Kind#ADMIN} statement as it may be written down: without the passwords in it. */
    default String auditText() {
        return "";
    }

    /** Whether a SHOW names columns of its own ({@code YIELD}), so that the catalog must answer with all it has. */
    boolean wantsAllColumns();

    /**
     * Starts running a statement of another kind. Rows are pulled; a writing statement has done all its writes (into {@code
     * context.transaction}) before its first row. Throws {@link CypherException}.
     */
    Rows run(ExecutionContext context, Map<String, Object> parameters);

    /** For an admin SHOW with YIELD/WHERE/…: filters and projects what the catalog answered. Others return it as it is. */
    Rows project(Rows answer, ExecutionContext context, Map<String, Object> parameters);
}
