package dev.muster.catalog;

import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.store.GraphReader;
import dev.muster.store.change.GraphTransaction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The catalog as data in the {@code system} graph. Stateless; any thread. */
public final class SystemCatalog implements Catalog {
    /** The id of every cluster's {@code system} database: it must be known before there is a catalog to look in. */
    public static final UUID SYSTEM_ID = new UUID(0, 1);

    /** Whether {@link #bootstrap} has happened in this version. */
    public static boolean isBootstrapped(GraphReader system) {
        return CatalogGraph.exists(system);
    }

    /**
     * Says that something has changed in this transaction that is kept beside the catalog, as users are: of two such commands
     * on one version only one can be committed. Returns the new version.
     */
    public static long changed(GraphTransaction system) {
        return CatalogGraph.nextVersion(system);
    }

    @Override
    public long version(GraphReader system) {
        return CatalogGraph.version(system);
    }

    @Override
    public List<DatabaseEntry> databases(GraphReader system) {
        return isBootstrapped(system)
                ? CatalogGraph.databases(system).stream()
                        .map(CatalogGraph.Stored::entry)
                        .toList()
                : List.of(systemBeforeBootstrap());
    }

    @Override
    public Map<String, String> aliases(GraphReader system) {
        return AliasGraph.targets(system);
    }

