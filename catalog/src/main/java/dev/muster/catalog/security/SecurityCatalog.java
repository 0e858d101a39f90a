package dev.muster.catalog.security;

import dev.muster.catalog.Catalog;
import dev.muster.catalog.Catalog.ShownDatabases;
import dev.muster.catalog.CatalogNotice;
import dev.muster.catalog.SystemCatalog;
import dev.muster.catalog.Vocabulary;
import dev.muster.store.GraphReader;
import dev.muster.store.change.GraphTransaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Users, roles and privileges as data in the {@code system} graph. Stateless; any thread. */
public final class SecurityCatalog {
    private SecurityCatalog() {}

    /** All users and roles of this version; what a system begins with if nothing of it was ever changed. */
    public static Security read(GraphReader system) {
        return SecurityGraph.read(system);
    }

    /** The ids of databases by their names. */
    public static Map<String, UUID> databaseIds(Catalog catalog, GraphReader system) {
        Map<String, UUID> ids = new TreeMap<>();
        catalog.databases(system).forEach(entry -> ids.put(entry.name(), entry.databaseId()));
        return ids;
    }

    /** The same, by their aliases too: for whatever asks which database a name means. */
    public static Map<String, UUID> databaseIdsByAnyName(Catalog catalog, GraphReader system) {
        Map<String, UUID> ids = new TreeMap<>(databaseIds(catalog, system));
        catalog.aliases(system).forEach((alias, name) -> ids.put(alias, ids.get(name)));
        return ids;
    }

    /** Lets the system begin with an administrator of that name and password. For its first contents only. */
    public static void begin(GraphTransaction system, InitialUser user) {
        if (!user.equals(InitialUser.DEFAULT)) {
            SecurityGraph.write(system, Security.initial(user));
        }
    }

    /**
     * Carries out a command that changes something, in the transaction; passwords are hashed already. Throws {@link
     * dev.muster.catalog.CatalogException}. Changes nothing where the command asks for what is already so. Returns what whoever
     * gave it should know besides.
     *
     * @param actor who gives the command, or null if authentication is off
     */
    public static List<CatalogNotice.Told> execute(
            SecurityCommand command, GraphTransaction system, Map<String, UUID> databases, String actor) {
        Security before = read(system);
        Security after = apply(command, before, databases, actor);
        if (!after.equals(before)) {
            SystemCatalog.changed(system);
            SecurityGraph.write(system, after);
        }
        return SecurityNotices.of(command, before, databases);
    }

    /** A database has another id: whoever had privileges on it has them on. */
    public static void moved(GraphTransaction system, UUID from, UUID to) {
        Security before = read(system);
        Security after = before;
        for (Role role : before.roles().values()) {
            Role changed = role.moved(Scope.of(from), Scope.of(to));
            after = changed.equals(role) ? after : after.with(changed);
        }
        if (!after.equals(before)) {
            SecurityGraph.write(system, after);
        }
    }

    static Security apply(SecurityCommand command, Security before, Map<String, UUID> databases, String actor) {
        if (command instanceof SecurityCommand.CreateUser create) {
            return UserRules.create(create, before, actor);
        } else if (command instanceof SecurityCommand.AlterUser alter) {
            return UserRules.alter(alter, before, actor);
        } else if (command instanceof SecurityCommand.AlterOwnPassword own) {
            return UserRules.alterOwn(own, before, actor);
        } else if (command instanceof SecurityCommand.RenameUser rename) {
            return UserRules.rename(rename, before);
        } else if (command instanceof SecurityCommand.DropUser drop) {
            return UserRules.drop(drop, before, actor);
        } else if (command instanceof SecurityCommand.CreateRole create) {
            return RoleRules.create(create, before);
        } else if (command instanceof SecurityCommand.RenameRole rename) {
            return RoleRules.rename(rename, before);
        } else if (command instanceof SecurityCommand.DropRole drop) {
            return RoleRules.drop(drop, before);
        } else if (command instanceof SecurityCommand.GrantRoles grant) {
            return RoleRules.grant(grant, before);
        } else if (command instanceof SecurityCommand.RevokeRoles revoke) {
            return RoleRules.revoke(revoke, before, actor);
        } else if (command instanceof SecurityCommand.ChangePrivilege change) {
            return PrivilegeRules.change(change, before, databases);
        }
        throw new IllegalArgumentException(command.verb() + " changes nothing; use show");
    }

    /**
     * What a SHOW answers: columns in order, and rows, in the words of a generation.
     *
     * @param asker who is logged in, or null if authentication is off
     * @param allColumns also those that only YIELD asks for
     */
    public static ShownDatabases show(
            SecurityCommand.Show command,
            Security security,
            Map<String, UUID> databases,
            Vocabulary vocabulary,
            String asker,
            boolean allColumns) {
        if (command instanceof SecurityCommand.ShowUsers) {
            return ShownUsers.all(security, vocabulary);
        } else if (command instanceof SecurityCommand.ShowCurrentUser) {
            return ShownUsers.one(security, vocabulary, asker);
        } else if (command instanceof SecurityCommand.ShowRoles roles) {
            return ShownRoles.show(roles, security, vocabulary, allColumns);
        } else if (command instanceof SecurityCommand.ShowSupportedPrivileges) {
            return SupportedPrivileges.show();
        }
        return new ShownPrivileges(security, databases, vocabulary)
                .show((SecurityCommand.ShowPrivileges) command, asker, allColumns);
    }
}
