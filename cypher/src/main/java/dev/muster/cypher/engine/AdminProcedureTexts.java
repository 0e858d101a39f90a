package dev.muster.cypher.engine;

import dev.muster.catalog.security.Action;
import dev.muster.cypher.ExecutionContext.Procedure;
import dev.muster.cypher.Signature;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What SHOW PROCEDURES tells of the procedures that administer. */
final class AdminProcedureTexts {
    private static final String MOVES =
            "(database :: STRING, fromServerName :: STRING, fromServerId :: STRING, toServerName :: STRING, toServerId :: STRING,"
                    + " mode :: STRING)";

    private AdminProcedureTexts() {}

    static Procedure of(AdminProcedure procedure, String name) {
        String arguments = procedure.arguments().stream()
                .map(AdminProcedureTexts::argument)
                .collect(Collectors.joining(", "));
        return new Procedure(
                Signature.of(name + "(" + arguments + ") :: " + results(procedure)),
                description(procedure),
                mode(procedure),
                true,
                needs(procedure));
    }

    private static String argument(AdminProcedure.Argument argument) {
        String type = argument.typeName().equals("List")
                ? "LIST<STRING>"
                : argument.typeName().toUpperCase(Locale.ROOT);
        return argument.name() + (argument.otherwise() == null ? "" : " = " + argument.otherwise()) + " :: " + type;
    }

    private static String results(AdminProcedure procedure) {
        return switch (procedure) {
            case CORDON, UNCORDON, ENABLE_FREE_SERVERS, RECREATE, SET_DEFAULT_TOPOLOGY, RELOAD_TLS -> "VOID";
            case DEALLOCATE_DATABASE,
                    DEALLOCATE_DATABASE_FROM,
                    DEALLOCATE_NUMBER,
                    REALLOCATE_DATABASE,
                    REALLOCATE_NUMBER -> MOVES;
            case SET_DEFAULT -> "(result :: STRING)";
            case QUARANTINE, UNQUARANTINE -> "(databaseName :: STRING, quarantined :: BOOLEAN, result :: STRING)";
            case CHECK_STATUS ->
                "(database :: STRING, serverId :: STRING, serverName :: STRING, address :: STRING, replicationSuccessful ::"
                        + " BOOLEAN, memberStatus :: STRING, recognisedLeader :: STRING, recognisedLeaderTerm :: INTEGER,"
                        + " requester :: BOOLEAN, error :: STRING)";
            case PAUSE_SECONDARY -> "(state :: STRING)";
            case CHECKPOINT -> "(success :: BOOLEAN, message :: STRING)";
            case SHOW_DEFAULT_TOPOLOGY ->
                "(allocator :: STRING, defaultPrimariesCount :: INTEGER, defaultSecondariesCount :: INTEGER, defaultDatabase ::"
                        + " STRING, autoEnableFreeServers :: BOOLEAN)";
        };
    }

    private static String description(AdminProcedure procedure) {
        return switch (procedure) {
            case CORDON -> "Keep a server from being given copies of databases.";
            case UNCORDON -> "Let a server be given copies of databases again.";
            case DEALLOCATE_DATABASE, DEALLOCATE_DATABASE_FROM -> "Take a database off servers.";
            case DEALLOCATE_NUMBER -> "Take a number of databases off a server.";
            case REALLOCATE_DATABASE -> "Spread the copies of a database anew.";
            case REALLOCATE_NUMBER -> "Spread the copies of a number of databases anew.";
            case ENABLE_FREE_SERVERS -> "Enable servers by themselves when they come, or no longer.";
            case SET_DEFAULT -> "Change the default database.";
            case RECREATE -> "Recreate a database while its name, users and privileges are kept.";
            case SET_DEFAULT_TOPOLOGY ->
                "Change how many primaries and secondaries a database gets if nothing is said.";
            case QUARANTINE -> "Place a database of this server into quarantine, or lift that.";
            case UNQUARANTINE -> "Lift the quarantine of a server's copy of a database.";
            case CHECK_STATUS -> "Find out whether databases can replicate now.";
            case PAUSE_SECONDARY -> "Pause or resume this server's secondary copy of a database.";
            case CHECKPOINT -> "Take a checkpoint of the database.";
            case RELOAD_TLS -> "Read the certificates and keys of all TLS policies again.";
            case SHOW_DEFAULT_TOPOLOGY -> "Show how databases are spread if nothing is said.";
        };
    }

    private static String mode(AdminProcedure procedure) {
        return switch (procedure) {
            case CHECK_STATUS, SHOW_DEFAULT_TOPOLOGY, PAUSE_SECONDARY -> "READ";
            case CHECKPOINT, RELOAD_TLS -> "DBMS";
            default -> "WRITE";
        };
    }

    /** As {@code RequiredPrivileges} has it for the commands. */
    private static Set<Action> needs(AdminProcedure procedure) {
        return switch (procedure) {
            case CORDON,
                    UNCORDON,
                    DEALLOCATE_DATABASE,
                    DEALLOCATE_DATABASE_FROM,
                    DEALLOCATE_NUMBER,
                    REALLOCATE_DATABASE,
                    REALLOCATE_NUMBER,
                    ENABLE_FREE_SERVERS -> Set.of(Action.SERVER_MANAGEMENT);
            case RECREATE -> Set.of(Action.CREATE_DATABASE, Action.DROP_DATABASE);
            default -> Set.of(Action.EXECUTE_ADMIN);
        };
    }

    /** All, under each of their names. */
    static List<Procedure> all() {
        return List.of(AdminProcedure.values()).stream()
                .flatMap(procedure -> procedure.allNames().stream().map(name -> of(procedure, name)))
                .toList();
    }
}
