package dev.muster.backup.online;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupSource.HostedDatabase;
import dev.muster.backup.BackupSource.Role;
import dev.muster.runtime.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Which databases a run is about and who can serve each: a pure function of what was asked and what the servers said. */
final class BackupPlan {
    private final List<Target> targets = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();

    private BackupPlan() {}

    /** A database some server hosts, with what every listed server has to do with it, in the order given. */
    record Target(String name, UUID databaseId, List<Candidate> candidates) {
        /** The servers to try, in order. */
        List<Candidate> sources() {
            return candidates.stream().filter(Candidate::canServe).toList();
        }
    }

    /** A name or pattern nothing was found for. */
    record Missing(String wanted, BackupError error) {}

    /**
     * A server in relation to a target; {@code state} is {@code NOT_ASKED} if it can serve.
     *
     * @param lastTransactionId of its copy, as it said when it was first asked; 0 if it has none
     */
    record Candidate(
            SocketAddress source,
            String serverId,
            String server,
            SourceOutcome.State state,
            String reason,
            long lastTransactionId) {
        boolean canServe() {
            return state == SourceOutcome.State.NOT_ASKED;
        }

        SourceOutcome outcome() {
            return new SourceOutcome(source.toString(), server, state, reason);
        }
    }

    /** @param resolution whether servers are tried in the order given, or in that of what their copies are */
    static BackupPlan of(
            List<DatabasePattern> wanted, List<ServerAnswer> answers, BackupRequest.Resolution resolution) {
        BackupPlan plan = new BackupPlan();
        Set<String> planned = new LinkedHashSet<>();
        for (DatabasePattern pattern : wanted) {
            Set<String> names = matching(pattern, answers);
            if (names.isEmpty()) {
                plan.missing.add(new Missing(pattern.toString(), whyMissing(pattern, answers)));
            }
            planned.addAll(names);
        }
        planned.forEach(name -> plan.targets.add(
                target(name, resolution == BackupRequest.Resolution.CLUSTER ? writersLast(name, answers) : answers)));
        return plan;
    }

    /** Secondaries, then followers, then the one that everybody writes to (facts A.8); else in the order given. */
    private static List<ServerAnswer> writersLast(String name, List<ServerAnswer> answers) {
        return answers.stream()
                .sorted(Comparator.comparing((ServerAnswer answer) -> answer.hosted(name) == null
                        ? Role.UNKNOWN
                        : answer.hosted(name).role()))
                .toList();
    }

    List<Target> targets() {
        return targets;
    }

    List<Missing> missing() {
        return missing;
    }

    /** The union over all servers that answered, sorted. */
    private static Set<String> matching(DatabasePattern pattern, List<ServerAnswer> answers) {
        Set<String> names = new TreeSet<>();
        for (ServerAnswer answer : answers) {
            for (HostedDatabase database : answer.databases()) {
                if (pattern.matches(database.name())) {
                    names.add(database.name());
                }
            }
        }
        return names;
    }

    private static BackupError whyMissing(DatabasePattern pattern, List<ServerAnswer> answers) {
        if (answers.stream().noneMatch(ServerAnswer::answered)) {
            return BackupError.NO_SERVER_ANSWERED;
        }
        return pattern.isGlob() ? BackupError.NO_DATABASE_MATCHES : BackupError.DATABASE_NOT_FOUND;
    }

    private static Target target(String name, List<ServerAnswer> answers) {
        UUID databaseId = databaseId(name, answers);
        return new Target(
                name,
                databaseId,
                answers.stream()
                        .map(answer -> candidate(name, databaseId, answer))
                        .toList());
    }

    /** The id of the first server where it runs; if it runs nowhere, of the first that hosts it. */
    private static UUID databaseId(String name, List<ServerAnswer> answers) {
        HostedDatabase chosen = null;
        for (ServerAnswer answer : answers) {
            HostedDatabase hosted = answer.hosted(name);
            if (hosted != null && (chosen == null || (!chosen.online() && hosted.online()))) {
                chosen = hosted;
            }
        }
        if (chosen == null) {
            throw new IllegalStateException("no server hosts '" + name + "', which was found before");
        }
        return chosen.databaseId();
    }

    private static Candidate candidate(String name, UUID databaseId, ServerAnswer answer) {
        if (!answer.answered()) {
            return candidate(answer, SourceOutcome.State.UNREACHABLE, answer.problem());
        }
        HostedDatabase hosted = answer.hosted(name);
        if (hosted == null) {
            return candidate(answer, SourceOutcome.State.NOT_HOSTED, "");
        }
        if (!hosted.databaseId().equals(databaseId)) {
            return candidate(
                    answer,
                    SourceOutcome.State.OTHER_DATABASE,
                    "hosts another database of that name, " + hosted.databaseId());
        }
        if (!hosted.online()) {
            return candidate(answer, SourceOutcome.State.NOT_AVAILABLE, whyNotAvailable(hosted));
        }
        return candidate(answer, SourceOutcome.State.NOT_ASKED, "", hosted.lastTransactionId());
    }

    private static Candidate candidate(ServerAnswer answer, SourceOutcome.State state, String reason) {
        return candidate(answer, state, reason, 0);
    }

    private static Candidate candidate(
            ServerAnswer answer, SourceOutcome.State state, String reason, long lastTransactionId) {
        String serverId = answer.answered() ? answer.server().serverId() : "";
        return new Candidate(answer.source(), serverId, answer.name(), state, reason, lastTransactionId);
    }

    private static String whyNotAvailable(HostedDatabase hosted) {
        String status = hosted.status();
        if (status.equals("offline") && hosted.requested().equals("offline")) {
            status = "stopped (offline)";
        }
        return hosted.message().isEmpty() ? status : status + ": " + hosted.message();
    }
}
