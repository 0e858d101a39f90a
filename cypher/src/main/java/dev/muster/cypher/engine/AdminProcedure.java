package dev.muster.cypher.engine;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.error.CypherError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The procedures that administer (facts/backup-and-admin.md F.10): their arguments, and the command each of them is. */
enum AdminProcedure {
    CORDON(
            List.of("dbms.cluster.cordonServer"),
            List.of(Argument.text("server")),
            given -> new AdminCommand.CordonServer((String) given.get(0), true)),
    UNCORDON(
            List.of("dbms.cluster.uncordonServer"),
            List.of(Argument.text("server")),
            given -> new AdminCommand.CordonServer((String) given.get(0), false)),
    DEALLOCATE_DATABASE(
            List.of("dbms.cluster.deallocateDatabaseFromServer"),
            List.of(Argument.text("server"), Argument.text("database"), Argument.DRY_RUN),
            given -> new AdminCommand.DeallocateDatabase(
                    List.of((String) given.get(0)), (String) given.get(1), (Boolean) given.get(2))),
    DEALLOCATE_DATABASE_FROM(
            List.of("dbms.cluster.deallocateDatabaseFromServers"),
            List.of(Argument.list("servers"), Argument.text("database"), Argument.DRY_RUN),
            given -> new AdminCommand.DeallocateDatabase(
                    texts("servers", given.get(0)), (String) given.get(1), (Boolean) given.get(2))),
    DEALLOCATE_NUMBER(
            List.of("dbms.cluster.deallocateNumberOfDatabases"),
            List.of(Argument.text("server"), Argument.number("number"), Argument.DRY_RUN),
            given -> new AdminCommand.DeallocateNumber(
                    (String) given.get(0), count(given.get(1)), (Boolean) given.get(2))),
    REALLOCATE_DATABASE(
            List.of("dbms.cluster.reallocateDatabase"),
            List.of(Argument.text("database"), Argument.DRY_RUN),
            given -> new AdminCommand.ReallocateDatabases((String) given.get(0), null, (Boolean) given.get(1))),
    REALLOCATE_NUMBER(
            List.of("dbms.cluster.reallocateNumberOfDatabases"),
            List.of(Argument.number("number"), Argument.DRY_RUN),
            given -> new AdminCommand.ReallocateDatabases(null, count(given.get(0)), (Boolean) given.get(1))),
    ENABLE_FREE_SERVERS(
            List.of("dbms.cluster.setAutomaticallyEnableFreeServers"),
            List.of(new Argument("autoEnable", Boolean.class, "Boolean", null)),
            given -> new AdminCommand.EnableFreeServers((Boolean) given.get(0))),
    SET_DEFAULT(
            List.of("dbms.setDefaultDatabase", "dbms.cluster.setDefaultDatabase"),
            List.of(Argument.text("databaseName")),
            given -> new AdminCommand.SetDefaultDatabase((String) given.get(0))),
    RECREATE(
            List.of("dbms.recreateDatabase", "dbms.cluster.recreateDatabase"),
            List.of(Argument.text("database"), new Argument("options", Map.class, "Map", Map.of())),
            given -> RecreateOptions.command((String) given.get(0), (Map<?, ?>) given.get(1))),
    SET_DEFAULT_TOPOLOGY(
            List.of("dbms.setDefaultAllocationNumbers", "dbms.cluster.setDefaultAllocationNumbers"),
            List.of(Argument.number("primaries"), Argument.number("secondaries")),
            given -> new AdminCommand.SetDefaultTopology(count(given.get(0)), count(given.get(1)))),
    QUARANTINE(
            List.of("dbms.quarantineDatabase", "dbms.cluster.quarantineDatabase"),
            List.of(
                    Argument.text("databaseName"),
                    new Argument("setStatus", Boolean.class, "Boolean", null),
                    new Argument("reason", String.class, "String", "No reason given")),
            given -> new AdminCommand.Quarantine((String) given.get(0), (Boolean) given.get(1), (String) given.get(2))),
    UNQUARANTINE(
            List.of("dbms.unquarantineDatabase"),
            List.of(
                    Argument.text("server"),
                    Argument.text("database"),
                    new Argument("operation", String.class, "String", "keepStateKeepStore")),
            given ->
                    new AdminCommand.Unquarantine((String) given.get(0), (String) given.get(1), (String) given.get(2))),
    CHECK_STATUS(
            List.of("dbms.cluster.statusCheck"),
            List.of(Argument.list("databases"), new Argument("timeoutMilliseconds", Long.class, "Integer", 1_000L)),
            given -> new AdminCommand.CheckStatus(texts("databases", given.get(0)), millis(given.get(1)))),
    PAUSE_SECONDARY(
            List.of("dbms.cluster.secondaryReplicationDisable", "dbms.cluster.readReplicaToggle"),
            List.of(Argument.text("databaseName"), new Argument("pause", Boolean.class, "Boolean", null)),
            given -> new AdminCommand.PauseSecondary((String) given.get(0), (Boolean) given.get(1))),
    CHECKPOINT(List.of("db.checkpoint"), List.of(), given -> new AdminCommand.Checkpoint()),
    RELOAD_TLS(List.of("dbms.security.reloadTLS"), List.of(), given -> new AdminCommand.ReloadTls()),
    SHOW_DEFAULT_TOPOLOGY(
            List.of("dbms.showTopologyGraphConfig", "dbms.cluster.showTopologyGraphConfig"),
            List.of(),
            given -> new AdminCommand.ShowDefaultTopology());

