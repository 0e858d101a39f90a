package dev.muster.node.hosting;

import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.DatabaseReport.LogPosition;
import dev.muster.catalog.DatabaseReport.ReportedRole;
import dev.muster.raft.RaftStatus;
import dev.muster.runtime.Clock;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;

/** How a copy of a database on this server is described to others and to people. Any thread. */
final class CopyReport {
    private CopyReport() {}

    /** What this server says of the database at this moment. */
    static DatabaseReport of(HostedDatabase database, Clock clock) {
        RaftStatus raft = database.raftStatus();
        CurrentStatus status = database.status();
        ReportedRole role = raft == null || status != CurrentStatus.ONLINE
                ? ReportedRole.NONE
                : switch (raft.role()) {
                    case LEADER -> ReportedRole.LEADER;
                    case FOLLOWER, CANDIDATE -> ReportedRole.FOLLOWER;
                    case LEARNER -> ReportedRole.LEARNER;
                };
        return new DatabaseReport(
                database.databaseId(),
                database.name(),
                status,
                role,
                raft == null ? 0 : raft.term(),
                database.lastTransactionId(),
                raft == null ? LogPosition.NONE : position(raft),
                database.message(),
                database.isReadOnly(),
                database.entry().readOnly(),
                clock.wallMillis());
    }

    private static LogPosition position(RaftStatus raft) {
        return new LogPosition(
                raft.leader() == null ? "" : raft.leader().serverId(),
                raft.lastIndex(),
                raft.commitIndex(),
                raft.appliedIndex());
    }

    /** The reason in a failure, for the message column. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof UncheckedIOException || cause instanceof CompletionException)) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
