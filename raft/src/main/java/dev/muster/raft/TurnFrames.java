package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import dev.muster.raft.wire.FrameWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames of a turn, one from each life of this server to each life of another: groups may know either in different ones.
 * Peers are few and the same turn after turn, so a frame is found by looking through them, and its room is used again.
 */
final class TurnFrames {
    private static final int BYTES_FIRST = 256;
    /** More than a server has peers: beyond it frames of lives that are over would gather. */
    private static final int FRAMES_KEPT = 32;

    private record Route(Endpoint sender, Endpoint target, FrameWriter frame) {}

    private final List<Route> routes = new ArrayList<>();

    /** The frame that leaves from the sender to the target, with what was added before. */
    FrameWriter to(Endpoint sender, Endpoint target) {
        for (Route route : routes) {
            if (route.target().equals(target) && route.sender().equals(sender)) {
                return route.frame();
            }
        }
        Route route = new Route(sender, target, new FrameWriter(sender, target, BYTES_FIRST));
        routes.add(route);
        return route.frame();
    }

    boolean isEmpty() {
        for (Route route : routes) {
            if (!route.frame().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Sends all that have something, and so makes it ready for another turn. */
    void send(PeerLinks links) {
        for (Route route : routes) {
            if (!route.frame().isEmpty()) {
                links.send(route.target().serverId(), route.frame().take());
            }
        }
        if (routes.size() > FRAMES_KEPT) {
            routes.clear();
        }
    }
}
