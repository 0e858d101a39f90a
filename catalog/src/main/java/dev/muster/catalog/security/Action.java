package dev.muster.catalog.security;

import java.util.List;

/**
 * What can be granted or denied. An action may consist of others: whoever is granted {@link #USER_MANAGEMENT} may create
 * users, and whoever is denied it may not, whatever else is granted.
 */
public enum Action {
    ACCESS(Target.DATABASE, "access", "ACCESS"),
    START(Target.DATABASE, "start_database", "START"),
    STOP(Target.DATABASE, "stop_database", "STOP"),
    CREATE_INDEX(Target.DATABASE, "create_index", "CREATE INDEX"),
    DROP_INDEX(Target.DATABASE, "drop_index", "DROP INDEX"),
    SHOW_INDEX(Target.DATABASE, "show_index", "SHOW INDEX"),
    INDEX_MANAGEMENT(Target.DATABASE, "index", "INDEX MANAGEMENT"),
    CREATE_CONSTRAINT(Target.DATABASE, "create_constraint", "CREATE CONSTRAINT"),
    DROP_CONSTRAINT(Target.DATABASE, "drop_constraint", "DROP CONSTRAINT"),
    SHOW_CONSTRAINT(Target.DATABASE, "show_constraint", "SHOW CONSTRAINT"),
    CONSTRAINT_MANAGEMENT(Target.DATABASE, "constraint", "CONSTRAINT MANAGEMENT"),
    CREATE_LABEL(Target.DATABASE, "create_label", "CREATE NEW NODE LABEL"),
    CREATE_TYPE(Target.DATABASE, "create_reltype", "CREATE NEW RELATIONSHIP TYPE"),
    CREATE_NAME(Target.DATABASE, "create_propertykey", "CREATE NEW PROPERTY NAME"),
    NAME_MANAGEMENT(Target.DATABASE, "token", "NAME MANAGEMENT"),
    ALL_ON_DATABASE(Target.DATABASE, "database_actions", "ALL DATABASE PRIVILEGES"),

    MATCH(Target.GRAPH, "match", "MATCH {*}"),
    WRITE(Target.GRAPH, "write", "WRITE"),
    ALL_ON_GRAPH(Target.GRAPH, "graph_actions", "ALL GRAPH PRIVILEGES"),

    CREATE_USER(Target.DBMS, "create_user", "CREATE USER"),
    DROP_USER(Target.DBMS, "drop_user", "DROP USER"),
    RENAME_USER(Target.DBMS, "rename_user", "RENAME USER"),
    SHOW_USER(Target.DBMS, "show_user", "SHOW USER"),
    SET_PASSWORD(Target.DBMS, "set_passwords", "SET PASSWORDS"),
    SET_USER_STATUS(Target.DBMS, "set_user_status", "SET USER STATUS"),
    SET_USER_HOME(Target.DBMS, "set_user_home_database", "SET USER HOME DATABASE"),
    ALTER_USER(Target.DBMS, "alter_user", "ALTER USER"),
    USER_MANAGEMENT(Target.DBMS, "user_management", "USER MANAGEMENT"),
    CREATE_ROLE(Target.DBMS, "create_role", "CREATE ROLE"),
    DROP_ROLE(Target.DBMS, "drop_role", "DROP ROLE"),
    RENAME_ROLE(Target.DBMS, "rename_role", "RENAME ROLE"),
    ASSIGN_ROLE(Target.DBMS, "assign_role", "ASSIGN ROLE"),
    REMOVE_ROLE(Target.DBMS, "remove_role", "REMOVE ROLE"),
    SHOW_ROLE(Target.DBMS, "show_role", "SHOW ROLE"),
    ROLE_MANAGEMENT(Target.DBMS, "role_management", "ROLE MANAGEMENT"),
    ASSIGN_PRIVILEGE(Target.DBMS, "assign_privilege", "ASSIGN PRIVILEGE"),
    REMOVE_PRIVILEGE(Target.DBMS, "remove_privilege", "REMOVE PRIVILEGE"),
    SHOW_PRIVILEGE(Target.DBMS, "show_privilege", "SHOW PRIVILEGE"),
    PRIVILEGE_MANAGEMENT(Target.DBMS, "privilege_management", "PRIVILEGE MANAGEMENT"),
    CREATE_DATABASE(Target.DBMS, "create_database", "CREATE DATABASE"),
    DROP_DATABASE(Target.DBMS, "drop_database", "DROP DATABASE"),
    SET_DATABASE_ACCESS(Target.DBMS, "set_database_access", "SET DATABASE ACCESS"),
    ALTER_DATABASE(Target.DBMS, "alter_database", "ALTER DATABASE"),
    DATABASE_MANAGEMENT(Target.DBMS, "database_management", "DATABASE MANAGEMENT"),
    CREATE_ALIAS(Target.DBMS, "create_alias", "CREATE ALIAS"),
    DROP_ALIAS(Target.DBMS, "drop_alias", "DROP ALIAS"),
    ALTER_ALIAS(Target.DBMS, "alter_alias", "ALTER ALIAS"),
    SHOW_ALIAS(Target.DBMS, "show_alias", "SHOW ALIAS"),
    ALIAS_MANAGEMENT(Target.DBMS, "alias_management", "ALIAS MANAGEMENT"),
    SHOW_SERVER(Target.DBMS, "show_server", "SHOW SERVERS"),
    SERVER_MANAGEMENT(Target.DBMS, "server_management", "SERVER MANAGEMENT"),
    EXECUTE_ADMIN(Target.DBMS, "execute_admin", "EXECUTE ADMIN PROCEDURES"),
    IMPERSONATE(Target.DBMS, "impersonate", "IMPERSONATE"),
    ALL_ON_DBMS(Target.DBMS, "dbms_actions", "ALL DBMS PRIVILEGES");

