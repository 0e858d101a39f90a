package dev.muster.node.access;

import dev.muster.bolt.BoltFailure;
import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Catalog.Viewer;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseNames;
import dev.muster.catalog.security.Action;
import dev.muster.catalog.security.Permissions;
import dev.muster.catalog.security.RequiredPrivileges;
import dev.muster.catalog.security.Role;
import dev.muster.catalog.security.Security;
import dev.muster.catalog.security.User;
import dev.muster.cypher.ExecutionContext.Procedure;
import dev.muster.cypher.ExecutionContext.Procedures;
import dev.muster.cypher.ServerView;
import dev.muster.store.change.GraphTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a client may do in one transaction: asked before a database is entered, a command is carried out, a graph is touched
 * or a procedure is called, and nowhere else. As of the version of {@code system} that the transaction began with.
 *
 * <p><b>Lane.</b> Immutable; any thread. Refusals are {@link BoltFailure}s, and {@link dev.muster.catalog.CatalogException}s
 * for commands.
 */
public final class Access {
    private final Security security;
    private final Map<String, UUID> databases;
    private final Permissions permissions;
    private final String user;
    private final String home;

    private Access(Security security, Map<String, UUID> databases, Permissions permissions, String user, String home) {
        this.security = security;
        this.databases = databases;
        this.permissions = permissions;
        this.user = user;
        this.home = home;
    }

    /**
     * The catalog as access is judged by it.
     *
     * @param databases ids by name and alias
     * @param defaultDatabase its name, or null while there is none
     */
    public record Known(Security security, Map<String, UUID> databases, String defaultDatabase) {}

    /**
     * Of whoever is logged in; of nobody in particular, who may do everything, if {@code user} is null: then authentication is
     * off, or the client lives in this process.
     *
     * @param impersonated in whose place the user acts, or null
     */
    public static Access of(Known known, String user, String impersonated) {
        if (user == null) {
            if (impersonated != null) {
                throw AccessError.IMPERSONATION_OFF.failure(impersonated);
            }
            return new Access(known.security(), known.databases(), Permissions.ALL, null, null);
        }
        Access own = as(known, user, user);
        if (impersonated == null) {
            return own;
        }
        if (known.security().user(impersonated) == null || !own.permissions.allowsToImpersonate(impersonated)) {
            throw AccessError.IMPERSONATION.failure(impersonated);
        }
        return as(known, user, impersonated);
    }

    private static Access as(Known known, String user, String other) {
        User entry = known.security().user(other);
        String home = entry == null ? null : entry.home();
        String resolved = home == null ? known.defaultDatabase() : home;
        UUID homeId = resolved == null ? null : known.databases().get(resolved);
        return new Access(
                known.security(), known.databases(), Permissions.of(known.security(), other, homeId), user, home);
    }

    /** Who is logged in; null if nobody has to be. */
    public String user() {
        return user;
    }

    /** The name of the home database; null if it is the default one. */
    public String home() {
        return home;
    }

    /** All users and roles. */
    public Security security() {
        return security;
    }

    /** Refuses the database to those who may not enter it. {@code system} is open to everybody. */
    public void enter(DatabaseEntry database) {
        if (!database.name().equals(DatabaseNames.SYSTEM)
                && !permissions.allows(Action.ACCESS, database.databaseId())) {
            throw AccessError.DATABASE.failure(permissions.who(), database.name());
        }
    }

    /** Refuses a command to those who may not give it. */
    public void command(AdminCommand command) {
        if (!(command instanceof AdminCommand.Shows) && user != null && !user.equals(permissions.user())) {
            throw AccessError.IMPERSONATED_COMMAND.failure(command.verb(), permissions.user());
        }
        RequiredPrivileges.check(command, permissions, databases);
    }

    /** Refuses a statement that needs an action, to those who may not do it on that database. */
    public void schema(Collection<Action> needed, String database, UUID databaseId) {
        for (Action action : needed) {
            if (!permissions.allows(action, databaseId)) {
                throw AccessError.SCHEMA.failure(action.words(), database, permissions.who());
            }
        }
    }

    /** Which databases are shown. */
    public Viewer viewer() {
        if (permissions.isUnlimited()) {
            return Viewer.OF_ALL;
        }
        boolean all = permissions.seesAllDatabases();
        return new Viewer(
                home,
                database -> all
                        || database.name().equals(DatabaseNames.SYSTEM)
                        || permissions.allows(Action.ACCESS, database.databaseId()));
    }

    /** What a SHOW about users answers with is told to this one. */
    public String asker() {
        return permissions.user();
    }

    /** Whether administrating procedures may be executed. */
    public boolean administers() {
        return permissions.allows(Action.EXECUTE_ADMIN);
    }

    /** Whether somebody's transactions may be seen and ended: one's own, and all by whoever administers. */
    public boolean handles(String owner) {
        return administers() || (owner != null && owner.equals(permissions.user()));
    }

    /** The ids of all databases by name. */
    public Map<String, UUID> databases() {
        return databases;
    }

    /** The graph with refusals in it; as it is for those who may do everything. */
    public GraphTransaction guarded(GraphTransaction graph, String database, UUID databaseId) {
        return permissions.isUnlimited() ? graph : new GuardedGraph(graph, permissions, database, databaseId);
    }

    /** The procedures with refusals in them. */
    public Procedures guarded(Procedures procedures) {
        return new GuardedProcedures(procedures);
    }

    private final class GuardedProcedures implements Procedures {
        private final Procedures procedures;

        GuardedProcedures(Procedures procedures) {
            this.procedures = procedures;
        }

        @Override
        public List<String> columns(String name) {
            return procedures.columns(name);
        }

        @Override
        public List<String> arguments(String name) {
            return procedures.arguments(name);
        }

        @Override
        public List<List<Object>> call(String name, List<Object> arguments) {
            for (Procedure procedure : permissions.isUnlimited() ? List.<Procedure>of() : procedures.all()) {
                if (procedure.signature().name().equalsIgnoreCase(name) && !allAllow(permissions, procedure.needs())) {
                    throw AccessError.PROCEDURE.failure(name, permissions.who());
                }
            }
            return procedures.call(name, arguments);
        }

        @Override
        public ServerView server() {
            return procedures.server();
        }

        @Override
        public List<Procedure> all() {
            return procedures.all();
        }

        @Override
        public List<String> rolesFor(Set<Action> needed) {
            if (!permissions.allows(Action.SHOW_ROLE)) {
                return null;
            }
            return needed.isEmpty()
                    ? List.of(Role.PUBLIC)
                    : security.roles().values().stream()
                            .filter(role -> allAllow(Permissions.of(role), needed))
                            .map(Role::name)
                            .toList();
        }

        @Override
        public boolean allows(String other, Set<Action> needed) {
            if (other == null || other.equals(permissions.user())) {
                return allAllow(permissions, needed);
            } else if (!permissions.allows(Action.SHOW_USER)) {
                throw AccessError.EXECUTABLE_BY.failure(other, permissions.who());
            }
            User known = security.user(other);
            return known != null && !known.suspended() && allAllow(Permissions.of(security, other, null), needed);
        }

        private static boolean allAllow(Permissions permissions, Set<Action> needed) {
            return needed.stream().allMatch(permissions::allows);
        }
    }
}
