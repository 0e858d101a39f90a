package dev.muster.sim.seam;

import dev.muster.raft.GroupId;
import dev.muster.raft.GroupSpec;
import dev.muster.raft.MemberId;
import dev.muster.raft.Profile;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftServer;
import dev.muster.raft.StateMachine;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A server's consensus that does what another one does, to be observed or made wrong in one place. */
public class ForwardingRaft implements RaftServer {
    protected final RaftServer raft;

    public ForwardingRaft(RaftServer raft) {
        this.raft = raft;
    }

    @Override
    public RaftGroup start(GroupSpec spec, StateMachine stateMachine, Lane lane) {
        return raft.start(spec, stateMachine, lane);
    }

    @Override
    public MemberId self() {
        return raft.self();
    }

    @Override
    public SocketAddress address() {
        return raft.address();
    }

    @Override
    public Set<GroupId> groupsOnDisk() {
        return raft.groupsOnDisk();
    }

    @Override
    public boolean hasHistoryOf(GroupId group) {
        return raft.hasHistoryOf(group);
    }

    @Override
    public MemberId memberOnDisk(GroupId group) {
        return raft.memberOnDisk(group);
    }

    @Override
    public CompletionStage<Void> forget(GroupId group) {
        return raft.forget(group);
    }

    @Override
    public void peers(Map<String, SocketAddress> addressByServerId) {
        raft.peers(addressByServerId);
    }

    @Override
    public void onFatal(Consumer<Throwable> listener) {
        raft.onFatal(listener);
    }

    @Override
    public LogMetrics metrics() {
        return raft.metrics();
    }

    @Override
    public Profile profile() {
        return raft.profile();
    }

    @Override
    public long messagesForUnknownGroups() {
        return raft.messagesForUnknownGroups();
    }

    @Override
    public long messagesForOtherLives() {
        return raft.messagesForOtherLives();
    }

    @Override
    public CompletionStage<Void> shutDown() {
        return raft.shutDown();
    }

    @Override
    public void close() {
        raft.close();
    }
}
