package dev.muster.sim.planted;

import dev.muster.raft.wire.FrameReader;
import dev.muster.raft.wire.FrameReader.Incoming;
import dev.muster.raft.wire.FrameWriter;
import dev.muster.runtime.Network;
import dev.muster.runtime.World;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.seam.OutgoingFrames;
import java.util.function.UnaryOperator;

/** Seams through the network: what a server's consensus sends to others. */
final class Frames {
    private Frames() {}

    /** Every message of the consensus leaves like this. */
    static Seams messages(UnaryOperator<Incoming> alter) {
        return new Seams() {
            @Override
            public World world(String server, World own) {
                Network altered = new OutgoingFrames(own.network(), frame -> altered(frame, alter));
                return new World(own.clock(), own.scheduler(), own.random(), own.disk(), altered);
            }
        };
    }

    private static byte[] altered(byte[] frame, UnaryOperator<Incoming> alter) {
        FrameReader.Frame read = FrameReader.read(frame);
        FrameWriter writer = new FrameWriter(read.sender(), read.target(), frame.length);
        for (Incoming message : read.messages()) {
            Incoming other = alter.apply(message);
            writer.add(other.message(), other.matchHint());
        }
        return writer.toArray();
    }
}
