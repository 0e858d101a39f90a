package dev.muster.catalog.security;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** A name for privileges, which users can be given. */
public record Role(String name, SortedSet<Privilege> privileges) {
    /** The role that every user has. */
    public static final String PUBLIC = "PUBLIC";

    public Role {
        privileges = Collections.unmodifiableSortedSet(new TreeSet<>(privileges));
    }

    Role withName(String other) {
        return new Role(other, privileges);
    }

    Role with(Privilege privilege) {
        SortedSet<Privilege> more = new TreeSet<>(privileges);
        more.add(privilege);
        return new Role(name, more);
    }

    /** With the privileges that hold for one scope holding for another instead. */
    Role moved(Scope from, Scope to) {
        SortedSet<Privilege> changed = new TreeSet<>();
        privileges.forEach(privilege -> changed.add(
                privilege.scope().equals(from)
                        ? new Privilege(privilege.access(), privilege.action(), to, privilege.user())
                        : privilege));
        return new Role(name, changed);
    }

    Role without(Privilege privilege) {
        SortedSet<Privilege> fewer = new TreeSet<>(privileges);
        fewer.remove(privilege);
        return new Role(name, fewer);
    }
}
