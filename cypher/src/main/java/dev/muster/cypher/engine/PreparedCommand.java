package dev.muster.cypher.engine;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.DatabaseNames;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.function.FunctionTable;
import dev.muster.cypher.function.Surroundings;
import dev.muster.cypher.parse.Parsed;
import dev.muster.cypher.plan.QueryCompiler;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An administration command: becomes the catalog's command, and shapes what a SHOW answers. */
final class PreparedCommand extends AdministrationStatement {
    private static final Surroundings NOTHING_AROUND = new Surroundings(null, DatabaseNames.SYSTEM, 0, null);

    private final Command command;
    private final Set<String> parameters;

    PreparedCommand(Parsed parsed) {
        super(parsed);
        this.command = parsed.command();
        this.parameters = QueryCompiler.parameters(command);
    }

    @Override
    public boolean wantsAllColumns() {
        return command instanceof Command.Show show && show.yield() != null;
    }

    @Override
    public AdminCommand admin(Map<String, Object> given) {
        PreparedQuery.checkParameters(parameters, given);
        if (command instanceof Command.Create c) {
            return new AdminCommand.CreateDatabase(
                    name(c.name(), given),
                    c.ifNotExists(),
                    c.orReplace(),
                    count(c.primaries(), given),
                    count(c.secondaries(), given),
                    options(c.options(), given),
                    waiting(c.waiting()));
        } else if (command instanceof Command.Drop c) {
            return new AdminCommand.DropDatabase(
                    name(c.name(), given), c.ifExists(), c.cascadeAliases(), c.dumpData(), waiting(c.waiting()));
        } else if (command instanceof Command.Start c) {
            return new AdminCommand.StartDatabase(name(c.name(), given), waiting(c.waiting()));
        } else if (command instanceof Command.Stop c) {
            return new AdminCommand.StopDatabase(name(c.name(), given), waiting(c.waiting()));
        }
        AdminCommand aboutAliases = aboutAliases(given);
        AdminCommand placement = aboutAliases == null ? placement(given) : aboutAliases;
        return placement == null ? show((Command.Show) command, given) : placement;
    }

    private static AdminCommand show(Command.Show show, Map<String, Object> given) {
        if (show.scope() == Command.Scope.SERVERS) {
            return new AdminCommand.ShowServers();
        } else if (show.scope() == Command.Scope.ALIASES) {
            return new AdminCommand.ShowAliases(show.name() == null ? null : name(show.name(), given));
        }
        return new AdminCommand.ShowDatabases(
                AdminCommand.ShowDatabases.Scope.valueOf(show.scope().name()),
                show.name() == null ? null : name(show.name(), given));
    }

    /** Null for other commands. */
    private AdminCommand aboutAliases(Map<String, Object> given) {
        if (command instanceof Command.CreateAlias c) {
            return new AdminCommand.CreateAlias(
                    name(c.alias(), given), c.ifNotExists(), c.orReplace(), name(c.target(), given));
        } else if (command instanceof Command.AlterAlias c) {
            return new AdminCommand.AlterAlias(name(c.alias(), given), c.ifExists(), name(c.target(), given));
        } else if (command instanceof Command.DropAlias c) {
            return new AdminCommand.DropAlias(name(c.alias(), given), c.ifExists());
        }
        return null;
    }

    /** What says where databases are, and what is done with servers; null for other commands. */
    private AdminCommand placement(Map<String, Object> given) {
        if (command instanceof Command.AlterDatabase c) {
            return alter(c, given);
        } else if (command instanceof Command.EnableServer c) {
            return new AdminCommand.EnableServer(server(c.server(), given), c.alter(), options(c.options(), given));
        } else if (command instanceof Command.RenameServer c) {
            return new AdminCommand.RenameServer(server(c.server(), given), server(c.newName(), given));
        } else if (command instanceof Command.DropServer c) {
            return new AdminCommand.DropServer(server(c.server(), given));
        } else if (command instanceof Command.DeallocateServers c) {
            return new AdminCommand.DeallocateServers(
                    c.servers().stream().map(server -> server(server, given)).toList(), c.dryRun());
        } else if (command instanceof Command.ReallocateDatabases c) {
            return new AdminCommand.ReallocateDatabases(c.dryRun());
        }
        return null;
    }

