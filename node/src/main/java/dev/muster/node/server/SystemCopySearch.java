package dev.muster.node.server;

import dev.muster.node.discovery.Purpose;
import dev.muster.node.discovery.View;
import dev.muster.node.members.MemberClient;
import dev.muster.node.members.SystemCopy;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a server that has no copy of {@code system} it could go on with learns which one to begin: it asks the others, again and
 * again. What is not on its disk may be there for the first time, or may have been lost, and with it votes and entries that
 * others count on; only they can tell. As a founder of the cluster it begins unasked only if a majority of the founders, itself
 * included, have heard of nothing.
 *
 * <p><b>Lane.</b> The one it is given.
 */
final class SystemCopySearch {
    private static final Logger LOG = LoggerFactory.getLogger(SystemCopySearch.class);
    private static final long ANSWER_MILLIS = 5_000;
    private static final long PAUSE_NANOS = 50_000_000L;
    /** Rounds after which it is said that there is no answer yet: some ten seconds. */
    private static final int ROUNDS_UNTIL_SAID = 200;

    private static final CompletionStage<SystemCopy> NO_ANSWER = CompletableFuture.completedStage(SystemCopy.NOT_KNOWN);

    private final Lane lane;
    private final Awaiting awaiting;
    private final MemberClient client;
    private final Supplier<View> view;
    private final String self;
    private final UUID dataId;
    private final List<String> founders;
    private int rounds;

    SystemCopySearch(
            Lane lane,
            Awaiting awaiting,
            MemberClient client,
            Supplier<View> view,
            String self,
            UUID dataId,
            List<String> founders) {
        this.lane = lane;
        this.awaiting = awaiting;
        this.client = client;
        this.view = view;
        this.self = self;
        this.dataId = dataId;
        this.founders = List.copyOf(founders);
    }

    /** Tells, on the lane, which life of this server in the group it is; there is no limit of time. */
    void find(int lostLife, IntConsumer found) {
        lane.execute(() -> new Round(lostLife, found).ask());
    }

    /** One question to everybody who is there. */
    private final class Round {
        private final int lostLife;
        private final IntConsumer found;
        private int left;
        private int foundersWithNothing = founders.contains(self) ? 1 : 0;
        private boolean over;

        Round(int lostLife, IntConsumer found) {
            this.lostLife = lostLife;
            this.found = found;
        }

        void ask() {
            Map<String, SocketAddress> asked = new TreeMap<>();
            view.get().servers().stream()
                    .filter(server -> server.reachable() && !server.serverId().equals(self))
                    .forEach(server ->
                            asked.put(server.serverId(), server.addresses().get(Purpose.ROUTING)));
            left = asked.size();
            if (++rounds % ROUNDS_UNTIL_SAID == 0) {
                LOG.warn(
                        "no majority has said yet which copy of 'system' this server is to have; asked: {}. It begins nothing"
                                + " before that (of a server that was dropped nobody will say it)",
                        asked.keySet());
            }
            asked.forEach((serverId, address) -> Stages.recovered(
                            awaiting.within(
                                    ANSWER_MILLIS, client.systemCopy(address, self, dataId, lostLife), () -> NO_ANSWER),
                            failure -> NO_ANSWER)
                    .thenAccept(copy -> lane.execute(() -> answered(serverId, copy))));
            lookFurther();
        }

        private void answered(String serverId, SystemCopy copy) {
            left--;
            if (over) {
                return;
            }
            switch (copy.standing()) {
                case DECIDED -> end(copy.life());
                case NOTHING_FOUNDED -> foundersWithNothing += founders.contains(serverId) ? 1 : 0;
                case NOT_KNOWN -> {}
            }
            lookFurther();
        }

        private void lookFurther() {
            if (over) {
                return;
            }
            if (lostLife < 0 && founders.contains(self) && foundersWithNothing * 2 > founders.size()) {
                end(0);
            } else if (left == 0) {
                over = true;
                lane.schedule(PAUSE_NANOS, () -> new Round(lostLife, found).ask());
            }
        }

        private void end(int life) {
            over = true;
            found.accept(life);
        }
    }
}
