package dev.muster.catalog.security;

/** The rules for names of users and roles. */
final class SecurityNames {
    private SecurityNames() {}

    /** The name, if a user may have it. Throws the first rule that is broken. */
    static String checkedUser(String name) {
        if (name.isEmpty()) {
            throw SecurityError.USER_NAME_EMPTY.exception();
        }
        if (!name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ',' && c != ':')) {
            throw SecurityError.USER_NAME.exception(printable(name));
        }
        return name;
    }

    /** The name, if a role may have it. Throws the first rule that is broken. */
    static String checkedRole(String name) {
        if (name.isEmpty()) {
            throw SecurityError.ROLE_NAME_EMPTY.exception();
        }
        if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            throw SecurityError.ROLE_NAME.exception(printable(name));
        }
        return name;
    }

    /** Without line breaks, since this ends up in logs. */
    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", " ");
    }
}
