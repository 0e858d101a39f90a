package dev.muster.cypher.engine;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.parse.Parsed;
import dev.muster.cypher.plan.QueryCompiler;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The call of a procedure that administers: becomes the catalog's command, and shapes what that answers. */
final class PreparedCall extends AdministrationStatement {
    private final Command.Procedure call;
    private final AdminProcedure procedure;
    private final Set<String> parameters;

    PreparedCall(Parsed parsed) {
        super(parsed);
        this.call = (Command.Procedure) parsed.command();
        this.procedure = AdminProcedure.of(call.name());
        this.parameters =
                call.arguments() == null ? Set.copyOf(procedure.neededNames()) : QueryCompiler.parameters(call);
    }

    @Override
    public boolean wantsAllColumns() {
        return true;
    }

    @Override
    public AdminCommand admin(Map<String, Object> given) {
        PreparedQuery.checkParameters(parameters, given);
        List<Object> values = call.arguments() == null
                ? procedure.argumentNames().stream().map(given::get).toList()
                : call.arguments().stream()
                        .map(argument -> PreparedCommand.value(argument, given))
                        .toList();
        return procedure.command(call.name(), values);
    }

    @Override
    public Rows project(Rows answer, ExecutionContext context, Map<String, Object> given) {
        return new PreparedCommand(new Parsed(
                        parsed.source(), parsed.mode(), parsed.use(), null, call.shaping(), parsed.notices()))
                .project(answer, context, given);
    }
}
