package dev.muster.cypher.engine;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.Statement;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.parse.Parsed;
import dev.muster.cypher.plan.QueryCompiler;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A SHOW of what the server has, whatever its database. */
final class PreparedListing implements Statement {
    private final Parsed parsed;
    private final Command.Listing listing;
    private final Set<String> parameters;

    PreparedListing(Parsed parsed) {
        this.parsed = parsed;
        this.listing = (Command.Listing) parsed.command();
        this.parameters = QueryCompiler.parameters(listing);
    }

    /** Columns with rows; the first {@code shown} of them are shown unless there is a YIELD. */
    record Table(List<String> columns, int shown, List<Object[]> rows) {}

    @Override
    public Kind kind() {
        return Kind.READ;
    }

    @Override
    public String use() {
        return parsed.use();
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
        PreparedQuery.checkParameters(parameters, given);
        Run run = new Run(context, given);
        Table table = table(context);
        int width = listing.shaping().yield() == null
                ? table.shown()
                : table.columns().size();
        RowSource rows = RowSource.of(
                table.rows().stream().map(row -> Arrays.copyOf(row, width)).iterator());
        return new PreparedCommand(new Parsed(
                        parsed.source(), parsed.mode(), parsed.use(), null, listing.shaping(), parsed.notices()))
                .project(new PulledRows(table.columns().subList(0, width), rows, run), context, given);
    }

    private Table table(ExecutionContext context) {
        return listing.listed() == Command.Listed.PROCEDURES
                ? Callables.procedures(context, listing.executable())
                : Callables.functions(context, listing.listed(), listing.executable());
    }
}
