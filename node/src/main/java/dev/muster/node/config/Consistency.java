package dev.muster.node.config;

import dev.muster.bolt.tls.TlsLevel;
import dev.muster.catalog.CatalogException;
import dev.muster.catalog.DatabaseNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What settings must be to each other. */
final class Consistency {
    private Consistency() {}

    static void check(SettingValues values, List<ConfigProblem> problems) {
        checkDefaultDatabase(values, problems);
        checkMembers(values, problems);
        checkRaft(values, problems);
        checkTls(values, problems);
    }

    private static void checkTls(SettingValues values, List<ConfigProblem> problems) {
        boolean encrypted = values.get(Settings.BOLT_TLS_LEVEL) != TlsLevel.DISABLED;
        if (encrypted && !values.get(TlsSettings.BOLT.enabled())) {
            problems.add(inconsistent(
                    values,
                    Settings.BOLT_TLS_LEVEL,
                    "Bolt cannot be encrypted without a policy: set " + TlsSettings.BOLT.enabled() + "=true"));
        } else if (!encrypted && values.get(TlsSettings.BOLT.enabled())) {
            problems.add(inconsistent(
                    values,
                    TlsSettings.BOLT.enabled(),
                    "there is a policy, and nothing would be encrypted: set " + Settings.BOLT_TLS_LEVEL
                            + " to REQUIRED or OPTIONAL"));
        }
    }

    private static void checkDefaultDatabase(SettingValues values, List<ConfigProblem> problems) {
        try {
            DatabaseNames.checked(values.get(Settings.DEFAULT_DATABASE));
        } catch (CatalogException e) {
            problems.add(new ConfigProblem(
                    ConfigProblem.Kind.INVALID_VALUE,
                    values.where(Settings.DEFAULT_DATABASE),
                    Settings.DEFAULT_DATABASE + ": " + e.getMessage()));
        }
    }

    private static void checkMembers(SettingValues values, List<ConfigProblem> problems) {
        List<InitialMember> members = values.get(Settings.INITIAL_MEMBERS);
        Set<Object> seen = new HashSet<>();
        for (InitialMember member : members) {
            if (!seen.add(member.serverId()) || !seen.add(member.discovery())) {
                problems.add(inconsistent(
                        values,
                        Settings.INITIAL_MEMBERS,
                        "two members have the name or the address of " + member.serverId() + "@" + member.discovery()));
            }
        }
        if (!members.isEmpty() && !values.isSet(Settings.SERVER_NAME)) {
            problems.add(inconsistent(
                    values, Settings.INITIAL_MEMBERS, "a server of a cluster needs a name: set muster.server.name"));
        }
    }

    private static void checkRaft(SettingValues values, List<ConfigProblem> problems) {
        long heartbeat = values.get(Settings.RAFT_HEARTBEAT);
        long timeout = values.get(Settings.RAFT_ELECTION_TIMEOUT);
        if (timeout < 2 * heartbeat || timeout > 3_600_000) {
            problems.add(inconsistent(
                    values,
                    values.isSet(Settings.RAFT_ELECTION_TIMEOUT)
                            ? Settings.RAFT_ELECTION_TIMEOUT
                            : Settings.RAFT_HEARTBEAT,
                    Settings.RAFT_ELECTION_TIMEOUT + " (" + timeout + "ms) must be at least twice "
                            + Settings.RAFT_HEARTBEAT + " (" + heartbeat + "ms), and at most one hour"));
        }
    }

    private static ConfigProblem inconsistent(SettingValues values, Setting<?> setting, String what) {
        return new ConfigProblem(ConfigProblem.Kind.INCONSISTENT, values.where(setting), what);
    }
}
