package dev.muster.catalog.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The commands that bring back, on another system, who may use a database: run on {@code system}, with its name there as the
 * parameter {@code database} (facts A.10, B.2). Passwords are in it as they are kept, hashed. What is there already stays as it
 * is; what concerns the whole system, or other databases, is left out, and a privilege on all databases comes back as one on this.
 */
public final class MetadataScript {
    private static final String DATABASE = "$database";

    private final Security security;
    private final UUID databaseId;
    private final String database;
    private final MetadataChoice choice;
    private final List<String> commands = new ArrayList<>();

    private MetadataScript(Security security, UUID databaseId, String database, MetadataChoice choice) {
        this.security = security;
        this.databaseId = databaseId;
        this.database = database;
        this.choice = choice;
    }

    /** The script, one command a line; empty if nothing is wanted. {@code database} is its name now. */
    public static String of(Security security, UUID databaseId, String database, MetadataChoice choice) {
        return choice.kind() == MetadataChoice.Kind.NONE
                ? ""
                : new MetadataScript(security, databaseId, database, choice).write();
    }

    private String write() {
        commands.add("// Users and roles of database '" + database + "'. Run on system, with the parameter database.");
        commands.add("CREATE DATABASE $database IF NOT EXISTS WAIT;");
        Map<String, List<Privilege>> roles = roles();
        if (choice.withRoles()) {
            roles.keySet().stream()
                    .filter(role -> !role.equals(Role.PUBLIC))
                    .forEach(role -> commands.add("CREATE ROLE " + quoted(role) + " IF NOT EXISTS;"));
            roles.forEach((role, privileges) -> privileges.stream()
                    .map(privilege -> command(role, privilege))
                    .distinct()
                    .forEach(commands::add));
        }
        security.users().values().stream()
                .filter(user -> choice.withUser(user.name()))
                .forEach(user -> user(user, roles));
        return String.join("\n", commands) + "\n";
    }

    /** Those that may do something on this database, with what they may; by name. */
    private Map<String, List<Privilege>> roles() {
        Map<String, List<Privilege>> concerned = new TreeMap<>();
        for (Role role : security.roles().values()) {
            List<Privilege> privileges =
                    role.privileges().stream().filter(this::isAboutIt).toList();
            if (!privileges.isEmpty()) {
                concerned.put(role.name(), privileges);
            }
        }
        return concerned;
    }

    /** Privileges on home databases are left to {@code PUBLIC}, which every system has. */
    private boolean isAboutIt(Privilege privilege) {
        return privilege.action().target() != Action.Target.DBMS
                && privilege.scope().holdsFor(databaseId, null);
    }

    private static String command(String role, Privilege privilege) {
        String what = privilege.action().target() == Action.Target.GRAPH ? "GRAPH" : "DATABASE";
        return privilege.access() + " " + privilege.action().words() + " ON " + what + " " + DATABASE + " TO "
                + quoted(role) + ";";
    }

    private void user(User user, Map<String, List<Privilege>> roles) {
        TreeSet<String> granted = new TreeSet<>(user.roles());
        granted.retainAll(roles.keySet());
        boolean home = database.equalsIgnoreCase(user.home());
        if (granted.isEmpty() && !home) {
            return;
        }
        commands.add("CREATE USER " + quoted(user.name()) + " IF NOT EXISTS SET ENCRYPTED PASSWORD '"
                + user.credentials() + "' CHANGE " + (user.passwordChangeRequired() ? "" : "NOT ") + "REQUIRED"
                + (user.suspended() ? " SET STATUS SUSPENDED" : "")
                + (home ? " SET HOME DATABASE " + DATABASE : "") + ";");
        granted.forEach(role -> commands.add("GRANT ROLE " + quoted(role) + " TO " + quoted(user.name()) + ";"));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
