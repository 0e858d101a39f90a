package dev.muster.raft;

import dev.muster.raft.log.RestoredGroup;
import dev.muster.raft.wire.Endpoint;
import dev.muster.raft.wire.Payloads;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.executor.RaftNodeExecutor;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import io.microraft.persistence.RestoredRaftState;
import io.microraft.statemachine.StateMachine;
import io.microraft.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Builds the library's node of a group: as born by its spec, or as the log remembers it. */
final class NodeBirth {
    /** Room in the ring beyond what proposals may fill, for the first entries of new leaders (facts/raft.md 4.9, bug 2). */
    private static final int RING_SLACK = 4_096;
    /** The library's own snapshots are a second line: ours are asked for at half its count, and repeated if they fail. */
    private static final int LIBRARY_SNAPSHOT_FACTOR = 2;
    /** Entries in one request (facts/raft.md 4.3). */
    static final int APPEND_BATCH = 512;
    /** Nobody listens to the library's periodic reports. */
    private static final int REPORT_SECONDS = 100_000;

    /**
     * Whom a joining member takes for the only voter until the leader tells it who belongs to the group: the library wants
     * somebody. No server has this name, and nothing is sent to it.
     */
    static final Endpoint NOBODY = new Endpoint("", 0);

    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();

    /** The parts that the library is given. */
    record Parts(
            RaftNodeExecutor executor,
            Transport transport,
            StateMachine machine,
            RaftStore store,
            Random random,
            java.time.Clock clock) {}

    private NodeBirth() {}

    static RaftNodeImpl node(GroupSpec spec, RaftSettings settings, Parts parts, RestoredGroup restored) {
        RaftNode.RaftNodeBuilder builder = RaftNode.newBuilder()
                .setGroupId(spec.id().value())
                .setConfig(config(settings))
                .setExecutor(parts.executor())
                .setTransport(parts.transport())
                .setStateMachine(parts.machine())
                .setStore(parts.store())
                .setModelFactory(MODEL)
                .setRandom(parts.random())
                .setClock(parts.clock())
                .setRaftNodeReportListener(report -> {});
        if (restored.isBorn()) {
            builder.setRestoredState(state(restored));
        } else {
            List<RaftEndpoint> members = new ArrayList<>();
            spec.initialMembers().forEach(member -> members.add(Outcomes.endpoint(member)));
            if (members.isEmpty()) {
                members.add(NOBODY);
            }
            builder.setLocalEndpoint(Outcomes.endpoint(spec.self())).setInitialGroupMembers(members);
        }
        return (RaftNodeImpl) builder.build();
    }

    /** Whether this member was not there when the group was born. */
    static boolean hasJoined(RaftState state) {
        return state.initialMembers().isKnownMember(NOBODY);
    }

    private static RaftConfig config(RaftSettings settings) {
        int timeoutHeartbeats =
                Math.max(2, Math.round((float) settings.electionTimeoutMillis() / settings.heartbeatMillis()));
        return RaftConfig.newBuilder()
                .setLeaderHeartbeatPeriodSecs(1)
                .setLeaderHeartbeatTimeoutSecs(timeoutHeartbeats)
                .setLeaderElectionTimeoutMillis(timeoutHeartbeats * 500L) // half the election timeout, in library time
                .setMaxPendingLogEntryCount(settings.pendingEntriesMax() + RING_SLACK)
                .setAppendEntriesRequestBatchSize(APPEND_BATCH)
                .setCommitCountToTakeSnapshot(settings.entriesBeforeSnapshot() * LIBRARY_SNAPSHOT_FACTOR)
                .setTransferSnapshotsFromFollowersEnabled(false)
                .setRaftNodeReportPublishPeriodSecs(REPORT_SECONDS)
                .build();
    }

    private static RestoredRaftState state(RestoredGroup restored) {
        RaftTermPersistentState term = restored.term() == null
                ? MODEL.createRaftTermPersistentStateBuilder().setTerm(0).build()
                : Payloads.vote(restored.term().term(), restored.term().payload());
        List<LogEntry> entries = new ArrayList<>(restored.entries().size());
        restored.entries().forEach(entry -> entries.add(Payloads.entry(entry.index(), entry.term(), entry.payload())));
        return new RestoredRaftState(
                Payloads.identity(restored.identity()),
                Payloads.members(restored.members()),
                term,
                snapshot(restored),
                entries);
    }

    private static SnapshotEntry snapshot(RestoredGroup restored) {
        if (restored.snapshot() == null) {
            return null;
        }
        SnapshotChunk chunk = Payloads.chunk(restored.snapshot().payload());
        return MODEL.createSnapshotEntryBuilder()
                .setIndex(chunk.getIndex())
                .setTerm(chunk.getTerm())
                .setSnapshotChunks(List.of(chunk))
                .setGroupMembersView(chunk.getGroupMembersView())
                .build();
    }
}
