package dev.muster.sim.cluster;

import dev.muster.raft.GroupSpec;
import dev.muster.raft.MemberId;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftServer;
import dev.muster.raft.StateMachine;
import dev.muster.runtime.Lane;
import dev.muster.sim.seam.ForwardingMachine;
import dev.muster.sim.seam.ForwardingRaft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The consensus of one process, with someone who is told which groups run and what they apply. */
final class ObservedRaft extends ForwardingRaft {
    private final String server;
    private final ConsensusObserver observer;
    private final Map<dev.muster.raft.GroupId, RaftGroup> groups = new LinkedHashMap<>();

    ObservedRaft(String server, RaftServer raft, ConsensusObserver observer) {
        super(raft);
        this.server = server;
        this.observer = observer;
        observer.began(server, raft.self().serverId());
    }

    /** The groups that were started, those that have stopped since included. */
    List<RaftGroup> groups() {
        return List.copyOf(groups.values());
    }

    @Override
    public RaftGroup start(GroupSpec spec, StateMachine stateMachine, Lane lane) {
        Watched watched = new Watched(stateMachine);
        RaftGroup group = super.start(spec, watched, lane);
        watched.group = group;
        groups.put(group.id(), group);
        MemberId member = spec.self() == null ? self() : spec.self();
        observer.started(server, group, member.incarnation());
        return group;
    }

    private final class Watched extends ForwardingMachine {
        private RaftGroup group;

        Watched(StateMachine machine) {
            super(machine);
        }

        @Override
        public Object apply(long index, byte[] payload) {
            observer.applying(server, group, index, payload);
            return super.apply(index, payload);
        }
    }
}
