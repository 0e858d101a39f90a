package dev.muster.node.discovery;

import dev.muster.catalog.DatabaseReport;
import dev.muster.node.discovery.ServerInfo.StatusDigest;
import dev.muster.runtime.SocketAddress;
import java.util.List;

/** What servers say to each other on the discovery port. Encoded by {@link FrameCodec}. */
public sealed interface Frame {
    /** "I am here." {@code reply}: said in answer to one, so it needs none. {@code known}: whom else to talk to. */
    record Hello(String clusterId, boolean reply, ServerInfo self, List<SocketAddress> known) implements Frame {}

    /** "I am going, on purpose." */
    record Leave(String clusterId, String serverId, long incarnation) implements Frame {}

    /**
     * "What do you say of your databases?" Answered by a {@link Report} on the same connection. {@link #ANY_CLUSTER} is
     * answered too: so asks who does not belong to a cluster yet and wants to know whose server this is.
     */
    record Fetch(String clusterId) implements Frame {
        static final String ANY_CLUSTER = "";
    }

    record Report(
            String clusterId, String serverId, long incarnation, StatusDigest status, List<DatabaseReport> databases)
            implements Frame {}

    /** A message of the SWIM engine; {@code answered}: the sender waits for an {@link Answer} under {@code id}. */
    record Swim(String clusterId, long id, boolean answered, SocketAddress from, String subject, byte[] payload)
            implements Frame {}

    /** {@code failure} is empty if the payload is the answer. */
    record Answer(long id, String failure, byte[] payload) implements Frame {}

    /** "I got that": sent for what is not answered otherwise, so that a dead connection shows. */
    record Heard() implements Frame {}
}
