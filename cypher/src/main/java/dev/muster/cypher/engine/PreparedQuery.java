package dev.muster.cypher.engine;

import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Notification;
import dev.muster.cypher.Rows;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.explain.Plan;
import dev.muster.cypher.notice.Notice;
import dev.muster.cypher.notice.Notices;
import dev.muster.cypher.parse.Parsed;
import dev.muster.cypher.plan.CompiledQuery;
import dev.muster.cypher.run.BuiltInProcedures;
import dev.muster.cypher.run.Memory;
import dev.muster.cypher.run.Profile;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.run.SchemaWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A query or update, compiled. */
final class PreparedQuery extends DatabaseStatement {
    private final Parsed.Mode mode;
    private final String use;
    private final String within;
    private final CompiledQuery query;
    private final Set<String> parameters;
    private final Notices notices;

    PreparedQuery(Parsed parsed, CompiledQuery query, Set<String> parameters, Notices notices) {
        this.mode = parsed.mode();
        this.use = parsed.use();
        this.within = parsed.within();
        this.query = query;
        this.parameters = parameters;
        this.notices = notices;
    }

    @Override
    public Kind kind() {
        if (!query.writes()) {
            return Kind.READ;
        }
        return query.columns().isEmpty() ? Kind.WRITE : Kind.READ_WRITE;
    }

    @Override
    public boolean isExplained() {
        return mode == Parsed.Mode.EXPLAIN;
    }

    @Override
    public String use() {
        return use;
    }

    @Override
    public String within() {
        return within;
    }

    @Override
    public Rows run(ExecutionContext context, Map<String, Object> given) {
        if (isExplained()) {
            Run planned = new Run(context, given);
            Plan plan = Plan.of(query, planned);
            List<Notification> told = new ArrayList<>(notices(context));
            Set<String> missing = missing(parameters, given);
            if (!missing.isEmpty()) {
                told.add(Notice.PARAMETER_MISSING.at(
                        null, String.join(", ", missing), "$" + String.join(", $", missing)));
            }
            return new PulledRows(columns(planned), () -> null, planned, told, () -> Map.of("plan", plan.explained()));
        }
        checkParameters(parameters, given);
        if (query.writes() && !context.writable()) {
            throw CypherError.ACCESS_MODE.exception(context.databaseName());
        }
        if (query.writes() && context.transaction().changesSchema()) {
            throw CypherError.MIXED_TRANSACTION.exception("Write query after executing Schema modification");
        }
        return mode == Parsed.Mode.PROFILE ? profiled(context, given) : start(new Run(context, given), Map::of);
    }

    private Rows profiled(ExecutionContext context, Map<String, Object> given) {
        Profile profile = new Profile();
        Run run = new Run(context, given, profile);
        Plan plan = Plan.of(query, run);
        plan.countIn(profile);
        return start(run, () -> Map.of("profile", plan.profiled(profile)));
    }

    private List<Notification> notices(ExecutionContext context) {
        return notices.of(context.transaction(), context.databaseName());
    }

    private Rows start(Run run, Supplier<Map<String, Object>> plan) {
        List<Notification> told = notices(run.context());
        List<String> columns = columns(run);
        RowSource rows = query.open(null, run);
        if (!query.writes()) {
            return new PulledRows(columns, rows, run, told, plan);
        }
        List<Object[]> all = new ArrayList<>();
        Memory.Account account = run.memory().account();
        for (Object[] row = rows.next(); row != null; row = rows.next()) {
            if (!columns.isEmpty()) {
                all.add(row);
                account.row(row);
            }
        }
        SchemaWrites.checkDuplicates(run);
        return new PulledRows(columns, RowSource.of(all.iterator(), account), run, told, plan);
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

    private static Set<String> missing(Set<String> wanted, Map<String, Object> given) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(given.keySet());
        return missing;
    }

    static void checkParameters(Set<String> wanted, Map<String, Object> given) {
        Set<String> missing = missing(wanted, given);
        if (!missing.isEmpty()) {
            throw CypherError.PARAMETER_MISSING.exception(String.join(", ", missing));
        }
    }
}