    @Override
    public DatabaseEntry database(GraphReader system, String name) {
        String folded = AliasGraph.resolved(system, DatabaseNames.folded(name));
        return databases(system).stream()
                .filter(entry -> entry.name().equals(folded))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String defaultDatabase(GraphReader system) {
        return CatalogGraph.defaultDatabase(system);
    }

    @Override
    public void bootstrap(GraphTransaction system, String defaultDatabase, CommandContext context) {
        if (isBootstrapped(system)) {
            throw new IllegalStateException("the system database already has a catalog at transaction "
                    + system.transactionId() + ": read the newest version before making one");
        }
        String name = DatabaseNames.checked(defaultDatabase);
        Topology topology = context.defaultTopology() == null
                ? new Topology(Math.min(context.members().size(), Topology.PRIMARIES_MAX), 0)
                : context.defaultTopology();
        CatalogGraph.createCatalog(system, name, topology);
        context.members()
                .forEach(member -> ServerGraph.create(
                        system,
                        new ServerEntry(
                                member, member, ServerEntry.State.ENABLED, ServerEntry.Constraints.NONE, Map.of())));
        CatalogGraph.create(
                system,
                new DatabaseEntry(
                        DatabaseNames.SYSTEM,
                        SYSTEM_ID,
                        RequestedStatus.ONLINE,
                        context.members(),
                        null,
                        context.nowMillis(),
                        1));
        String seed = CreateRules.bestSeed(context.foundStores(), context.members());
        CatalogGraph.create(
                system,
                newEntry(
                        name,
                        topology,
                        Placement.ofNew(system, name, topology, false, seed, null),
                        seed,
                        null,
                        context,
                        1));
    }

    @Override
    public List<ServerEntry> servers(GraphReader system) {
        return ServerGraph.servers(system).stream()
                .map(ServerGraph.Stored::entry)
                .toList();
    }

    @Override
    public ShownDatabases showServers(GraphReader system, List<ServerReport> servers, boolean allColumns) {
        return ShownServers.show(
                servers(system),
                isBootstrapped(system) ? CatalogGraph.databases(system) : List.of(),
                servers,
                allColumns);
    }

    @Override
    public ShownDatabases showAliases(
            AdminCommand.ShowAliases command, GraphReader system, Vocabulary vocabulary, boolean allColumns) {
        return AliasRules.show(command, system, vocabulary, allColumns);
    }

    @Override
    public ShownDatabases showDefaultTopology(GraphReader system) {
        return DefaultRules.showTopology(system);
    }

    @Override
    public ShownDatabases execute(AdminCommand command, GraphTransaction system, CommandContext context) {
        CatalogNotices notices = CatalogNotices.before(command, system);
        ShownDatabases answer = carryOut(command, system, context);
        return answer.with(notices.after(answer, system));
    }

    private static ShownDatabases carryOut(AdminCommand command, GraphTransaction system, CommandContext context) {
        if (command instanceof AdminCommand.DeallocateServers deallocate) {
            return Moves.deallocate(deallocate, system);
        } else if (command instanceof AdminCommand.DeallocateDatabase deallocate) {
            return Moves.deallocate(deallocate, system);
        } else if (command instanceof AdminCommand.DeallocateNumber deallocate) {
            return Moves.deallocate(deallocate, system);
        } else if (command instanceof AdminCommand.ReallocateDatabases reallocate) {
            return Moves.reallocate(reallocate, system);
        } else if (command instanceof AdminCommand.SetDefaultDatabase setDefault) {
            return DefaultRules.setDatabase(setDefault, system);
        } else if (command instanceof AdminCommand.SetDefaultTopology setDefault) {
            DefaultRules.setTopology(setDefault, system);
        } else if (command instanceof AdminCommand.AlterDatabase alter) {
            AlterRules.alter(alter, system);
        } else if (command instanceof AdminCommand.RecreateDatabase recreate) {
            RecreateRules.recreate(recreate, system, context);
        } else if (!executeForServers(command, system) && !executeForAliases(command, system)) {
            executeForDatabases(command, system, context);
        }
        return ShownDatabases.NOTHING;
    }

    private static boolean executeForServers(AdminCommand command, GraphTransaction system) {
        if (command instanceof AdminCommand.RegisterServer register) {
            ServerRules.register(register, system);
        } else if (command instanceof AdminCommand.NoteDataDirectory note) {
            DataDirectories.note(note, system);
        } else if (command instanceof AdminCommand.NoteDump note) {
            DumpRules.note(note, system);
        } else if (command instanceof AdminCommand.ReleaseCopy release) {
            ServerRules.release(release, system);
        } else if (command instanceof AdminCommand.ReplaceCopy replace) {
            Placement.replace(replace, system);
        } else if (command instanceof AdminCommand.EnableServer enable) {
            ServerRules.enable(enable, system);
        } else if (command instanceof AdminCommand.CordonServer cordon) {
            ServerRules.cordon(cordon, system);
        } else if (command instanceof AdminCommand.EnableFreeServers enable) {
            ServerRules.enableFree(enable, system);
        } else if (command instanceof AdminCommand.RenameServer rename) {
            ServerRules.rename(rename, system);
        } else if (command instanceof AdminCommand.DropServer drop) {
            ServerRules.drop(drop, system);
        } else {
            return false;
        }
        return true;
    }

    private static boolean executeForAliases(AdminCommand command, GraphTransaction system) {
        if (command instanceof AdminCommand.CreateAlias create) {
            AliasRules.create(create, system);
        } else if (command instanceof AdminCommand.AlterAlias alter) {
            AliasRules.alter(alter, system);
        } else if (command instanceof AdminCommand.DropAlias drop) {
            AliasRules.drop(drop, system);
        } else {
            return false;
        }
        return true;
    }

    private static void executeForDatabases(AdminCommand command, GraphTransaction system, CommandContext context) {
        if (command instanceof AdminCommand.CreateDatabase create) {
            create(create, system, context);
        } else if (command instanceof AdminCommand.DropDatabase drop) {
            drop(drop, system, context);
        } else if (command instanceof AdminCommand.StartDatabase start) {
            start(start, system, context);
        } else if (command instanceof AdminCommand.StopDatabase stop) {
            stop(stop, system, context);
        } else {
            throw new IllegalArgumentException(command.verb() + " changes nothing; use show");
        }
    }

    @Override
    public ShownDatabases show(
            AdminCommand.ShowDatabases command,
            GraphReader system,
            List<ServerReport> servers,
            Vocabulary vocabulary,
            boolean allColumns,
            Viewer viewer) {
        List<CatalogGraph.Stored> all = isBootstrapped(system)
                ? CatalogGraph.databases(system)
                : List.of(new CatalogGraph.Stored(-1, systemBeforeBootstrap(), null, null));
        String defaultDatabase = isBootstrapped(system) ? defaultDatabase(system) : null;
        String home = viewer.home() == null ? defaultDatabase : AliasGraph.resolved(system, viewer.home());
        List<CatalogGraph.Stored> shown = switch (command.scope()) {
            case ALL -> all;
            case ONE -> named(all, AliasGraph.resolved(system, DatabaseNames.folded(command.name())));
            case DEFAULT -> named(all, defaultDatabase);
            case HOME -> named(all, home);
        };
        shown = shown.stream()
                .filter(stored -> viewer.sees().test(stored.entry()))
                .toList();
        boolean ofDefault = command.scope() == AdminCommand.ShowDatabases.Scope.DEFAULT
                || command.scope() == AdminCommand.ShowDatabases.Scope.HOME;
        List<ShownColumn> columns = ShownColumn.of(vocabulary, allColumns, ofDefault);
        List<ShownCopy> copies = ShownCopies.of(
                shown,
                new ShownCopies.Marked(defaultDatabase, home, AliasGraph.targets(system), droppedServers(system)),
                servers,
                vocabulary);
        return new ShownDatabases(
                columns.stream().map(ShownColumn::title).toList(),
                copies.stream()
                        .map(copy -> ShownColumn.values(columns, copy, vocabulary))
                        .toList());
    }

    private static Set<String> droppedServers(GraphReader system) {
        return ServerGraph.servers(system).stream()
                .map(ServerGraph.Stored::entry)
                .filter(server -> server.state() == ServerEntry.State.DROPPED)
                .map(ServerEntry::serverId)
                .collect(Collectors.toSet());
    }

    private static void create(AdminCommand.CreateDatabase command, GraphTransaction system, CommandContext context) {
        if (command.orReplace() && command.ifNotExists()) {
            throw CatalogError.BOTH_MODIFIERS.exception(command.name());
        }
        String name = DatabaseNames.checked(command.name());
        Topology topology = CreateRules.topology(
                "create", name, command.primaries(), command.secondaries(), CatalogGraph.defaultTopology(system));
        List<String> enabled = enabledServers(system);
        CreateRules.SeedWish wish = CreateRules.seedWish(name, command, enabled);
        CatalogGraph.Stored existing = CatalogGraph.database(system, name);
        boolean isAlias = AliasGraph.alias(system, name) != null;
        if (command.ifNotExists() && (existing != null || isAlias)) {
            return;
        }
        if (isAlias) {
            throw CatalogError.NAME_IS_ALIAS.exception(name);
        }
        if (existing != null && !command.orReplace()) {
            throw CatalogError.EXISTS.exception(name);
        }
        if (existing == null && CatalogGraph.databases(system).size() >= context.maxDatabases()) {
            throw CatalogError.LIMIT_REACHED.exception(name);
        }
        // What lies ready under the name of a database that is being replaced is that database's own data, which must
        // go.
        String seed = existing == null ? CreateRules.seed(name, wish, context.foundStores(), enabled) : null;
        List<Allocation> placed = Placement.ofNew(
                system,
                name,
                topology,
                command.primaries() != null || command.secondaries() != null,
                seed,
                existing == null ? null : existing.entry());
        if (existing != null) {
            AliasRules.letGo(name, false, system);
            system.deleteNode(existing.nodeId());
        }
        CatalogGraph.create(
                system,
                newEntry(name, topology, placed, seed, wish.artifact(), context, CatalogGraph.nextVersion(system)));
    }

    private static List<String> enabledServers(GraphReader system) {
        return ServerGraph.servers(system).stream()
                .map(ServerGraph.Stored::entry)
                .filter(server -> server.state() == ServerEntry.State.ENABLED)
                .map(ServerEntry::serverId)
                .toList();
    }

    private static void drop(AdminCommand.DropDatabase command, GraphTransaction system, CommandContext context) {
        String name = resolved(system, command);
        refuseForSystem(name, "delete");
        CatalogGraph.Stored existing = CatalogGraph.database(system, name);
        if (existing == null && command.ifExists()) {
            return;
        }
        found(existing, "delete", name);
        if (command.dumpData()) {
            DumpRules.ask(command, existing, system, context);
            return;
        }
        AliasRules.letGo(name, command.cascadeAliases(), system);
        system.deleteNode(existing.nodeId());
        CatalogGraph.nextVersion(system);
    }

    /** Always a new wish, also if the database is requested online already: that is how a failed start is tried again. */
    private static void start(AdminCommand.StartDatabase command, GraphTransaction system, CommandContext context) {
        String name = resolved(system, command);
        CatalogGraph.Stored existing = found(CatalogGraph.database(system, name), "start", name);
        DumpRules.refuseIfDumped("start", existing);
        CatalogGraph.request(
                system, existing, RequestedStatus.ONLINE, CatalogGraph.nextVersion(system), context.nowMillis());
    }

    private static void stop(AdminCommand.StopDatabase command, GraphTransaction system, CommandContext context) {
        String name = resolved(system, command);
        refuseForSystem(name, "stop");
        CatalogGraph.Stored existing = found(CatalogGraph.database(system, name), "stop", name);
        DumpRules.refuseIfDumped("stop", existing);
        if (existing.entry().requestedStatus() == RequestedStatus.ONLINE) {
            CatalogGraph.request(
                    system, existing, RequestedStatus.OFFLINE, CatalogGraph.nextVersion(system), context.nowMillis());
        }
    }

    static DatabaseEntry newEntry(
            String name,
            Topology topology,
            List<Allocation> placed,
            String seed,
            ArtifactSeed artifactSeed,
            CommandContext context,
            long version) {
        List<String> founders = placed.stream()
                .filter(copy -> copy.mode() == Allocation.Mode.PRIMARY)
                .map(Allocation::serverId)
                .toList();
        return new DatabaseEntry(
                name,
                context.newDatabaseId(),
                RequestedStatus.ONLINE,
                topology,
                founders,
                placed,
                artifactSeed == null ? seed : founders.get(0), // one makes the store, the others copy it
                artifactSeed,
                false,
                context.nowMillis(),
                version);
    }

    private static DatabaseEntry systemBeforeBootstrap() {
        return new DatabaseEntry(DatabaseNames.SYSTEM, SYSTEM_ID, RequestedStatus.ONLINE, List.of(), null, 0, 0);
    }

    private static List<CatalogGraph.Stored> named(List<CatalogGraph.Stored> all, String name) {
        return all.stream().filter(stored -> stored.entry().name().equals(name)).toList();
    }

    /** The name of the database that a command means. */
    static String resolved(GraphReader system, AdminCommand.OfDatabase command) {
        return AliasGraph.resolved(system, DatabaseNames.folded(command.name()));
    }

    private static CatalogGraph.Stored found(CatalogGraph.Stored stored, String verb, String name) {
        if (stored == null) {
            throw CatalogError.NOT_FOUND.exception(verb, name);
        }
        return stored;
    }

    private static void refuseForSystem(String name, String verb) {
        if (name.equals(DatabaseNames.SYSTEM)) {
            throw CatalogError.SYSTEM_PROTECTED.exception(verb);
        }
    }
}
