package dev.muster.cypher.engine;

import dev.muster.catalog.security.Action;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.parse.Parsed;
import dev.muster.cypher.plan.QueryCompiler;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.run.SchemaWrites;
import dev.muster.store.schema.SchemaRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/** A command of indexes and constraints, which concerns the database it is run on. */
final class PreparedSchema extends DatabaseStatement {
    private static final List<String> INDEX_COLUMNS = List.of(
            "id",
            "name",
            "state",
            "populationPercent",
            "type",
            "entityType",
            "labelsOrTypes",
            "properties",
            "indexProvider",
            "owningConstraint",
            "lastRead",
            "readCount");
    private static final List<String> CONSTRAINT_COLUMNS =
            List.of("id", "name", "type", "entityType", "labelsOrTypes", "properties", "ownedIndex", "propertyType");

    private final Parsed parsed;
    private final Set<String> parameters;

    PreparedSchema(Parsed parsed) {
        this.parsed = parsed;
        this.parameters = QueryCompiler.parameters(parsed.command());
    }

    static boolean isOne(Command command) {
        return command instanceof Command.CreateRule
                || command instanceof Command.DropRule
                || command instanceof Command.ShowRules;
    }

    @Override
    public Kind kind() {
        return parsed.command() instanceof Command.ShowRules ? Kind.READ : Kind.SCHEMA;
    }

    /** Creating and dropping are done to the transaction, which can refuse them. */
    @Override
    public Set<Action> needs() {
        if (parsed.command() instanceof Command.ShowRules show) {
            return Set.of(show.constraints() ? Action.SHOW_CONSTRAINT : Action.SHOW_INDEX);
        }
        return Set.of();
    }

    @Override
    public String use() {
        return parsed.use();
    }

    @Override
    public Rows run(ExecutionContext context, Map<String, Object> given) {
        PreparedQuery.checkParameters(parameters, given);
        Run run = new Run(context, given);
        if (parsed.command() instanceof Command.CreateRule create) {
            SchemaWrites.create(rule(create, given), create.name() != null, create.ifNotExists(), run);
        } else if (parsed.command() instanceof Command.DropRule drop) {
            SchemaWrites.drop(name(drop.name(), given), drop.constraint(), drop.ifExists(), run);
        } else {
            return shown((Command.ShowRules) parsed.command(), run, given);
        }
        return new PulledRows(List.of(), () -> null, run);
    }

    private static String name(Expr name, Map<String, Object> given) {
        Object value =
                name instanceof Expr.Parameter parameter ? given.get(parameter.name()) : ((Expr.Literal) name).value();
        if (value instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw CypherError.TYPE.exception("Type mismatch: the name of an index or constraint must be a String");
    }

    /** A rule that was given no name gets one that follows from what it is. */
    private static SchemaRule rule(Command.CreateRule create, Map<String, Object> given) {
        String name;
        if (create.name() == null) {
            CRC32 hash = new CRC32();
            hash.update((create.kind() + create.label() + create.properties()).getBytes(StandardCharsets.UTF_8));
            name = "%s_%08x".formatted(rule(create, "?").isConstraint() ? "constraint" : "index", hash.getValue());
        } else {
            name = name(create.name(), given);
        }
        return rule(create, name);
    }

    private static SchemaRule rule(Command.CreateRule create, String name) {
        return new SchemaRule(0, name, create.kind(), create.label(), create.properties(), create.type());
    }

    private Rows shown(Command.ShowRules show, Run run, Map<String, Object> given) {
        boolean shaped = show.shaping().yield() != null || show.shaping().where() != null;
        List<String> columns = show.constraints() ? CONSTRAINT_COLUMNS : INDEX_COLUMNS;
        List<Object[]> rows = new ArrayList<>();
        for (SchemaRule rule : run.graph().transaction().schema().rules()) {
            if (show.kinds().contains(rule.kind())) {
                rows.add(show.constraints() ? constraint(rule) : index(rule));
            }
        }
        Rows all = new PulledRows(columns, RowSource.of(rows.iterator()), run);
        return shaped
                ? new PreparedCommand(new Parsed(
                                parsed.source(), parsed.mode(), parsed.use(), null, show.shaping(), parsed.notices()))
                        .project(all, run.context(), given)
                : all;
    }

    private static Object[] index(SchemaRule rule) {
        Object[] row = new Object[INDEX_COLUMNS.size()];
        Arrays.fill(row, null);
        row[0] = (long) rule.number();
        row[1] = rule.name();
        row[2] = "ONLINE";
        row[3] = 100.0;
        row[4] = "RANGE";
        row[5] = entity(rule);
        row[6] = List.of(rule.label());
        row[7] = rule.properties();
        row[8] = "range-1.0";
        row[9] = rule.isConstraint() ? rule.name() : null;
        row[11] = 0L;
        return row;
    }

    private static String entity(SchemaRule rule) {
        return rule.isOnRelationships() ? "RELATIONSHIP" : "NODE";
    }

    private static Object[] constraint(SchemaRule rule) {
        String type = switch (rule.kind()) {
            case UNIQUE -> "UNIQUENESS";
            case KEY -> "NODE_KEY";
            case RELATIONSHIP_UNIQUE -> "RELATIONSHIP_UNIQUENESS";
            case RELATIONSHIP_KEY -> "RELATIONSHIP_KEY";
            case RELATIONSHIP_EXISTENCE -> "RELATIONSHIP_PROPERTY_EXISTENCE";
            case PROPERTY_TYPE -> "NODE_PROPERTY_TYPE";
            case RELATIONSHIP_PROPERTY_TYPE -> "RELATIONSHIP_PROPERTY_TYPE";
            default -> "NODE_PROPERTY_EXISTENCE";
        };
        String index = rule.isIndexed() ? rule.name() : null;
        String values = rule.type() == null ? null : rule.type().text();
        return new Object[] {
            (long) rule.number(),
            rule.name(),
            type,
            entity(rule),
            List.of(rule.label()),
            rule.properties(),
            index,
            values
        };
    }
}
