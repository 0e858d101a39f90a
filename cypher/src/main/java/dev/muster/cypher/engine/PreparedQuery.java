package dev.muster.cypher.engine;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.Statement;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.plan.CompiledQuery;
import dev.muster.cypher.run.BuiltInProcedures;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.run.SchemaWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A query or update, compiled. */
final class PreparedQuery implements Statement {
    private final String use;
    private final CompiledQuery query;
    private final Set<String> parameters;

    PreparedQuery(String use, CompiledQuery query, Set<String> parameters) {
        this.use = use;
        this.query = query;
        this.parameters = parameters;
    }

    @Override
    public Kind kind() {
        if (!query.writes()) {
            return Kind.READ;
        }
        return query.columns().isEmpty() ? Kind.WRITE : Kind.READ_WRITE;
    }

    @Override
    public String use() {
        return use;
    }

    @Override
    public AdminCommand admin(Map<String, Object> given) {
        throw new CypherException(CypherError.SEMANTIC.code(), "this statement is no administration command");
    }

    @Override
    public boolean wantsAllColumns() {
        return false;
    }

    @Override
    public Rows project(Rows answer, ExecutionContext context, Map<String, Object> given) {
        return answer;
    }

    @Override
    public Rows run(ExecutionContext context, Map<String, Object> given) {
        checkParameters(parameters, given);
        if (query.writes() && !context.writable()) {
            throw CypherError.ACCESS_MODE.exception(context.databaseName());
        }
        if (query.writes() && context.transaction().changesSchema()) {
            throw CypherError.MIXED_TRANSACTION.exception("Write query after executing Schema modification");
        }
        Run run = new Run(context, given);
        List<String> columns = columns(run);
        RowSource rows = query.open(null, run);
        if (!query.writes()) {
            return new PulledRows(columns, rows, run);
        }
        List<Object[]> all = new ArrayList<>();
        for (Object[] row = rows.next(); row != null; row = rows.next()) {
            if (!columns.isEmpty()) {
                all.add(row);
            }
        }
        SchemaWrites.checkDuplicates(run);
        return new PulledRows(columns, RowSource.of(all.iterator()), run);
    }

    private List<String> columns(Run run) {
        if (query.standaloneProcedure() == null) {
            return query.columns();
        }
        List<String> columns = BuiltInProcedures.columns(query.standaloneProcedure(), run);
        if (columns == null) {
            throw CypherError.PROCEDURE_NOT_FOUND.exception(query.standaloneProcedure());
        }
        return columns;
    }

    static void checkParameters(Set<String> wanted, Map<String, Object> given) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(given.keySet());
        if (!missing.isEmpty()) {
            throw CypherError.PARAMETER_MISSING.exception(String.join(", ", missing));
        }
    }
}
