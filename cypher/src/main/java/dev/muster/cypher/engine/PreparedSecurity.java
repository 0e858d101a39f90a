package dev.muster.cypher.engine;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.parse.Parsed;
import dev.muster.cypher.plan.QueryCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command about users, roles or privileges. */
final class PreparedSecurity extends AdministrationStatement {
    private final Command.Security command;
    private final Set<String> parameters;

    PreparedSecurity(Parsed parsed) {
        super(parsed);
        this.command = (Command.Security) parsed.command();
        this.parameters = QueryCompiler.parameters(command);
    }

    @Override
    public boolean wantsAllColumns() {
        return command.shaping() != null && command.shaping().yield() != null;
    }

    @Override
    public String auditText() {
        StringBuilder text = new StringBuilder(parsed.source().text());
        for (int i = command.secrets().size() - 1; i >= 0; i--) {
            Command.Secret secret = command.secrets().get(i);
            text.replace(secret.start(), secret.end(), "'******'");
        }
        return text.toString();
    }

    @Override
    public AdminCommand admin(Map<String, Object> given) {
        PreparedQuery.checkParameters(parameters, given);
        List<String> values = new ArrayList<>();
        for (Expr argument : command.arguments()) {
            Object value = argument instanceof Expr.Parameter parameter
                    ? given.get(parameter.name())
                    : ((Expr.Literal) argument).value();
            if (!(value instanceof String text)) {
                throw CypherError.TYPE.exception("Type mismatch: names and passwords must be Strings, but parameter $"
                        + ((Expr.Parameter) argument).name() + " is not one");
            }
            values.add(text);
        }
        return command.making().apply(values);
    }

    @Override
    public Rows project(Rows answer, ExecutionContext context, Map<String, Object> given) {
        return command.shaping() == null
                ? answer
                : new PreparedCommand(new Parsed(
                                parsed.source(),
                                parsed.mode(),
                                parsed.use(),
                                null,
                                command.shaping(),
                                parsed.notices()))
                        .project(answer, context, given);
    }
}
