package dev.muster.cypher.parse;

import dev.muster.catalog.security.SecurityCommand;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege.Change;
import dev.muster.catalog.security.SecurityCommand.ShowPrivileges;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.parse.SecurityDraft.Argument;
import dev.muster.cypher.parse.SecurityDraft.Arguments;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads the commands about roles and privileges; those about users: {@link UserReader}. */
final class SecurityReader {
    private final Reading reading;
    private final CommandReader commands;
    private final SecurityDraft draft;

    SecurityReader(Reading reading, CommandReader commands) {
        this.reading = reading;
        this.commands = commands;
        this.draft = new SecurityDraft(reading);
    }

    /** Null if the command is of another sort. */
    Command read(Cypher5Parser.CommandContext context) {
        Command ofUsers = new UserReader(reading, draft).read(context);
        if (ofUsers != null) {
            return ofUsers;
        }
        Cypher5Parser.CreateCommandContext create = context.createCommand();
        if (create != null && create.createRole() != null) {
            return createRole(create.createRole(), create.REPLACE() != null);
        } else if (context.dropCommand() != null && context.dropCommand().dropRole() != null) {
            return dropRole(context.dropCommand().dropRole());
        } else if (context.renameCommand() != null && context.renameCommand().renameRole() != null) {
            return renameRole(context.renameCommand().renameRole());
        } else if (context.grantCommand() != null) {
            return grant(context.grantCommand());
        } else if (context.denyCommand() != null) {
            Cypher5Parser.DenyCommandContext deny = context.denyCommand();
            refuse(deny.IMMUTABLE(), deny, "IMMUTABLE privileges");
            return change(Change.DENY, deny.privilege(), deny.roleNames());
        } else if (context.revokeCommand() != null) {
            return revoke(context.revokeCommand());
        }
        return context.showCommand() == null ? null : show(context.showCommand());
    }

    private void refuse(TerminalNode word, ParserRuleContext at, String construct) {
        if (word != null) {
            throw reading.unsupported(at, construct);
        }
    }

    private Command createRole(Cypher5Parser.CreateRoleContext context, boolean orReplace) {
        refuse(context.IMMUTABLE(), context, "IMMUTABLE roles");
        boolean ifNotExists = context.IF() != null;
        Argument name = draft.name(context.commandNameExpression(0));
        Argument copyOf = context.COPY() == null ? Argument.ABSENT : draft.name(context.commandNameExpression(1));
        return draft.command(in -> new SecurityCommand.CreateRole(name.in(in), ifNotExists, orReplace, copyOf.in(in)));
    }

    private Command dropRole(Cypher5Parser.DropRoleContext context) {
        boolean ifExists = context.IF() != null;
        Argument name = draft.name(context.commandNameExpression());
        return draft.command(in -> new SecurityCommand.DropRole(name.in(in), ifExists));
    }

    private Command renameRole(Cypher5Parser.RenameRoleContext context) {
        boolean ifExists = context.IF() != null;
        Argument name = draft.name(context.commandNameExpression(0));
        Argument newName = draft.name(context.commandNameExpression(1));
        return draft.command(in -> new SecurityCommand.RenameRole(name.in(in), ifExists, newName.in(in)));
    }

    private Command grant(Cypher5Parser.GrantCommandContext context) {
        if (context.grantRole() == null) {
            refuse(context.IMMUTABLE(), context, "IMMUTABLE privileges");
            return change(Change.GRANT, context.privilege(), context.roleNames());
        }
        Arguments roles = names(context.grantRole().roleNames());
        Arguments users = draft.names(context.grantRole().userNames().symbolicNameOrStringParameterList());
        return draft.command(in -> new SecurityCommand.GrantRoles(roles.in(in), users.in(in)));
    }

