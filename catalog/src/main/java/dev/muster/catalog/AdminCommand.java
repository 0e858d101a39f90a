package dev.muster.catalog;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An administration command as parsed, names and counts resolved from parameters. Database names are as typed. */
public sealed interface AdminCommand {
    /** The words that name the command in messages, for instance {@code CREATE DATABASE}. */
    String verb();

    /** A command about one database, named by its own name or an alias, whose effect can be waited for. */
    sealed interface OfDatabase extends AdminCommand {
        String name();

        Wait await();
    }

    /** A command that is answered from what is known, on any member, and changes nothing. */
    non-sealed interface Shows extends AdminCommand {}

    /** {@code CREATE [OR REPLACE] DATABASE name [IF NOT EXISTS] [TOPOLOGY …] [OPTIONS …]}; counts are null if not given. */
    record CreateDatabase(
            String name,
            boolean ifNotExists,
            boolean orReplace,
            Integer primaries,
            Integer secondaries,
            Map<String, Object> options,
            Wait await)
            implements OfDatabase {
        @Override
        public String verb() {
            return orReplace ? "CREATE OR REPLACE DATABASE" : "CREATE DATABASE";
        }
    }

    /** {@code cascadeAliases}: its aliases go with it; otherwise it is not dropped while it has some. */
    record DropDatabase(String name, boolean ifExists, boolean cascadeAliases, boolean dumpData, Wait await)
            implements OfDatabase {
        @Override
        public String verb() {
            return "DROP DATABASE";
        }
    }

    record StartDatabase(String name, Wait await) implements OfDatabase {
        @Override
        public String verb() {
            return "START DATABASE";
        }
    }

    record StopDatabase(String name, Wait await) implements OfDatabase {
        @Override
        public String verb() {
            return "STOP DATABASE";
        }
    }

    /**
     * {@code ALTER DATABASE name [IF EXISTS] …}.
     *
     * @param readOnly what ACCESS is set to, or null
     * @param topology what TOPOLOGY is set to, or null
     * @param options the options that are set
     * @param removedOptions the options that are removed
     */
    record AlterDatabase(
            String name,
            boolean ifExists,
            Boolean readOnly,
            Counts topology,
            Map<String, Object> options,
            List<String> removedOptions,
            Wait await)
            implements OfDatabase {
        public AlterDatabase {
            options = Map.copyOf(options);
            removedOptions = List.copyOf(removedOptions);
        }

        @Override
        public String verb() {
            return "ALTER DATABASE";
        }

        /** One that sets the topology only. */
        public static AlterDatabase topology(
                String name, boolean ifExists, Integer primaries, Integer secondaries, Wait await) {
            return new AlterDatabase(
                    name, ifExists, null, new Counts(primaries, secondaries), Map.of(), List.of(), await);
        }

        /** One that sets the access only. */
        public static AlterDatabase access(String name, boolean readOnly) {
            return new AlterDatabase(name, false, readOnly, null, Map.of(), List.of(), Wait.NOWAIT);
        }
    }

    /** How many copies there are to be; a count that is not given is null and stays as it is. */
    record Counts(Integer primaries, Integer secondaries) {}

    /** {@code CREATE [OR REPLACE] ALIAS alias [IF NOT EXISTS] FOR DATABASE target}. */
    record CreateAlias(String alias, boolean ifNotExists, boolean orReplace, String target) implements AdminCommand {
        @Override
        public String verb() {
            return orReplace ? "CREATE OR REPLACE ALIAS" : "CREATE ALIAS";
        }
    }

    /** {@code ALTER ALIAS alias [IF EXISTS] SET DATABASE TARGET target}. */
    record AlterAlias(String alias, boolean ifExists, String target) implements AdminCommand {
        @Override
        public String verb() {
            return "ALTER ALIAS";
        }
    }

    record DropAlias(String alias, boolean ifExists) implements AdminCommand {
        @Override
        public String verb() {
            return "DROP ALIAS";
        }
    }

    /** {@code SHOW ALIASES}; {@code alias} is null for all of them. */
    record ShowAliases(String alias) implements Shows {
        @Override
        public String verb() {
            return "SHOW ALIASES";
        }
    }

    /** {@code ENABLE SERVER 'id' [OPTIONS {…}]}, or {@code ALTER SERVER 'name' SET OPTIONS {…}} if {@code alter}. */
    record EnableServer(String server, boolean alter, Map<String, Object> options) implements AdminCommand {
        @Override
        public String verb() {
            return alter ? "ALTER SERVER" : "ENABLE SERVER";
        }
    }