    private static final Map<String, AdminProcedure> BY_NAME = new HashMap<>();

    static {
        for (AdminProcedure procedure : values()) {
            procedure.names.forEach(name -> BY_NAME.put(name.toLowerCase(Locale.ROOT), procedure));
        }
    }

    /** What a procedure takes in one place; {@code otherwise} is null if it must be given. */
    record Argument(String name, Class<?> type, String typeName, Object otherwise) {
        static final Argument DRY_RUN = new Argument("dryrun", Boolean.class, "Boolean", false);

        static Argument list(String name) {
            return new Argument(name, List.class, "List", null);
        }

        static Argument text(String name) {
            return new Argument(name, String.class, "String", null);
        }

        static Argument number(String name) {
            return new Argument(name, Long.class, "Integer", null);
        }
    }

    private final List<String> names;
    private final List<Argument> arguments;
    private final Function<List<Object>, AdminCommand> making;

    AdminProcedure(List<String> names, List<Argument> arguments, Function<List<Object>, AdminCommand> making) {
        this.names = names;
        this.arguments = arguments;
        this.making = making;
    }

    /** All names, in lower case. */
    static Set<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    static AdminProcedure of(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** All names it is called by. */
    List<String> allNames() {
        return names;
    }

    List<Argument> arguments() {
        return arguments;
    }

    /** The names of its arguments. */
    List<String> argumentNames() {
        return arguments.stream().map(Argument::name).toList();
    }

    /** Of its arguments, those that must be given. */
    List<String> neededNames() {
        return arguments.stream()
                .filter(argument -> argument.otherwise() == null)
                .map(Argument::name)
                .toList();
    }

    /** The command that a call is. */
    AdminCommand command(String calledAs, List<Object> given) {
        if (given.size() < neededNames().size() || given.size() > arguments.size()) {
            throw CypherError.PATTERN.exception("Procedure call does not provide the required number of arguments: got "
                    + given.size() + " expected " + arguments.size() + " (" + String.join(", ", argumentNames()) + ")");
        }
        Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            Argument argument = arguments.get(i);
            values[i] = i < given.size() && given.get(i) != null ? given.get(i) : argument.otherwise();
            if (!argument.type().isInstance(values[i])) {
                throw CypherError.TYPE.exception("Type mismatch: argument '" + argument.name() + "' of " + calledAs
                        + " must be a " + argument.typeName());
            }
        }
        return making.apply(Arrays.asList(values));
    }

    private static List<String> texts(String name, Object list) {
        List<String> texts = new ArrayList<>();
        for (Object one : (List<?>) list) {
            if (!(one instanceof String text)) {
                throw CypherError.TYPE.exception("Type mismatch: argument '" + name + "' must be a List of Strings");
            }
            texts.add(text);
        }
        return texts;
    }

    private static int millis(Object number) {
        int millis = count(number);
        if (millis < 1) {
            throw CypherError.ARGUMENT.exception("timeoutMilliseconds must be 1 or more, and not " + number);
        }
        return millis;
    }

    private static int count(Object number) {
        long value = (Long) number;
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }
}
