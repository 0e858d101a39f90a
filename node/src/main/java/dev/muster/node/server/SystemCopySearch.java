package dev.muster.node.server;

import dev.muster.node.discovery.Purpose;
import dev.muster.node.discovery.View;
import dev.muster.node.members.MemberClient;
import dev.muster.node.members.SystemCopy;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * included, have heard of nothing; and not before all founders have said something, or two more seconds have passed: whoever is
 * born with the cluster is known to it by its data directory, and a founder that comes later joins as another member.
 *
 * <p><b>Lane.</b> The one it is given.
 */
final class SystemCopySearch {
    private static final Logger LOG = LoggerFactory.getLogger(SystemCopySearch.class);
    private static final long ANSWER_MILLIS = 5_000;
    private static final long PAUSE_NANOS = 50_000_000L;
    /** Rounds after which it is said that there is no answer yet: some ten seconds. */
    private static final int ROUNDS_UNTIL_SAID = 200;

    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private static final CompletionStage<SystemCopy.Told> NO_ANSWER =
            CompletableFuture.completedStage(SystemCopy.Told.NOTHING);

    private final Lane lane;
    private final Awaiting awaiting;
    private final MemberClient client;
    private final Supplier<View> view;
    private final String self;
    private final SystemCopies copies;
    private final List<String> founders;
    private int rounds;
    private Round current;
    private boolean waiting;
    private boolean waitedEnough;

    SystemCopySearch(
            Lane lane,
            Awaiting awaiting,
            MemberClient client,
            Supplier<View> view,
            String self,
            SystemCopies copies,
            List<String> founders) {
        this.lane = lane;
        this.awaiting = awaiting;
        this.client = client;
        this.view = view;
        this.self = self;
        this.copies = copies;
        this.founders = List.copyOf(founders);
    }

    /** Tells, on the lane, which life of this server in the group it is; there is no limit of time. */
    void find(IntConsumer found) {
        lane.execute(() -> new Round(question(SystemCopy.Reason.NONE_HERE, -1), found).ask());
    }

    /** The same in place of a copy that is damaged, once that is out of the group. */
    void replacing(int damaged, IntConsumer found) {
        lane.execute(() -> new Round(question(SystemCopy.Reason.DAMAGED, damaged), found).ask());
    }

    /** Asks once, and tells only if the copy of that life is out of the group, and another is to take its place. */
    void inPlaceOf(int life, IntConsumer found) {
        lane.execute(() -> new Round(question(SystemCopy.Reason.NO_LEADER, life), found).ask());
    }

    private SystemCopy.Question question(SystemCopy.Reason reason, int life) {
        return new SystemCopy.Question(self, copies.dataId(), reason, life);
    }

    /** One question to everybody who is there. */
    private final class Round {
        private final SystemCopy.Question question;
        private final IntConsumer found;
        private int left;
        private final Set<String> heardFrom = new HashSet<>(Set.of(self));
        private int foundersWithNothing = founders.contains(self) ? 1 : 0;
        private boolean over;

        Round(SystemCopy.Question question, IntConsumer found) {
            this.question = question;
            this.found = found;
        }

        void ask() {
            current = this;
            Map<String, SocketAddress> asked = new TreeMap<>();
            view.get().servers().stream()
                    .filter(server -> server.reachable() && !server.serverId().equals(self))
                    .forEach(server ->
                            asked.put(server.serverId(), server.addresses().get(Purpose.ROUTING)));
            left = asked.size();
            if (!isDoubt() && ++rounds % ROUNDS_UNTIL_SAID == 0) {
                LOG.warn(
                        "no majority has said yet which copy of 'system' this server is to have; asked: {}. It begins nothing"
                                + " before that (of a server that was dropped nobody will say it)",
                        asked.keySet());
            }
            asked.forEach((serverId, address) -> Stages.recovered(
                            awaiting.within(ANSWER_MILLIS, client.systemCopy(address, question), () -> NO_ANSWER),
                            failure -> NO_ANSWER)
                    .thenAccept(told -> lane.execute(() -> answered(serverId, told))));
            lookFurther();
        }

        private void answered(String serverId, SystemCopy.Told told) {
            left--;
            if (told.dataId() != null) {
                copies.heardOf(serverId, told.dataId());
                heardFrom.add(serverId);
            }
            if (over) {
                return;
            }
            switch (told.copy().standing()) {
                case DECIDED -> end(told.copy().life());
                case NOTHING_FOUNDED -> foundersWithNothing += founders.contains(serverId) ? 1 : 0;
                case NOT_KNOWN -> {}
            }
            lookFurther();
        }

        private void lookFurther() {
            if (over) {
                return;
            }
            if (mayFound() && !waiting) {
                waiting = true;
                lane.schedule(PATIENCE_NANOS, () -> {
                    waitedEnough = true;
                    current.lookFurther();
                });
            }
            if (mayFound() && (waitedEnough || heardFrom.containsAll(founders))) {
                end(0);
            } else if (left == 0) {
                over = true;
                if (!isDoubt()) {
                    lane.schedule(PAUSE_NANOS, () -> new Round(question, found).ask());
                }
            }
        }

        private boolean isDoubt() {
            return question.reason() == SystemCopy.Reason.NO_LEADER;
        }

        private boolean mayFound() {
            return question.reason() == SystemCopy.Reason.NONE_HERE
                    && founders.contains(self)
                    && foundersWithNothing * 2 > founders.size();
        }

        private void end(int life) {
            over = true;
            found.accept(life);
        }
    }
}
