package dev.muster.cypher.parse;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.error.CypherError;
import java.util.List;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/**
 * Reads the commands about aliases of databases of this cluster. Remote ones and those with properties are refused by a text
 * that repeats nothing of the statement: there is a password in it.
 */
final class AliasReader {
    private final Reading reading;
    private final CommandReader commands;

    AliasReader(Reading reading, CommandReader commands) {
        this.reading = reading;
        this.commands = commands;
    }

    /** Null if the command is none of these. */
    Command read(Cypher5Parser.CommandContext context) {
        if (context.createCommand() != null && context.createCommand().createAlias() != null) {
            return create(
                    context.createCommand().createAlias(),
                    context.createCommand().REPLACE() != null);
        }
        if (context.alterCommand() != null && context.alterCommand().alterAlias() != null) {
            return alter(context.alterCommand().alterAlias());
        }
        if (context.dropCommand() != null && context.dropCommand().dropAlias() != null) {
            Cypher5Parser.DropAliasContext c = context.dropCommand().dropAlias();
            return new Command.DropAlias(name(c.aliasName()), c.IF() != null);
        }
        if (context.showCommand() != null && context.showCommand().showAliases() != null) {
            Cypher5Parser.ShowAliasesContext c = context.showCommand().showAliases();
            return commands.shaped(
                    Command.Scope.ALIASES, c.aliasName() == null ? null : name(c.aliasName()), c.showCommandYield());
        }
        return null;
    }

    private Command create(Cypher5Parser.CreateAliasContext context, boolean orReplace) {
        if (context.AT() != null) {
            throw remote("CREATE ALIAS");
        }
        if (context.PROPERTIES() != null) {
            throw properties("CREATE ALIAS");
        }
        return new Command.CreateAlias(
                name(context.aliasName()), context.IF() != null, orReplace, name(context.databaseName()));
    }

    private Command alter(Cypher5Parser.AlterAliasContext context) {
        List<Cypher5Parser.AlterAliasTargetContext> targets = context.alterAliasTarget();
        boolean remote = targets.stream().anyMatch(target -> target.AT() != null)
                || !context.alterAliasUser().isEmpty()
                || !context.alterAliasPassword().isEmpty()
                || !context.alterAliasDriver().isEmpty();
        if (remote) {
            throw remote("ALTER ALIAS");
        }
        if (!context.alterAliasProperties().isEmpty()) {
            throw properties("ALTER ALIAS");
        }
        if (targets.size() > 1) {
            throw reading.error(context, CypherError.CLAUSE_ORDER, "Duplicate TARGET clause");
        }
        return new Command.AlterAlias(
                name(context.aliasName()),
                context.IF() != null,
                name(targets.get(0).databaseName()));
    }

    private static CypherException remote(String command) {
        return CypherError.UNSUPPORTED_ADMINISTRATION.exception(
                command + " with AT, USER, PASSWORD or DRIVER (aliases are of databases of this cluster)");
    }

    private static CypherException properties(String command) {
        return CypherError.UNSUPPORTED_ADMINISTRATION.exception(command + " with PROPERTIES");
    }

    private static Expr name(Cypher5Parser.AliasNameContext context) {
        return CommandReader.name(context.symbolicAliasNameOrParameter());
    }

    private static Expr name(Cypher5Parser.DatabaseNameContext context) {
        return CommandReader.name(context.symbolicAliasNameOrParameter());
    }
}