    private Command revoke(Cypher5Parser.RevokeCommandContext context) {
        if (context.revokeRole() == null) {
            refuse(context.IMMUTABLE(), context, "IMMUTABLE privileges");
            Change change = context.GRANT() != null
                    ? Change.REVOKE_GRANT
                    : context.DENY() != null ? Change.REVOKE_DENY : Change.REVOKE;
            return change(change, context.privilege(), context.roleNames());
        }
        Arguments roles = names(context.revokeRole().roleNames());
        Arguments users = draft.names(context.revokeRole().userNames().symbolicNameOrStringParameterList());
        return draft.command(in -> new SecurityCommand.RevokeRoles(roles.in(in), users.in(in)));
    }

    private Arguments names(Cypher5Parser.RoleNamesContext context) {
        return draft.names(context.symbolicNameOrStringParameterList());
    }

    private Command change(
            Change change, Cypher5Parser.PrivilegeContext context, Cypher5Parser.RoleNamesContext roleNames) {
        PrivilegeReader.Wanted wanted = new PrivilegeReader(reading, draft).read(context);
        Arguments roles = names(roleNames);
        return draft.command(in -> new ChangePrivilege(
                change,
                wanted.action(),
                wanted.scope().kind(),
                wanted.scope().databases().in(in),
                wanted.users().in(in),
                roles.in(in)));
    }

    private Command show(Cypher5Parser.ShowCommandContext context) {
        if (context.showRoles() != null) {
            Cypher5Parser.ShowRolesContext c = context.showRoles();
            SecurityCommand shown = new SecurityCommand.ShowRoles(c.POPULATED() != null, c.WITH() != null);
            return draft.shown(in -> shown, shaping(c.showCommandYield()));
        } else if (context.showUsers() != null) {
            Cypher5Parser.ShowUsersContext c = context.showUsers();
            refuse(c.AUTH(), c, "SHOW USERS WITH AUTH");
            return draft.shown(in -> new SecurityCommand.ShowUsers(), shaping(c.showCommandYield()));
        } else if (context.showCurrentUser() != null) {
            return draft.shown(
                    in -> new SecurityCommand.ShowCurrentUser(),
                    shaping(context.showCurrentUser().showCommandYield()));
        } else if (context.showSupportedPrivileges() != null) {
            return draft.shown(
                    in -> new SecurityCommand.ShowSupportedPrivileges(),
                    shaping(context.showSupportedPrivileges().showCommandYield()));
        } else if (context.showPrivileges() != null) {
            Cypher5Parser.ShowPrivilegesContext c = context.showPrivileges();
            return privileges(ShowPrivileges.Of.ALL, Arguments.NONE, c.privilegeAsCommand(), c.showCommandYield());
        } else if (context.showRolePrivileges() != null) {
            Cypher5Parser.ShowRolePrivilegesContext c = context.showRolePrivileges();
            return privileges(
                    ShowPrivileges.Of.ROLES, names(c.roleNames()), c.privilegeAsCommand(), c.showCommandYield());
        } else if (context.showUserPrivileges() != null) {
            Cypher5Parser.ShowUserPrivilegesContext c = context.showUserPrivileges();
            Arguments users = c.userNames() == null
                    ? Arguments.NONE
                    : draft.names(c.userNames().symbolicNameOrStringParameterList());
            return privileges(ShowPrivileges.Of.USERS, users, c.privilegeAsCommand(), c.showCommandYield());
        }
        return null;
    }

    private Command privileges(
            ShowPrivileges.Of of,
            Arguments names,
            Cypher5Parser.PrivilegeAsCommandContext as,
            Cypher5Parser.ShowCommandYieldContext yield) {
        ShowPrivileges.Form form = as == null
                ? ShowPrivileges.Form.COLUMNS
                : as.REVOKE() == null ? ShowPrivileges.Form.COMMANDS : ShowPrivileges.Form.REVOKE_COMMANDS;
        return draft.shown(in -> new ShowPrivileges(of, names.in(in), form), shaping(yield));
    }

    private Command.Show shaping(Cypher5Parser.ShowCommandYieldContext yield) {
        return commands.shaped(Command.Scope.ALL, null, yield);
    }
}
