package dev.muster.catalog.security;

import dev.muster.catalog.AdminCommand;
import java.util.List;

/** A command about users, roles or privileges, parameters filled in. Names of users and roles are case sensitive. */
public sealed interface SecurityCommand extends AdminCommand.OfSecurity {
    /** {@code CREATE [OR REPLACE] USER name [IF NOT EXISTS] SET …}; {@code home} is null if not given. */
    record CreateUser(
            String name,
            boolean ifNotExists,
            boolean orReplace,
            GivenPassword password,
            boolean passwordChangeRequired,
            boolean suspended,
            String home)
            implements SecurityCommand {
        @Override
        public String verb() {
            return orReplace ? "CREATE OR REPLACE USER" : "CREATE USER";
        }
    }

    /** {@code ALTER USER}; null is what stays as it is. */
    record AlterUser(
            String name,
            boolean ifExists,
            GivenPassword password,
            Boolean passwordChangeRequired,
            Boolean suspended,
            String home,
            boolean removeHome)
            implements SecurityCommand {
        @Override
        public String verb() {
            return "ALTER USER";
        }
    }

    /** {@code ALTER CURRENT USER SET PASSWORD}; to be carried out {@code from} has to be the credentials as they are kept. */
    record AlterOwnPassword(GivenPassword from, GivenPassword to) implements SecurityCommand {
        @Override
        public String verb() {
            return "ALTER CURRENT USER SET PASSWORD";
        }
    }

    record RenameUser(String name, boolean ifExists, String newName) implements SecurityCommand {
        @Override
        public String verb() {
            return "RENAME USER";
        }
    }

    record DropUser(String name, boolean ifExists) implements SecurityCommand {
        @Override
        public String verb() {
            return "DROP USER";
        }
    }

    /** {@code copyOf} is null for a role without privileges. */
    record CreateRole(String name, boolean ifNotExists, boolean orReplace, String copyOf) implements SecurityCommand {
        @Override
        public String verb() {
            return orReplace ? "CREATE OR REPLACE ROLE" : "CREATE ROLE";
        }
    }

    record RenameRole(String name, boolean ifExists, String newName) implements SecurityCommand {
        @Override
        public String verb() {
            return "RENAME ROLE";
        }
    }

    record DropRole(String name, boolean ifExists) implements SecurityCommand {
        @Override
        public String verb() {
            return "DROP ROLE";
        }
    }

    record GrantRoles(List<String> roles, List<String> users) implements SecurityCommand {
        @Override
        public String verb() {
            return "GRANT ROLE";
        }
    }

    record RevokeRoles(List<String> roles, List<String> users) implements SecurityCommand {
        @Override
        public String verb() {
            return "REVOKE ROLE";
        }
    }

    /**
     * {@code GRANT}, {@code DENY} or {@code REVOKE} of a privilege.
     *
     * @param scope where; {@link Scope.Kind#ONE} stands for each of {@code databases}
     * @param users whom IMPERSONATE is about; empty is everybody
     */
    record ChangePrivilege(
            Change change,
            Action action,
            Scope.Kind scope,
            List<String> databases,
            List<String> users,
            List<String> roles)
            implements SecurityCommand {
        /** What is done. */
        public enum Change {
            GRANT,
            DENY,
            REVOKE_GRANT,
            REVOKE_DENY,
            /** Both. */
            REVOKE
        }

        @Override
        public String verb() {
            return change == Change.GRANT || change == Change.DENY ? change.name() : "REVOKE";
        }
    }

    /** One of those that only show something. */
    sealed interface Show extends SecurityCommand, AdminCommand.Shows {}

    record ShowUsers() implements Show {
        @Override
        public String verb() {
            return "SHOW USERS";
        }
    }

    record ShowCurrentUser() implements Show {
        @Override
        public String verb() {
            return "SHOW CURRENT USER";
        }
    }

    /** {@code populated}: only roles that somebody has. */
    record ShowRoles(boolean populated, boolean withUsers) implements Show {
        @Override
        public String verb() {
            return "SHOW ROLES";
        }
    }

    /** {@code names} of roles or users; no users are whoever asks. */
    record ShowPrivileges(Of of, List<String> names, Form form) implements Show {
        /** Whose privileges. */
        public enum Of {
            ALL,
            ROLES,
            USERS
        }

        /** How they are shown. */
        public enum Form {
            COLUMNS,
            COMMANDS,
            REVOKE_COMMANDS
        }

        @Override
        public String verb() {
            return switch (of) {
                case ALL -> "SHOW PRIVILEGES";
                case ROLES -> "SHOW ROLE PRIVILEGES";
                case USERS -> "SHOW USER PRIVILEGES";
            };
        }
    }

    /** {@code SHOW SUPPORTED PRIVILEGES}: what can be granted here. */
    record ShowSupportedPrivileges() implements Show {
        @Override
        public String verb() {
            return "SHOW SUPPORTED PRIVILEGES";
        }
    }
}
