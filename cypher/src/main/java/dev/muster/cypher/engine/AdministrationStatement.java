package dev.muster.cypher.engine;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.Statement;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.parse.Parsed;
import java.util.Map;

/** What is carried out by the catalog: it becomes the catalog's command, and shapes what that answers. */
abstract class AdministrationStatement implements Statement {
    final Parsed parsed;

    AdministrationStatement(Parsed parsed) {
        this.parsed = parsed;
    }

    @Override
    public final Kind kind() {
        return Kind.ADMIN;
    }

    @Override
    public final String use() {
        return parsed.use();
    }

    @Override
    public String auditText() {
        return parsed.source().text();
    }

    @Override
    public final Rows run(ExecutionContext context, Map<String, Object> given) {
        throw new CypherException(
                CypherError.SEMANTIC.code(), "an administration command is carried out by the catalog");
    }
}
