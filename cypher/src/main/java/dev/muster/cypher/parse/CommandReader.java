package dev.muster.cypher.parse;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Command.Waiting;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.error.CypherError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads administration commands. */
final class CommandReader {
    /** What a plain {@code WAIT} means. */
    private static final int WAIT_SECONDS = 300;

    private final Reading reading;
    private final String text;

    CommandReader(Reading reading, String text) {
        this.reading = reading;
        this.text = text;
    }

    Command read(Cypher5Parser.CommandContext context) {
        Cypher5Parser.CreateCommandContext create = context.createCommand();
        if (create != null && create.createDatabase() != null) {
            return create(create.createDatabase(), create.REPLACE() != null);
        }
        if (create != null && create.createCompositeDatabase() != null) {
            throw composite("CREATE COMPOSITE DATABASE");
        }
        if (context.dropCommand() != null && context.dropCommand().dropDatabase() != null) {
            return drop(context.dropCommand().dropDatabase());
        }
        if (context.startDatabase() != null) {
            Cypher5Parser.StartDatabaseContext c = context.startDatabase();
            return new Command.Start(name(c.symbolicAliasNameOrParameter()), waiting(c.waitClause()));
        }
        if (context.stopDatabase() != null) {
            Cypher5Parser.StopDatabaseContext c = context.stopDatabase();
            return new Command.Stop(name(c.symbolicAliasNameOrParameter()), waiting(c.waitClause()));
        }
        if (context.showCommand() != null && context.showCommand().showDatabase() != null) {
            return show(context.showCommand().showDatabase());
        }
        Command aboutAliases = new AliasReader(reading, this).read(context);
        if (aboutAliases != null) {
            return aboutAliases;
        }
        Command security = new SecurityReader(reading, this).read(context);
        if (security != null) {
            return security;
        }
        Command schema = new SchemaReader(reading, this).read(context);
        if (schema != null) {
            return schema;
        }
        Command listing = new ListingReader(reading, this).read(context);
        if (listing != null) {
            return listing;
        }
        if (context.showCommand() != null && context.showCommand().showServers() != null) {
            return shaped(
                    Command.Scope.SERVERS,
                    null,
                    context.showCommand().showServers().showCommandYield());
        }
        if (context.alterCommand() != null && context.alterCommand().alterDatabase() != null) {
            return alter(context.alterCommand().alterDatabase());
        }
        Command aboutServers = new ServerCommandReader(reading).read(context);
        if (aboutServers != null) {
            return aboutServers;
        }
        throw CypherError.UNSUPPORTED_ADMINISTRATION.exception(text.strip());
    }

    private static CypherException composite(String command) {
        return CypherError.UNSUPPORTED_ADMINISTRATION.exception(command + " (there are no composite databases)");
    }

    private Command alter(Cypher5Parser.AlterDatabaseContext context) {
        if (context.alterDatabaseAccess().size() > 1) {
            throw reading.error(context, CypherError.CLAUSE_ORDER, "Duplicate SET ACCESS clause");
        }
        if (context.alterDatabaseTopology().size() > 1) {
            throw reading.error(context, CypherError.CLAUSE_ORDER, "Duplicate SET TOPOLOGY clause");
        }
        return new Command.AlterDatabase(
                name(context.symbolicAliasNameOrParameter()),
                context.IF() != null,
                context.alterDatabaseAccess().isEmpty()
                        ? null
                        : context.alterDatabaseAccess(0).ONLY() != null,
                context.alterDatabaseTopology().isEmpty() ? null : counts(context.alterDatabaseTopology(0)),
                options(context),
                context.symbolicNameString().stream().map(Reading::name).toList(),
                waiting(context.waitClause()));
    }

    private Command.Counts counts(Cypher5Parser.AlterDatabaseTopologyContext topology) {
        checkTopology(topology, topology.primaryTopology(), topology.secondaryTopology());
        return new Command.Counts(primaries(topology.primaryTopology()), secondaries(topology.secondaryTopology()));
    }

    private Map<String, Expr> options(Cypher5Parser.AlterDatabaseContext context) {
        Map<String, Expr> options = new LinkedHashMap<>();
        for (Cypher5Parser.AlterDatabaseOptionContext option : context.alterDatabaseOption()) {
            String name = Reading.name(option.symbolicNameString());
            if (options.put(name, reading.expressions.read(option.expression())) != null) {
                throw reading.error(option, CypherError.CLAUSE_ORDER, "Duplicate SET OPTION clause: " + name);
            }
        }
        return options;
    }

    private void checkTopology(
            ParserRuleContext context,
            List<Cypher5Parser.PrimaryTopologyContext> primaries,
            List<Cypher5Parser.SecondaryTopologyContext> secondaries) {
        if (primaries.size() > 1 || secondaries.size() > 1) {
            throw reading.error(context, CypherError.CLAUSE_ORDER, "Duplicate PRIMARY or SECONDARY in TOPOLOGY");
        }
    }

    private Expr primaries(List<Cypher5Parser.PrimaryTopologyContext> primaries) {
        return primaries.isEmpty() ? null : number(primaries.get(0).uIntOrIntParameter());
    }

