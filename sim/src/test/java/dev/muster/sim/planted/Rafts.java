package dev.muster.sim.planted;

import dev.muster.node.server.ServerParts;
import dev.muster.raft.GroupId;
import dev.muster.raft.GroupSpec;
import dev.muster.raft.MemberId;
import dev.muster.raft.Membership;
import dev.muster.raft.Profile;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.StateMachine;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.sim.cluster.Seams;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Seams around the consensus of a server: its groups as databases see them, and state machines as groups see them. */
final class Rafts {
    private Rafts() {}

    /** Every group applies its entries to a state machine like this. */
    static Seams stateMachines(UnaryOperator<StateMachine> machines) {
        return wrapped((group, lane) -> group, machines);
    }

    /** Databases get groups like this. */
    static Seams groups(Function<RaftGroup, RaftGroup> groups) {
        return wrapped((group, lane) -> groups.apply(group), machine -> machine);
    }

    /** What a database gets in the place of its group. */
    interface GroupWrapping {
        RaftGroup wrap(RaftGroup group, Lane lane);
    }

    private static Seams wrapped(GroupWrapping groups, UnaryOperator<StateMachine> machines) {
        return new Seams() {
            @Override
            public ServerParts parts(String server, ServerParts standard) {
                return standard.withRaft(raft -> new Server(raft, groups, machines));
            }
        };
    }

    /** A group that does what another one does. */
    static class Group implements RaftGroup {
        final RaftGroup group;

        Group(RaftGroup group) {
            this.group = group;
        }

        @Override
        public GroupId id() {
            return group.id();
        }

        @Override
        public CompletionStage<Object> propose(byte[] payload) {
            return group.propose(payload);
        }

        @Override
        public CompletionStage<Long> barrier() {
            return group.barrier();
        }

        @Override
        public RaftStatus status() {
            return group.status();
        }

        @Override
        public CompletionStage<Void> transferLeadership(MemberId target) {
            return group.transferLeadership(target);
        }

        @Override
        public CompletionStage<Membership> addLearner(MemberId member, long expectedMembership) {
            return group.addLearner(member, expectedMembership);
        }

        @Override
        public CompletionStage<Membership> promote(MemberId learner, long expectedMembership) {
            return group.promote(learner, expectedMembership);
        }

        @Override
        public CompletionStage<Membership> remove(MemberId member, long expectedMembership) {
            return group.remove(member, expectedMembership);
        }

        @Override
        public CompletionStage<Long> takeSnapshot() {
            return group.takeSnapshot();
        }

        @Override
        public CompletionStage<Void> stop() {
            return group.stop();
        }

        @Override
        public CompletionStage<Void> destroy() {
            return group.destroy();
        }
    }

    /** A state machine that does what another one does. */
    static class Machine implements StateMachine {
        final StateMachine machine;

        Machine(StateMachine machine) {
            this.machine = machine;
        }

        @Override
        public long appliedIndex() {
            return machine.appliedIndex();
        }

        @Override
        public Object apply(long index, byte[] payload) {
            return machine.apply(index, payload);
        }

        @Override
        public byte[] checkpoint(long index) {
            return machine.checkpoint(index);
        }

        @Override
        public void copyNeeded(long index, byte[] descriptor, MemberId source, Runnable done) {
            machine.copyNeeded(index, descriptor, source, done);
        }

        @Override
        public void roleChanged(RaftStatus status) {
            machine.roleChanged(status);
        }

        @Override
        public void failed(String reason, Throwable cause) {
            machine.failed(reason, cause);
        }
    }

    private record Server(RaftServer raft, GroupWrapping groups, UnaryOperator<StateMachine> machines)
            implements RaftServer {
        @Override
        public RaftGroup start(GroupSpec spec, StateMachine stateMachine, Lane lane) {
            return groups.wrap(raft.start(spec, machines.apply(stateMachine), lane), lane);
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
        public void forget(GroupId group) {
            raft.forget(group);
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
}
