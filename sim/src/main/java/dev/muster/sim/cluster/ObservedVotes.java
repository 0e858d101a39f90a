package dev.muster.sim.cluster;

import dev.muster.runtime.Network;
import dev.muster.sim.seam.OutgoingFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Tells someone of each vote that the consensus of one process sends. */
final class ObservedVotes {
    /** Magic number and version. */
    private static final int PREFIX_BYTES = 3;
    /** Numbers of kinds of messages, as on the wire. */
    private static final int VOTE = 7;

    private static final int VOTED = 8;

    private final String server;
    private final ConsensusObserver observer;

    private ObservedVotes(String server, ConsensusObserver observer) {
        this.server = server;
        this.observer = observer;
    }

    /** The network of a process, watched. */
    static Network on(Network network, String server, ConsensusObserver observer) {
        ObservedVotes votes = new ObservedVotes(server, observer);
        return new OutgoingFrames(network, votes::look);
    }

    private byte[] look(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.position(PREFIX_BYTES);
        String sender = endpoint(bytes);
        String target = endpoint(bytes);
        while (bytes.hasRemaining()) {
            int length = bytes.getInt();
            int next = bytes.position() + length;
            UUID group = new UUID(bytes.getLong(), bytes.getLong());
            int kind = bytes.get();
            int term = bytes.getInt();
            if (kind == VOTED && bytes.get() != 0) {
                observer.votes(server, group, term, target);
            } else if (kind == VOTE) {
                observer.votes(server, group, term, sender);
            }
            bytes.position(next);
        }
        return frame;
    }

    private static String endpoint(ByteBuffer bytes) {
        byte[] name = new byte[bytes.getInt()];
        bytes.get(name);
        bytes.getInt();
        return new String(name, StandardCharsets.UTF_8);
    }
}
