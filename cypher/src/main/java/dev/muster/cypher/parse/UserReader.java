package dev.muster.cypher.parse;

import dev.muster.catalog.security.GivenPassword;
import dev.muster.catalog.security.SecurityCommand;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.parse.SecurityDraft.Argument;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads the commands about users. */
final class UserReader {
    private final Reading reading;
    private final SecurityDraft draft;

    UserReader(Reading reading, SecurityDraft draft) {
        this.reading = reading;
        this.draft = draft;
    }

    /** Null if the command is of another sort. */
    Command read(Cypher5Parser.CommandContext context) {
        Cypher5Parser.CreateCommandContext create = context.createCommand();
        Cypher5Parser.AlterCommandContext alter = context.alterCommand();
        if (create != null && create.createUser() != null) {
            return create(create.createUser(), create.REPLACE() != null);
        } else if (alter != null && alter.alterUser() != null) {
            return alter(alter.alterUser());
        } else if (alter != null && alter.alterCurrentUser() != null) {
            return alterOwn(alter.alterCurrentUser());
        } else if (context.dropCommand() != null && context.dropCommand().dropUser() != null) {
            return drop(context.dropCommand().dropUser());
        } else if (context.renameCommand() != null && context.renameCommand().renameUser() != null) {
            return rename(context.renameCommand().renameUser());
        }
        return null;
    }

    /** What CREATE USER and ALTER USER can set; null where it is not written. */
    private record Clauses(
            boolean encrypted, Argument password, Boolean changeRequired, Boolean suspended, Argument home) {
        GivenPassword password(List<String> in) {
            String text = password.in(in);
            return text == null ? null : encrypted ? GivenPassword.encrypted(text) : GivenPassword.plain(text);
        }
    }

    private Command create(Cypher5Parser.CreateUserContext context, boolean orReplace) {
        boolean ifNotExists = context.IF() != null;
        Argument name = draft.name(context.commandNameExpression());
        if (context.password().isEmpty()) {
            throw context.setAuthClause().isEmpty()
                    ? reading.error(
                            context, CypherError.CLAUSE_ORDER, "CREATE USER needs a password: SET PASSWORD 'password'")
                    : reading.unsupported(context.setAuthClause(0), "SET AUTH PROVIDER; use SET PASSWORD");
        }
        Clauses clauses = clauses(
                context,
                context.password(),
                context.passwordChangeRequired(),
                context.userStatus(),
                context.homeDatabase(),
                context.setAuthClause());
        return draft.command(in -> new SecurityCommand.CreateUser(
                name.in(in),
                ifNotExists,
                orReplace,
                clauses.password(in),
                clauses.changeRequired() == null || clauses.changeRequired(),
                clauses.suspended() != null && clauses.suspended(),
                clauses.home().in(in)));
    }

    private Command alter(Cypher5Parser.AlterUserContext context) {
        boolean ifExists = context.IF() != null;
        Argument name = draft.name(context.commandNameExpression());
        if (!context.AUTH().isEmpty() || !context.removeNamedProvider().isEmpty()) {
            throw reading.unsupported(context, "REMOVE AUTH");
        }
        Clauses clauses = clauses(
                context,
                context.password(),
                context.passwordChangeRequired(),
                context.userStatus(),
                context.homeDatabase(),
                context.setAuthClause());
        boolean removeHome = !context.REMOVE().isEmpty();
        boolean sets = clauses.password() != Argument.ABSENT
                || clauses.changeRequired() != null
                || clauses.suspended() != null
                || clauses.home() != Argument.ABSENT;
        if (!removeHome && !sets) {
            throw reading.error(
                    context, CypherError.CLAUSE_ORDER, "ALTER USER needs at least one SET or REMOVE clause");
        }
        return draft.command(in -> new SecurityCommand.AlterUser(
                name.in(in),
                ifExists,
                clauses.password(in),
                clauses.changeRequired(),
                clauses.suspended(),
                clauses.home().in(in),
                removeHome));
    }

    private Clauses clauses(
            ParserRuleContext command,
            List<Cypher5Parser.PasswordContext> passwords,
            List<Cypher5Parser.PasswordChangeRequiredContext> changes,
            List<Cypher5Parser.UserStatusContext> statuses,
            List<Cypher5Parser.HomeDatabaseContext> homes,
            List<Cypher5Parser.SetAuthClauseContext> providers) {
        if (!providers.isEmpty()) {
            throw reading.unsupported(providers.get(0), "SET AUTH PROVIDER; use SET PASSWORD");
        }
        Cypher5Parser.PasswordContext password = onlyOne(command, passwords, "SET PASSWORD");
        Cypher5Parser.PasswordChangeRequiredContext change =
                onlyOne(command, changes, "SET PASSWORD CHANGE [NOT] REQUIRED");
        if (password != null && password.passwordChangeRequired() != null) {
            if (change != null) {
                throw duplicate(change, "SET PASSWORD CHANGE [NOT] REQUIRED");
            }
            change = password.passwordChangeRequired();
        }
        Cypher5Parser.UserStatusContext status = onlyOne(command, statuses, "SET STATUS");
        Cypher5Parser.HomeDatabaseContext home = onlyOne(command, homes, "SET HOME DATABASE");
        return new Clauses(
                password != null && password.ENCRYPTED() != null,
                password == null ? Argument.ABSENT : draft.password(password.passwordExpression()),
                change == null ? null : change.NOT() == null,
                status == null ? null : status.SUSPENDED() != null,
                home == null ? Argument.ABSENT : draft.database(home.symbolicAliasNameOrParameter()));
    }

    private <C extends ParserRuleContext> C onlyOne(ParserRuleContext command, List<C> clauses, String words) {
        if (clauses.size() > 1) {
            throw duplicate(clauses.get(1), words);
        }
        return clauses.isEmpty() ? null : clauses.get(0);
    }

    private RuntimeException duplicate(ParserRuleContext at, String words) {
        return reading.error(at, CypherError.CLAUSE_ORDER, "Duplicate " + words + " clause");
    }

    private Command alterOwn(Cypher5Parser.AlterCurrentUserContext context) {
        Argument from = draft.password(context.passwordExpression(0));
        Argument to = draft.password(context.passwordExpression(1));
        return draft.command(in ->
                new SecurityCommand.AlterOwnPassword(GivenPassword.plain(from.in(in)), GivenPassword.plain(to.in(in))));
    }

    private Command drop(Cypher5Parser.DropUserContext context) {
        boolean ifExists = context.IF() != null;
        Argument name = draft.name(context.commandNameExpression());
        return draft.command(in -> new SecurityCommand.DropUser(name.in(in), ifExists));
    }

    private Command rename(Cypher5Parser.RenameUserContext context) {
        boolean ifExists = context.IF() != null;
        Argument name = draft.name(context.commandNameExpression(0));
        Argument newName = draft.name(context.commandNameExpression(1));
        return draft.command(in -> new SecurityCommand.RenameUser(name.in(in), ifExists, newName.in(in)));
    }
}
