package dev.muster.cypher.engine;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.Statement;
import dev.muster.cypher.explain.Plan;
import dev.muster.cypher.run.Run;
import java.util.List;
import java.util.Map;

/** EXPLAIN of a command: it is understood, and nothing is done. */
record ExplainedCommand(Statement command) implements Statement {
    @Override
    public Kind kind() {
        return Kind.SCHEMA;
    }

    @Override
    public boolean isExplained() {
        return true;
    }

    @Override
    public String use() {
        return command.use();
    }

    @Override
    public AdminCommand admin(Map<String, Object> parameters) {
        return command.admin(parameters);
    }

    @Override
    public boolean wantsAllColumns() {
        return false;
    }

    @Override
    public Rows run(ExecutionContext context, Map<String, Object> parameters) {
        String name = command.kind() == Kind.ADMIN ? "AdministrationCommand" : "SchemaCommand";
        Plan plan = Plan.ofCommand(name, context.databaseName());
        return new PulledRows(
                List.of(), () -> null, new Run(context, parameters), List.of(), () -> Map.of("plan", plan.explained()));
    }

    @Override
    public Rows project(Rows answer, ExecutionContext context, Map<String, Object> parameters) {
        return answer;
    }
}
