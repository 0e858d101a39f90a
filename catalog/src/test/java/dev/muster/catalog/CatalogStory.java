package dev.muster.catalog;

import dev.muster.catalog.AdminCommand.CreateDatabase;
import dev.muster.catalog.AdminCommand.DropDatabase;
import dev.muster.catalog.AdminCommand.StartDatabase;
import dev.muster.catalog.AdminCommand.StopDatabase;
import dev.muster.catalog.AdminCommand.Wait;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A bootstrapped catalog of three servers and the commands in short words. Database ids count up from 100. */
final class CatalogStory {
    final SystemCatalog catalog = new SystemCatalog();
    final FakeGraph graph = new FakeGraph();
    List<String> members;
    Map<String, Long> foundStores = Map.of();
    int maxDatabases = 100;
    long nowMillis = 1_000;
    private long nextDatabaseId = 100;

    CatalogStory() {
        this("s1", "s2", "s3");
    }

    CatalogStory(String... members) {
        this.members = List.of(members);
        catalog.bootstrap(graph, "neo4j", context());
        graph.takeTouched();
    }

    Catalog.CommandContext context() {
        return new Catalog.CommandContext(
                new UUID(0, nextDatabaseId++), nowMillis, members, maxDatabases, foundStores, null);
    }

    /** The context in which only these servers answer. */
    Catalog.CommandContext answering(List<String> servers) {
        return new Catalog.CommandContext(
                new UUID(0, nextDatabaseId++), nowMillis, servers, maxDatabases, foundStores, null);
    }

    void run(AdminCommand command) {
        catalog.execute(command, graph, context());
    }

    void create(String name) {
        run(createCommand(name));
    }

    static CreateDatabase createCommand(String name) {
        return new CreateDatabase(name, false, false, null, null, Map.of(), Wait.NOWAIT);
    }

    static CreateDatabase createOrReplace(String name) {
        return new CreateDatabase(name, false, true, null, null, Map.of(), Wait.NOWAIT);
    }

    static CreateDatabase createIfNotExists(String name) {
        return new CreateDatabase(name, true, false, null, null, Map.of(), Wait.NOWAIT);
    }

    static CreateDatabase createWith(String name, Map<String, Object> options) {
        return new CreateDatabase(name, false, false, null, null, options, Wait.NOWAIT);
    }

    static CreateDatabase createTopology(String name, Integer primaries, Integer secondaries) {
        return new CreateDatabase(name, false, false, primaries, secondaries, Map.of(), Wait.NOWAIT);
    }

    void alias(String alias, String target) {
        run(new AdminCommand.CreateAlias(alias, false, false, target));
    }

    static DropDatabase dropCommand(String name) {
        return new DropDatabase(name, false, false, false, Wait.NOWAIT);
    }

    static StartDatabase startCommand(String name) {
        return new StartDatabase(name, Wait.NOWAIT);
    }

    static StopDatabase stopCommand(String name) {
        return new StopDatabase(name, Wait.NOWAIT);
    }

    DatabaseEntry entry(String name) {
        return catalog.database(graph, name);
    }

    List<String> names() {
        return catalog.databases(graph).stream().map(DatabaseEntry::name).toList();
    }
}