    record RenameServer(String server, String newName) implements AdminCommand {
        @Override
        public String verb() {
            return "RENAME SERVER";
        }
    }

    record DropServer(String server) implements AdminCommand {
        @Override
        public String verb() {
            return "DROP SERVER";
        }
    }

    /** {@code [DRYRUN] DEALLOCATE DATABASES FROM SERVERS 'name', …}; answers with what moves where. */
    record DeallocateServers(List<String> servers, boolean dryRun) implements AdminCommand {
        @Override
        public String verb() {
            return "DEALLOCATE DATABASES";
        }
    }

    /** {@code CALL dbms.cluster.deallocateDatabaseFromServers(['name', …], 'database')}: they may get others meanwhile. */
    record DeallocateDatabase(List<String> servers, String database, boolean dryRun) implements AdminCommand {
        public DeallocateDatabase {
            servers = List.copyOf(servers);
        }

        @Override
        public String verb() {
            return "dbms.cluster.deallocateDatabaseFromServers";
        }
    }

    /** {@code CALL dbms.cluster.deallocateNumberOfDatabases('name', number)}: those that can move, by name. */
    record DeallocateNumber(String server, int number, boolean dryRun) implements AdminCommand {
        @Override
        public String verb() {
            return "dbms.cluster.deallocateNumberOfDatabases";
        }
    }

    /**
     * {@code [DRYRUN] REALLOCATE DATABASES}; answers with what moves where.
     *
     * @param database the only one that moves ({@code dbms.cluster.reallocateDatabase}), or null for all
     * @param number of copies that move at most ({@code dbms.cluster.reallocateNumberOfDatabases}), or null for no limit
     */
    record ReallocateDatabases(String database, Integer number, boolean dryRun) implements AdminCommand {
        /** All that is needed for the servers to be level. */
        public ReallocateDatabases(boolean dryRun) {
            this(null, null, dryRun);
        }

        @Override
        public String verb() {
            return database != null
                    ? "dbms.cluster.reallocateDatabase"
                    : number != null ? "dbms.cluster.reallocateNumberOfDatabases" : "REALLOCATE DATABASES";
        }
    }

    /** {@code CALL dbms.cluster.setAutomaticallyEnableFreeServers(true)}: those that are free now, and those to come. */
    record EnableFreeServers(boolean automatically) implements AdminCommand {
        @Override
        public String verb() {
            return "dbms.cluster.setAutomaticallyEnableFreeServers";
        }
    }

    /** {@code CALL dbms.cluster.cordonServer('name')}, or {@code uncordonServer}. */
    record CordonServer(String server, boolean cordon) implements AdminCommand {
        @Override
        public String verb() {
            return cordon ? "dbms.cluster.cordonServer" : "dbms.cluster.uncordonServer";
        }
    }

    /** {@code CALL dbms.setDefaultDatabase('name')}. */
    record SetDefaultDatabase(String name) implements AdminCommand {
        @Override
        public String verb() {
            return "dbms.setDefaultDatabase";
        }
    }

    /**
     * {@code CALL dbms.recreateDatabase('name', {…})}: the same database in a new group, from a copy that is left or an artifact.
     *
     * @param seedingServers names or ids of those whose copies may be taken; empty for all; null if not given
     * @param seedUri the artifact to start from, or null
     * @param primaries null if it is to have as many copies as before
     */
    record RecreateDatabase(
            String name, List<String> seedingServers, String seedUri, Integer primaries, Integer secondaries)
            implements AdminCommand {
        @Override
        public String verb() {
            return "dbms.recreateDatabase";
        }
    }

    /** {@code CALL dbms.setDefaultAllocationNumbers(primaries, secondaries)}: of databases that come without a TOPOLOGY. */
    record SetDefaultTopology(int primaries, int secondaries) implements AdminCommand {
        @Override
        public String verb() {
            return "dbms.setDefaultAllocationNumbers";
        }
    }

    /** {@code CALL dbms.showTopologyGraphConfig()}: what new databases get. */
    record ShowDefaultTopology() implements Shows {
        @Override
        public String verb() {
            return "dbms.showTopologyGraphConfig";
        }
    }

    /** A command about a copy of a database on the very server that gets it; the catalog has no part in it. */
    sealed interface OnServer extends AdminCommand {}