    private static AdminCommand alter(Command.AlterDatabase command, Map<String, Object> given) {
        Map<String, Object> options = new LinkedHashMap<>();
        command.options().forEach((name, value) -> options.put(name, optionValue(name, value(value, given))));
        Command.Counts topology = command.topology();
        return new AdminCommand.AlterDatabase(
                name(command.name(), given),
                command.ifExists(),
                command.readOnly(),
                topology == null
                        ? null
                        : new AdminCommand.Counts(
                                count(topology.primaries(), given), count(topology.secondaries(), given)),
                options,
                command.removedOptions(),
                waiting(command.waiting()));
    }

    private static Object optionValue(String name, Object value) {
        if (value == null) {
            throw CypherError.ARGUMENT.exception("OPTION " + name + " needs a value; REMOVE OPTION takes it away");
        }
        return value;
    }

    private static String server(Expr expression, Map<String, Object> given) {
        if (value(expression, given) instanceof String name) {
            return name;
        }
        throw CypherError.TYPE.exception("Type mismatch: the name of a server must be a String");
    }

    private static AdminCommand.Wait waiting(Command.Waiting waiting) {
        return waiting.seconds() == 0 ? AdminCommand.Wait.NOWAIT : new AdminCommand.Wait(waiting.seconds());
    }

    static Object value(Expr expression, Map<String, Object> given) {
        if (expression instanceof Expr.Parameter parameter) {
            return given.get(parameter.name());
        } else if (expression instanceof Expr.Literal literal) {
            return literal.value();
        } else if (expression instanceof Expr.ListOf list) {
            List<Object> result = new ArrayList<>();
            list.items().forEach(i -> result.add(value(i, given)));
            return result;
        } else if (expression instanceof Expr.MapOf map) {
            Map<String, Object> result = new LinkedHashMap<>();
            map.entries().forEach((k, v) -> result.put(k, value(v, given)));
            return result;
        } else if (expression instanceof Expr.Negate negate && value(negate.inner(), given) instanceof Long number) {
            return -number;
        } else if (expression instanceof Expr.Call call && isMoment(call)) {
            Object[] arguments = call.arguments().stream()
                    .map(argument -> value(argument, given))
                    .toArray();
            return FunctionTable.find(call.name()).body().apply(arguments, NOTHING_AROUND);
        }
        throw CypherError.NOT_SUPPORTED.exception("computed values in administration commands");
    }

    /** Whether it makes a moment of its argument, as options have it; it depends on nothing else. */
    private static boolean isMoment(Expr.Call call) {
        return call.name().equals("datetime") && call.arguments().size() == 1;
    }

    private static String name(Expr expression, Map<String, Object> given) {
        if (value(expression, given) instanceof String name) {
            return name;
        }
        throw CypherError.TYPE.exception("Type mismatch: the name of a database must be a String");
    }

    private static Integer count(Expr expression, Map<String, Object> given) {
        if (expression == null) {
            return null;
        }
        if (value(expression, given) instanceof Long count && count >= 0 && count <= Integer.MAX_VALUE) {
            return (int) (long) count;
        }
        throw CypherError.ARGUMENT.exception("TOPOLOGY needs non-negative Integers");
    }

    private static Map<String, Object> options(Expr expression, Map<String, Object> given) {
        if (expression == null) {
            return Map.of();
        }
        if (value(expression, given) instanceof Map<?, ?> map) {
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((k, v) -> result.put((String) k, v));
            return result;
        }
        throw CypherError.TYPE.exception("Type mismatch: OPTIONS must be a Map");
    }

    @Override
    public Rows project(Rows answer, ExecutionContext context, Map<String, Object> given) {
        if (!(command instanceof Command.Show show) || (show.where() == null && show.yield() == null)) {
            return answer;
        }
        PreparedQuery.checkParameters(parameters, given);
        QueryCompiler.Projected projected = QueryCompiler.project(parsed.source(), answer.columns(), projections(show));
        Run run = new Run(context, given);
        RowSource input = () -> {
            List<Object> values = answer.next();
            if (values == null) {
                return null;
            }
            Object[] row = projected.first().newRow();
            for (int i = 0; i < values.size(); i++) {
                row[i] = values.get(i);
            }
            return row;
        };
        return new PulledRows(projected.columns(), Operator.chain(projected.operators(), input, run), run);
    }

    private static List<Clause.Project> projections(Command.Show show) {
        List<Clause.Project> result = new ArrayList<>();
        if (show.yield() == null) {
            Clause.Projection all = new Clause.Projection(false, true, List.of(), List.of(), null, null, show.where());
            result.add(QueryCompiler.clause(all, false));
            return result;
        }
        result.add(QueryCompiler.clause(show.yield(), false));
        if (show.returns() != null) {
            result.add(QueryCompiler.clause(show.returns(), true));
        }
        return result;
    }
}