    /** What an action is granted on. */
    public enum Target {
        DATABASE,
        GRAPH,
        DBMS
    }

    private final Target target;
    private final String shown;
    private final String words;

    Action(Target target, String shown, String words) {
        this.target = target;
        this.shown = shown;
        this.words = words;
    }

    public Target target() {
        return target;
    }

    /** As the column {@code action} of SHOW PRIVILEGES has it. */
    String shown() {
        return shown;
    }

    /** As GRANT has it. */
    public String words() {
        return words;
    }

    /** Whether this is that action, or that action is a part of it. */
    boolean covers(Action other) {
        return this == other || parts().stream().anyMatch(part -> part.covers(other));
    }

    private List<Action> parts() {
        return switch (this) {
            case INDEX_MANAGEMENT -> List.of(CREATE_INDEX, DROP_INDEX, SHOW_INDEX);
            case CONSTRAINT_MANAGEMENT -> List.of(CREATE_CONSTRAINT, DROP_CONSTRAINT, SHOW_CONSTRAINT);
            case NAME_MANAGEMENT -> List.of(CREATE_LABEL, CREATE_TYPE, CREATE_NAME);
            case ALL_ON_DATABASE -> List.of(ACCESS, INDEX_MANAGEMENT, CONSTRAINT_MANAGEMENT, NAME_MANAGEMENT);
            case ALL_ON_GRAPH -> List.of(MATCH, WRITE);
            case ALTER_USER -> List.of(SET_PASSWORD, SET_USER_STATUS, SET_USER_HOME);
            case USER_MANAGEMENT -> List.of(CREATE_USER, DROP_USER, RENAME_USER, SHOW_USER, ALTER_USER);
            case ROLE_MANAGEMENT -> List.of(CREATE_ROLE, DROP_ROLE, RENAME_ROLE, ASSIGN_ROLE, REMOVE_ROLE, SHOW_ROLE);
            case PRIVILEGE_MANAGEMENT -> List.of(ASSIGN_PRIVILEGE, REMOVE_PRIVILEGE, SHOW_PRIVILEGE);
            case ALTER_DATABASE -> List.of(SET_DATABASE_ACCESS);
            case DATABASE_MANAGEMENT -> List.of(CREATE_DATABASE, DROP_DATABASE, ALTER_DATABASE);
            case ALIAS_MANAGEMENT -> List.of(CREATE_ALIAS, DROP_ALIAS, ALTER_ALIAS, SHOW_ALIAS);
            case SERVER_MANAGEMENT -> List.of(SHOW_SERVER);
            case ALL_ON_DBMS ->
                List.of(
                        USER_MANAGEMENT,
                        ROLE_MANAGEMENT,
                        PRIVILEGE_MANAGEMENT,
                        DATABASE_MANAGEMENT,
                        ALIAS_MANAGEMENT,
                        SERVER_MANAGEMENT,
                        EXECUTE_ADMIN,
                        IMPERSONATE);
            default -> List.of();
        };
    }
}
