package dev.muster.catalog.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The roles that every system begins with, each with what the one before may do and more (PUBLIC stands beside them). */
final class BuiltInRoles {
    static final String ADMIN = "admin";

    private BuiltInRoles() {}

    static SortedMap<String, Role> all() {
        SortedMap<String, Role> roles = new TreeMap<>();
        add(roles, Role.PUBLIC, List.of(Privilege.granted(Action.ACCESS, Scope.HOME)));
        List<Privilege> privileges = new ArrayList<>();
        grow(roles, privileges, "reader", Action.ACCESS, Action.MATCH, Action.SHOW_CONSTRAINT, Action.SHOW_INDEX);
        grow(roles, privileges, "editor", Action.WRITE);
        grow(roles, privileges, "publisher", Action.NAME_MANAGEMENT);
        grow(roles, privileges, "architect", Action.INDEX_MANAGEMENT, Action.CONSTRAINT_MANAGEMENT);
        grow(roles, privileges, ADMIN, Action.START, Action.STOP, Action.ALL_ON_DBMS);
        return roles;
    }

    private static void grow(
            SortedMap<String, Role> roles, List<Privilege> privileges, String name, Action... additional) {
        Arrays.stream(additional)
                .map(action -> Privilege.granted(action, Scope.ALL))
                .forEach(privileges::add);
        add(roles, name, privileges);
    }

    private static void add(SortedMap<String, Role> roles, String name, List<Privilege> privileges) {
        roles.put(name, new Role(name, new TreeSet<>(privileges)));
    }
}