    /** {@code CALL dbms.quarantineDatabase('name', set [, 'reason'])}. */
    record Quarantine(String database, boolean set, String reason) implements OnServer {
        @Override
        public String verb() {
            return "dbms.quarantineDatabase";
        }
    }

    /** {@code CALL dbms.unquarantineDatabase('server', 'name' [, 'operation'])}. */
    record Unquarantine(String server, String database, String operation) implements OnServer {
        @Override
        public String verb() {
            return "dbms.unquarantineDatabase";
        }
    }

    /**
     * {@code CALL dbms.cluster.statusCheck(['database', …], timeoutMilliseconds)}: whether this server's groups agree on
     * anything now.
     *
     * @param databases empty for all that are clustered and have a primary here
     */
    record CheckStatus(List<String> databases, int timeoutMillis) implements OnServer {
        public CheckStatus {
            databases = List.copyOf(databases);
        }

        @Override
        public String verb() {
            return "dbms.cluster.statusCheck";
        }
    }

    /** {@code CALL dbms.security.reloadTLS()}: the files of all TLS policies are read again. */
    record ReloadTls() implements OnServer {
        @Override
        public String verb() {
            return "dbms.security.reloadTLS";
        }
    }

    /** {@code CALL dbms.cluster.secondaryReplicationDisable('name', pause)}: of the secondary on this server. */
    record PauseSecondary(String database, boolean pause) implements OnServer {
        @Override
        public String verb() {
            return "dbms.cluster.secondaryReplicationDisable";
        }
    }

    /** {@code CALL db.checkpoint()}: of the database that it is called on. */
    record Checkpoint() implements OnServer {
        @Override
        public String verb() {
            return "db.checkpoint";
        }
    }

    /**
     * Not of the language: a server has joined, or is to be found elsewhere by now. {@code addresses} are {@code host:port}
     * by purpose.
     */
    record RegisterServer(String serverId, String name, Map<String, String> addresses, boolean enable)
            implements AdminCommand {
        @Override
        public String verb() {
            return "REGISTER SERVER";
        }
    }

    /**
     * Not of the language: a server says which data directory it works on. {@code fresh}: there is nothing in it yet, so that
     * whatever the server had in another one is lost. {@code insteadOf}: which one the catalog named when the server said so; if
     * it names yet another one by now, what was said is out of date, and nothing changes.
     */
    record NoteDataDirectory(String serverId, String dataId, boolean fresh, String insteadOf) implements AdminCommand {
        @Override
        public String verb() {
            return "NOTE DATA DIRECTORY";
        }
    }

    /**
     * Not of the language: a server has dumped its copy of a database that is to be dropped then, or could not: {@code failure} says
     * why, and is null if it has.
     */
    record NoteDump(UUID databaseId, String serverId, String failure) implements AdminCommand {
        @Override
        public String verb() {
            return "NOTE DUMP";
        }
    }

    /** Not of the language: a copy that has to go is out of its group, so that its server may destroy it. */
    record ReleaseCopy(UUID databaseId, String serverId, int life) implements AdminCommand {
        @Override
        public String verb() {
            return "RELEASE COPY";
        }
    }

    /**
     * Not of the language: a copy cannot take part in its group any more, since what it promised there is lost; it has to go,
     * and another life of its server takes its place.
     */
    record ReplaceCopy(UUID databaseId, String serverId, int life) implements AdminCommand {
        @Override
        public String verb() {
            return "REPLACE COPY";
        }
    }

    record ShowServers() implements Shows {
        @Override
        public String verb() {
            return "SHOW SERVERS";
        }
    }

    /** {@code SHOW …}; {@code name} only for {@link Scope#ONE}. */
    record ShowDatabases(Scope scope, String name) implements Shows {
        /** Which databases are shown. */
        public enum Scope {
            ALL,
            ONE,
            DEFAULT,
            HOME
        }

        @Override
        public String verb() {
            return switch (scope) {
                case ALL -> "SHOW DATABASES";
                case ONE -> "SHOW DATABASE";
                case DEFAULT -> "SHOW DEFAULT DATABASE";
                case HOME -> "SHOW HOME DATABASE";
            };
        }
    }

    /** A command about users, roles or privileges: see {@code dev.muster.catalog.security}. */
    non-sealed interface OfSecurity extends AdminCommand {}

    /** How long the caller wants to wait for all servers; {@code seconds} 0 is NOWAIT, plain WAIT is 300. */
    record Wait(int seconds) {
        public static final Wait NOWAIT = new Wait(0);
    }
}
