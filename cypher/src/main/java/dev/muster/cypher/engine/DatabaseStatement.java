package dev.muster.cypher.engine;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.Statement;
import dev.muster.cypher.error.CypherError;
import java.util.Map;

/** What runs in a database, and so is no command for the catalog: its answer is the one that the client gets. */
abstract class DatabaseStatement implements Statement {
    @Override
    public final AdminCommand admin(Map<String, Object> given) {
        throw new CypherException(CypherError.SEMANTIC.code(), "this statement is no administration command");
    }

    @Override
    public final boolean wantsAllColumns() {
        return false;
    }

    @Override
    public final Rows project(Rows answer, ExecutionContext context, Map<String, Object> given) {
        return answer;
    }
}
