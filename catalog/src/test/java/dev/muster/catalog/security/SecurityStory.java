package dev.muster.catalog.security;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.CatalogNotice;
import dev.muster.catalog.FakeGraph;
import dev.muster.catalog.SystemCatalog;
import dev.muster.catalog.Vocabulary;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A system with the databases neo4j and sales, and commands about its users in short words. Hashes cost little. */
final class SecurityStory {
    final SystemCatalog catalog = new SystemCatalog();
    final FakeGraph graph = new FakeGraph();
    private final PasswordHashing hashing = new PasswordHashing(8, 4, () -> 0L);

    SecurityStory() {
        catalog.bootstrap(graph, "neo4j", context(1));
        createDatabase("sales", 2);
        graph.takeTouched();
    }

    void createDatabase(String name, long id) {
        catalog.execute(
                new AdminCommand.CreateDatabase(name, false, true, null, null, Map.of(), AdminCommand.Wait.NOWAIT),
                graph,
                context(id));
    }

    private static Catalog.CommandContext context(long databaseId) {
        return new Catalog.CommandContext(new UUID(7, databaseId), 1_000, List.of("s1"), 100, Map.of(), null);
    }

    /** The databases that were made by this, by name. */
    static UUID id(long number) {
        return new UUID(7, number);
    }

    /** As the server does that gets the command, and then the catalog. Returns what is told. */
    List<CatalogNotice.Told> run(String actor, SecurityCommand command) {
        AdminCommand prepared = hashing.prepared(command, security(), actor);
        return SecurityCatalog.execute(
                (SecurityCommand) prepared, graph, SecurityCatalog.databaseIds(catalog, graph), actor);
    }

    void run(SecurityCommand command) {
        run("neo4j", command);
    }

    Security security() {
        return SecurityCatalog.read(graph);
    }

    User user(String name) {
        return security().user(name);
    }

    Permissions permissions(String user) {
        Map<String, UUID> ids = new TreeMap<>(SecurityCatalog.databaseIds(catalog, graph));
        String home = user(user) == null ? null : user(user).home();
        return Permissions.of(security(), user, ids.get(home == null ? "neo4j" : home));
    }

    static SecurityCommand.CreateUser createUser(String name, String password) {
        return new SecurityCommand.CreateUser(name, false, false, GivenPassword.plain(password), false, false, null);
    }

    static SecurityCommand.AlterUser alterPassword(String name, String password) {
        return new SecurityCommand.AlterUser(name, false, GivenPassword.plain(password), null, null, null, false);
    }

    static SecurityCommand.AlterUser suspend(String name, boolean suspended) {
        return new SecurityCommand.AlterUser(name, false, null, null, suspended, null, false);
    }

    static SecurityCommand.AlterUser home(String name, String home) {
        return new SecurityCommand.AlterUser(name, false, null, null, null, home, home == null);
    }

    static SecurityCommand.AlterOwnPassword ownPassword(String from, String to) {
        return new SecurityCommand.AlterOwnPassword(GivenPassword.plain(from), GivenPassword.plain(to));
    }

    static SecurityCommand.CreateRole createRole(String name) {
        return new SecurityCommand.CreateRole(name, false, false, null);
    }

    static SecurityCommand.GrantRoles grantRole(String role, String user) {
        return new SecurityCommand.GrantRoles(List.of(role), List.of(user));
    }

    static SecurityCommand.RevokeRoles revokeRole(String role, String user) {
        return new SecurityCommand.RevokeRoles(List.of(role), List.of(user));
    }

    static ChangePrivilege everywhere(Change change, Action action, String role) {
        return new ChangePrivilege(change, action, Scope.Kind.ALL, List.of(), List.of(), List.of(role));
    }

    static ChangePrivilege on(String database, Change change, Action action, String role) {
        return new ChangePrivilege(change, action, Scope.Kind.ONE, List.of(database), List.of(), List.of(role));
    }

    /** What a SHOW answers: the titles, then the rows, each joined by bars. */
    List<String> show(SecurityCommand.Show command, Vocabulary vocabulary, String asker, boolean all) {
        Catalog.ShownDatabases shown = SecurityCatalog.show(
                command, security(), SecurityCatalog.databaseIds(catalog, graph), vocabulary, asker, all);
        List<String> lines = new ArrayList<>(List.of(String.join("|", shown.columns())));
        shown.rows()
                .forEach(row -> lines.add(
                        String.join("|", row.stream().map(String::valueOf).toList())));
        return lines;
    }
}