    private Expr secondaries(List<Cypher5Parser.SecondaryTopologyContext> secondaries) {
        return secondaries.isEmpty() ? null : number(secondaries.get(0).uIntOrIntParameter());
    }

    private Command create(Cypher5Parser.CreateDatabaseContext context, boolean orReplace) {
        checkTopology(context, context.primaryTopology(), context.secondaryTopology());
        return new Command.Create(
                name(context.symbolicAliasNameOrParameter()),
                context.IF() != null,
                orReplace,
                primaries(context.primaryTopology()),
                secondaries(context.secondaryTopology()),
                context.commandOptions() == null
                        ? null
                        : options(reading, context.commandOptions().mapOrParameter()),
                waiting(context.waitClause()));
    }

    private Command drop(Cypher5Parser.DropDatabaseContext context) {
        if (context.COMPOSITE() != null) {
            throw composite("DROP COMPOSITE DATABASE");
        }
        return new Command.Drop(
                name(context.symbolicAliasNameOrParameter()),
                context.IF() != null,
                context.aliasAction() != null && context.aliasAction().CASCADE() != null,
                context.DUMP() != null,
                waiting(context.waitClause()));
    }

    private Command show(Cypher5Parser.ShowDatabaseContext context) {
        Command.Scope scope = context.DEFAULT() != null
                ? Command.Scope.DEFAULT
                : context.HOME() != null
                        ? Command.Scope.HOME
                        : context.symbolicAliasNameOrParameter() != null ? Command.Scope.ONE : Command.Scope.ALL;
        Expr name = scope == Command.Scope.ONE ? name(context.symbolicAliasNameOrParameter()) : null;
        return shaped(scope, name, context.showCommandYield());
    }

    /** A SHOW with what comes after it. */
    Command.Show shaped(Command.Scope scope, Expr name, Cypher5Parser.ShowCommandYieldContext yield) {
        return yield == null
                ? new Command.Show(scope, name, null, null, null)
                : shaped(scope, name, yield.whereClause(), yield.yieldClause(), yield.returnClause());
    }

    Command.Show shaped(
            Command.Scope scope,
            Expr name,
            Cypher5Parser.WhereClauseContext where,
            Cypher5Parser.YieldClauseContext yield,
            Cypher5Parser.ReturnClauseContext returns) {
        return new Command.Show(
                scope,
                name,
                where == null ? null : reading.expressions.read(where.expression()),
                yield == null ? null : yields(yield),
                returns == null ? null : reading.clauses.projection(returns.returnBody(), null));
    }

    private Clause.Projection yields(Cypher5Parser.YieldClauseContext context) {
        List<Clause.Item> items = new ArrayList<>();
        for (Cypher5Parser.YieldItemContext item : context.yieldItem()) {
            Cypher5Parser.VariableContext last = item.variable(item.variable().size() - 1);
            items.add(new Clause.Item(
                    reading.expressions.variable(item.variable(0)),
                    Reading.name(last),
                    item.AS() != null,
                    Reading.position(item)));
        }
        return new Clause.Projection(
                false,
                context.TIMES() != null,
                items,
                reading.clauses.order(context.orderBy()),
                context.yieldSkip() == null
                        ? null
                        : integer(context.yieldSkip().signedIntegerLiteral().getText()),
                context.yieldLimit() == null
                        ? null
                        : integer(context.yieldLimit().signedIntegerLiteral().getText()),
                context.whereClause() == null
                        ? null
                        : reading.expressions.read(context.whereClause().expression()));
    }

    private static Expr integer(String text) {
        return new Expr.Literal(Long.parseLong(text));
    }

    static Expr name(Cypher5Parser.SymbolicAliasNameOrParameterContext context) {
        if (context.parameter() != null) {
            return AtomReader.parameter(context.parameter());
        }
        return new Expr.Literal(aliasName(context.symbolicAliasName()));
    }

    static String aliasName(Cypher5Parser.SymbolicAliasNameContext context) {
        return context.symbolicNameString().stream().map(Reading::name).collect(Collectors.joining("."));
    }

    private Expr number(Cypher5Parser.UIntOrIntParameterContext context) {
        if (context.parameter() != null) {
            return AtomReader.parameter(context.parameter());
        }
        try {
            return integer(context.getText());
        } catch (NumberFormatException e) {
            throw reading.error(context, CypherError.INVALID_LITERAL, context.getText() + " (integer is too large)");
        }
    }

    static Expr options(Reading reading, Cypher5Parser.MapOrParameterContext context) {
        return context.parameter() != null
                ? AtomReader.parameter(context.parameter())
                : reading.expressions.map(context.map());
    }

    private Waiting waiting(Cypher5Parser.WaitClauseContext context) {
        if (context == null || context.NOWAIT() != null) {
            return new Waiting(0);
        }
        if (context.UNSIGNED_DECIMAL_INTEGER() == null) {
            return new Waiting(WAIT_SECONDS);
        }
        try {
            return new Waiting(
                    Integer.parseInt(context.UNSIGNED_DECIMAL_INTEGER().getText()));
        } catch (NumberFormatException e) {
            throw reading.error(
                    context, CypherError.INVALID_LITERAL, Reading.text(context) + " (integer is too large)");
        }
    }
}
