package dev.muster.cypher.parse;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Collects the names and passwords of a command about users, roles or privileges while it is read. */
final class SecurityDraft {
    private final Reading reading;
    private final List<Expr> arguments = new ArrayList<>();
    private final List<Command.Secret> secrets = new ArrayList<>();

    SecurityDraft(Reading reading) {
        this.reading = reading;
    }

    /** One argument, as it will be known when the command is run. */
    @FunctionalInterface
    interface Argument {
        String in(List<String> values);

        /** One that was not written. */
        Argument ABSENT = values -> null;
    }

    /** Several arguments. */
    @FunctionalInterface
    interface Arguments {
        List<String> in(List<String> values);

        Arguments NONE = values -> List.of();
    }

    Argument name(Cypher5Parser.CommandNameExpressionContext context) {
        return add(
                context.parameter() != null
                        ? AtomReader.parameter(context.parameter())
                        : new Expr.Literal(Reading.name(context.symbolicNameString())));
    }

    Arguments names(Cypher5Parser.SymbolicNameOrStringParameterListContext context) {
        List<Argument> names =
                context.commandNameExpression().stream().map(this::name).toList();
        return values -> names.stream().map(name -> name.in(values)).toList();
    }

    Arguments databases(Cypher5Parser.SymbolicAliasNameListContext context) {
        List<Argument> names = context.symbolicAliasNameOrParameter().stream()
                .map(this::database)
                .toList();
        return values -> names.stream().map(name -> name.in(values)).toList();
    }

    Argument database(Cypher5Parser.SymbolicAliasNameOrParameterContext context) {
        return add(CommandReader.name(context));
    }

    /** A password; the place where it stands is remembered. */
    Argument password(Cypher5Parser.PasswordExpressionContext context) {
        secrets.add(new Command.Secret(
                context.getStart().getStartIndex(), context.getStop().getStopIndex() + 1));
        return add(
                context.parameter() != null
                        ? AtomReader.parameter(context.parameter())
                        : new Expr.Literal(Literals.string(reading, context.stringLiteral())));
    }

    private Argument add(Expr argument) {
        int place = arguments.size();
        arguments.add(argument);
        return values -> values.get(place);
    }

    Command command(Function<List<String>, AdminCommand> making) {
        return shown(making, null);
    }

    Command shown(Function<List<String>, AdminCommand> making, Command.Show shaping) {
        return new Command.Security(List.copyOf(arguments), making, shaping, List.copyOf(secrets));
    }
}
