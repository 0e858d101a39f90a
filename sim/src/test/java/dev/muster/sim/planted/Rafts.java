package dev.muster.sim.planted;

import dev.muster.node.server.ServerParts;
import dev.muster.raft.GroupId;
import dev.muster.raft.GroupSpec;
import dev.muster.raft.MemberId;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftServer;
import dev.muster.raft.StateMachine;
import dev.muster.runtime.Lane;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.seam.ForwardingRaft;
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

    /** A server that finds nothing of a group on its disk takes part in it as the member it was born as. */
    static Seams lostDisksUnnoticed() {
        return new Seams() {
            @Override
            public ServerParts parts(String server, ServerParts standard) {
                return standard.withRaft(raft -> new ForwardingRaft(raft) {
                    @Override
                    public MemberId memberOnDisk(GroupId group) {
                        MemberId onDisk = raft.memberOnDisk(group);
                        return onDisk == null ? raft.self() : onDisk;
                    }
                });
            }
        };
    }

    private static final class Server extends ForwardingRaft {
        private final GroupWrapping groups;
        private final UnaryOperator<StateMachine> machines;

        Server(RaftServer raft, GroupWrapping groups, UnaryOperator<StateMachine> machines) {
            super(raft);
            this.groups = groups;
            this.machines = machines;
        }

        @Override
        public RaftGroup start(GroupSpec spec, StateMachine stateMachine, Lane lane) {
            return groups.wrap(raft.start(spec, machines.apply(stateMachine), lane), lane);
        }
    }
}
