package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Expr;
import org.antlr.v4.runtime.ParserRuleContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads the SHOWs of what the server has, whatever its database. */
final class ListingReader {
    private final Reading reading;
    private final CommandReader commands;

    ListingReader(Reading reading, CommandReader commands) {
        this.reading = reading;
        this.commands = commands;
    }

    /** Null if the command is of another sort. */
    Command read(Cypher5Parser.CommandContext context) {
        if (context.terminateCommand() != null) {
            Cypher5Parser.TerminateTransactionsContext c =
                    context.terminateCommand().terminateTransactions();
            return new Command.Listing(
                    Command.Listed.ENDED_TRANSACTIONS,
                    null,
                    names(c.stringsOrExpression()),
                    shaped(c.showCommandYield(), c.composableCommandClauses()));
        }
        Cypher5Parser.ShowCommandContext show = context.showCommand();
        if (show == null) {
            return null;
        } else if (show.showProcedures() != null) {
            Cypher5Parser.ShowProceduresContext c = show.showProcedures();
            return new Command.Listing(
                    Command.Listed.PROCEDURES,
                    executable(c.executableBy()),
                    null,
                    shaped(c.showCommandYield(), c.composableCommandClauses()));
        } else if (show.showFunctions() != null) {
            Cypher5Parser.ShowFunctionsContext c = show.showFunctions();
            return new Command.Listing(
                    functions(c.showFunctionsType()),
                    executable(c.executableBy()),
                    null,
                    shaped(c.showCommandYield(), c.composableCommandClauses()));
        } else if (show.showTransactions() != null) {
            return named(Command.Listed.TRANSACTIONS, show.showTransactions().namesAndClauses());
        } else if (show.showSettings() != null) {
            return named(Command.Listed.SETTINGS, show.showSettings().namesAndClauses());
        }
        return null;
    }

    private Command named(Command.Listed listed, Cypher5Parser.NamesAndClausesContext context) {
        return new Command.Listing(
                listed,
                null,
                names(context.stringsOrExpression()),
                shaped(context.showCommandYield(), context.composableCommandClauses()));
    }

    private Expr names(Cypher5Parser.StringsOrExpressionContext context) {
        if (context == null) {
            return null;
        }
        return context.stringList() == null
                ? reading.expressions.read(context.expression())
                : new Expr.ListOf(context.stringList().stringLiteral().stream()
                        .map(text -> (Expr) new Expr.Literal(Literals.string(reading, text)))
                        .toList());
    }

    private static Command.Listed functions(Cypher5Parser.ShowFunctionsTypeContext type) {
        if (type == null || type.ALL() != null) {
            return Command.Listed.FUNCTIONS;
        }
        return type.BUILT() != null ? Command.Listed.BUILT_IN_FUNCTIONS : Command.Listed.USER_DEFINED_FUNCTIONS;
    }

    /** EXECUTABLE alone means whoever asks, as BY CURRENT USER does. */
    private static Command.ExecutableBy executable(Cypher5Parser.ExecutableByContext context) {
        if (context == null) {
            return null;
        }
        return new Command.ExecutableBy(
                context.symbolicNameString() == null ? null : Reading.name(context.symbolicNameString()));
    }

    private Command.Show shaped(Cypher5Parser.ShowCommandYieldContext yield, ParserRuleContext more) {
        if (more != null) {
            throw reading.unsupported(more, "clauses after a SHOW command");
        }
        return commands.shaped(Command.Scope.ALL, null, yield);
    }
}
