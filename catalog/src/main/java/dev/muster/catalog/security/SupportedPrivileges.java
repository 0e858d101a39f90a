package dev.muster.catalog.security;

import dev.muster.catalog.Catalog.ShownDatabases;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What SHOW SUPPORTED PRIVILEGES answers: a row per {@link Action}, by its name, so that what can be granted and what is said
 * to be cannot differ. The columns are Neo4j 5's (its operations manual, "Showing supported privileges"). Pure.
 */
final class SupportedPrivileges {
    private static final List<String> COLUMNS = List.of("action", "qualifier", "target", "scope", "description");

    private SupportedPrivileges() {}

    static ShownDatabases show() {
        return new ShownDatabases(
                COLUMNS,
                Stream.of(Action.values())
                        .sorted(Comparator.comparing(SupportedPrivileges::name))
                        .map(SupportedPrivileges::row)
                        .toList());
    }

    private static List<Object> row(Action action) {
        return Collections.unmodifiableList(Arrays.asList(
                name(action),
                qualifier(action),
                action.target().name().toLowerCase(Locale.ROOT),
                action == Action.MATCH ? List.of("elements") : null,
                description(action)));
    }

    /** The words of GRANT without what qualifies them. */
    private static String name(Action action) {
        return action == Action.MATCH ? "match" : action.words().toLowerCase(Locale.ROOT);
    }

    /** What the words of GRANT have to, or may, be followed by. */
    private static String qualifier(Action action) {
        return switch (action) {
            case MATCH -> "property";
            case IMPERSONATE -> "username";
            default -> null;
        };
    }

    private static String description(Action action) {
        return switch (action.target()) {
            case DATABASE -> onDatabase(action);
            case GRAPH -> onGraph(action);
            case DBMS -> onDbms(action);
        };
    }

    private static String onDatabase(Action action) {
        return switch (action) {
            case ACCESS -> "to enter the database";
            case START -> "to start the database";
            case STOP -> "to stop the database";
            case CREATE_INDEX -> "to create indexes";
            case DROP_INDEX -> "to drop indexes";
            case SHOW_INDEX -> "to list indexes";
            case INDEX_MANAGEMENT -> "to create, drop and list indexes";
            case CREATE_CONSTRAINT -> "to create constraints";
            case DROP_CONSTRAINT -> "to drop constraints";
            case SHOW_CONSTRAINT -> "to list constraints";
            case CONSTRAINT_MANAGEMENT -> "to create, drop and list constraints";
            case CREATE_LABEL -> "to use labels that the database does not have yet";
            case CREATE_TYPE -> "to use relationship types that the database does not have yet";
            case CREATE_NAME -> "to use property names that the database does not have yet";
            case NAME_MANAGEMENT -> "to use labels, types and property names that the database does not have yet";
            case ALL_ON_DATABASE -> "to enter the database, and all about its indexes, constraints and new names";
            default -> throw new IllegalArgumentException(action + " is not on databases");
        };
    }

    private static String onGraph(Action action) {
        return switch (action) {
            case MATCH -> "to read all nodes and relationships, with all their properties: only {*} of all elements";
            case WRITE -> "to create, change and delete all nodes and relationships";
            case ALL_ON_GRAPH -> "to read and write the whole graph";
            default -> throw new IllegalArgumentException(action + " is not on graphs");
        };
    }

    private static String onDbms(Action action) {
        return switch (action) {
            case CREATE_USER, CREATE_ROLE, CREATE_DATABASE, CREATE_ALIAS -> "to create " + things(action);
            case DROP_USER, DROP_ROLE, DROP_DATABASE, DROP_ALIAS -> "to drop " + things(action);
            case RENAME_USER, RENAME_ROLE -> "to rename " + things(action);
            case SHOW_USER, SHOW_ROLE, SHOW_PRIVILEGE, SHOW_ALIAS, SHOW_SERVER -> "to list " + things(action);
            case SET_PASSWORD -> "to change other users' passwords, and whether they have to";
            case SET_USER_STATUS -> "to suspend and activate users";
            case SET_USER_HOME -> "to set and remove users' home databases";
            case ALTER_USER -> "to change users: passwords, status and home database";
            case USER_MANAGEMENT -> "to create, drop, rename, change and list users";
            case ASSIGN_ROLE -> "to grant roles to users";
            case REMOVE_ROLE -> "to revoke roles from users";
            case ROLE_MANAGEMENT -> "to create, drop, rename, list, grant and revoke roles";
            case ASSIGN_PRIVILEGE -> "to grant and deny privileges";
            case REMOVE_PRIVILEGE -> "to revoke privileges";
            case PRIVILEGE_MANAGEMENT -> "to grant, deny, revoke and list privileges";
            case SET_DATABASE_ACCESS -> "to make databases read-only and writable again";
            case ALTER_DATABASE -> "to change databases: access, topology and options";
            case DATABASE_MANAGEMENT -> "to create, drop and change databases";
            case ALTER_ALIAS -> "to let aliases stand for other databases";
            case ALIAS_MANAGEMENT -> "to create, drop, change and list aliases";
            case SERVER_MANAGEMENT -> "to enable, change, deallocate, drop and list servers";
            case EXECUTE_ADMIN -> "to call the procedures that administer, or tell of the servers";
            case IMPERSONATE -> "to act in the place of other users";
            case ALL_ON_DBMS -> "all that is on the DBMS";
            default -> throw new IllegalArgumentException(action + " is not on the DBMS");
        };
    }

    /** {@code users} for SHOW USER. */
    private static String things(Action action) {
        return switch (action) {
            case CREATE_USER, DROP_USER, RENAME_USER, SHOW_USER -> "users";
            case CREATE_ROLE, DROP_ROLE, RENAME_ROLE, SHOW_ROLE -> "roles";
            case CREATE_DATABASE, DROP_DATABASE -> "databases";
            case CREATE_ALIAS, DROP_ALIAS, SHOW_ALIAS -> "aliases";
            case SHOW_PRIVILEGE -> "privileges";
            case SHOW_SERVER -> "servers";
            default -> throw new IllegalArgumentException(action + " is not about things of one kind");
        };
    }
}
