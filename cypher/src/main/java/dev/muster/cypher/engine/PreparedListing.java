package dev.muster.cypher.engine;

import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.parse.Parsed;
import dev.muster.cypher.plan.QueryCompiler;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A SHOW of what the server has, whatever its database. */
final class PreparedListing extends DatabaseStatement {
    private final Parsed parsed;
    private final Command.Listing listing;
    private final Set<String> parameters;

    PreparedListing(Parsed parsed) {
        this.parsed = parsed;
        this.listing = (Command.Listing) parsed.command();
        this.parameters = QueryCompiler.parameters(listing);
    }

    /** Columns with rows; those {@code shown} are shown unless there is a YIELD. */
    record Table(List<String> columns, List<String> shown, List<Object[]> rows) {
        /** The table with those columns only that are shown. */
        private Table brief() {
            int[] places = shown.stream().mapToInt(columns::indexOf).toArray();
            List<Object[]> briefer = rows.stream()
                    .map(row ->
                            IntStream.of(places).mapToObj(place -> row[place]).toArray())
                    .toList();
            return new Table(shown, shown, briefer);
        }
    }

    @Override
    public Kind kind() {
        return Kind.READ;
    }

    @Override
    public String use() {
        return parsed.use();
    }

    @Override
    public Rows run(ExecutionContext context, Map<String, Object> given) {
        PreparedQuery.checkParameters(parameters, given);
        Run run = new Run(context, given);
        Table all = table(context, given);
        Table table = listing.shaping().yield() == null ? all.brief() : all;
        RowSource rows = RowSource.of(table.rows().iterator());
        return new PreparedCommand(new Parsed(
                        parsed.source(), parsed.mode(), parsed.use(), null, listing.shaping(), parsed.notices()))
                .project(new PulledRows(table.columns(), rows, run), context, given);
    }

    private Table table(ExecutionContext context, Map<String, Object> given) {
        return switch (listing.listed()) {
            case PROCEDURES -> Callables.procedures(context, listing.executable());
            case FUNCTIONS, BUILT_IN_FUNCTIONS, USER_DEFINED_FUNCTIONS ->
                Callables.functions(context, listing.listed(), listing.executable());
            case TRANSACTIONS -> TransactionTable.shown(context.procedures().server(), names(given));
            case SETTINGS -> SettingTable.shown(context.procedures().server(), names(given));
            case ENDED_TRANSACTIONS ->
                TransactionTable.ended(context.procedures().server(), names(given));
        };
    }

    /** Of what the statement speaks by name: one, or a list of them; null if it speaks of all. */
    private List<String> names(Map<String, Object> given) {
        if (listing.names() == null) {
            return null;
        }
        Object value = PreparedCommand.value(listing.names(), given);
        List<String> names = new ArrayList<>();
        for (Object one : value instanceof List<?> list ? list : Collections.singletonList(value)) {
            if (!(one instanceof String name)) {
                throw CypherError.TYPE.exception(
                        "Type mismatch: what is named after the command must be a String or a List of Strings");
            }
            names.add(name);
        }
        return names;
    }
}
