package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import io.microraft.RaftEndpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;

/**
 * In which order members ask for votes that all know at about the same time that there is no leader: at the birth of their group,
 * and when its leader's process has ended. It is drawn from the group, the term and their names, the same on every server, so
 * that the first has won before the second would divide the votes, and not all groups go to the same server.
 */
final class Turns {
    /** Who is not first waits for so many of these as go before: an election's two round trips and two syncs. */
    static final int PER_HEARTBEAT = 2;

    private Turns() {}

    /** How many voters ask before this one, {@code gone} aside (null: none is); -1 if it has no vote. */
    static int of(RaftNodeImpl node, Endpoint gone) {
        RaftState state = node.state();
        Endpoint self = (Endpoint) node.getLocalEndpoint();
        if (!state.isVotingMember(self)) {
            return -1;
        }
        int turn = 0;
        long own = draw(node, self);
        for (RaftEndpoint voter : state.remoteVotingMembers()) {
            if (!voter.equals(gone) && draw(node, (Endpoint) voter) < own) {
                turn++;
            }
        }
        return turn;
    }

    /** A number that every server draws alike. */
    private static long draw(RaftNodeImpl node, Endpoint voter) {
        long bits = node.getGroupId().hashCode();
        bits = mixed(bits + node.state().term());
        bits = mixed(bits + voter.serverId().hashCode());
        return mixed(bits + voter.incarnation());
    }

    /** The finishing step of MurmurHash3: near numbers become far ones. */
    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
