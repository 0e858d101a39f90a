package dev.muster.node.hosting;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.raft.MemberId;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of this server that have asked to be replaced by another life of theirs, until the catalog says that they have to
 * go. From then on it is as with every copy that goes: the group's leader takes it out, then it is destroyed here, and the next
 * life joins.
 *
 * <p><b>Lane.</b> On the reconciler's.
 */
final class Replacements {
    private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final Lane lane;
    private final Clock clock;
    private final Map<UUID, Asked> asked = new HashMap<>();
    private volatile Function<AdminCommand, CompletionStage<?>> commands;

    private static final class Asked {
        private final MemberId copy;
        private long nextNanos;
        private boolean underWay;

        private Asked(MemberId copy, long nextNanos) {
            this.copy = copy;
            this.nextNanos = nextNanos;
        }
    }

    Replacements(Lane lane, Clock clock) {
        this.lane = lane;
        this.clock = clock;
    }

    /** How commands get into the catalog. Any thread. */
    void commands(Function<AdminCommand, CompletionStage<?>> executor) {
        commands = executor;
    }

    /** Begins to ask, again and again. */
    void ask(DatabaseEntry entry, MemberId copy) {
        asked.put(entry.databaseId(), new Asked(copy, clock.monotonicNanos()));
    }

    /** Whether nothing waits here: a copy is still to be replaced otherwise. */
    boolean isIdle() {
        return asked.isEmpty();
    }

    /** Asks for what is still to be replaced, as the catalog has it. */
    void look(List<DatabaseEntry> wanted) {
        if (asked.isEmpty()) {
            return;
        }
        Map<UUID, DatabaseEntry> byId = new HashMap<>();
        wanted.forEach(entry -> byId.put(entry.databaseId(), entry));
        asked.entrySet().removeIf(one -> !isStillWanted(byId.get(one.getKey()), one.getValue().copy));
        asked.forEach(this::askAgain);
    }

    private static boolean isStillWanted(DatabaseEntry entry, MemberId copy) {
        Allocation here = entry == null ? null : entry.copyOn(copy.serverId());
        return here != null && here.mode() != Allocation.Mode.LEAVING && here.life() == copy.incarnation();
    }

    private void askAgain(UUID databaseId, Asked one) {
        Function<AdminCommand, CompletionStage<?>> executor = commands;
        if (executor == null || one.underWay || clock.monotonicNanos() - one.nextNanos < 0) {
            return;
        }
        one.underWay = true;
        executor.apply(new AdminCommand.ReplaceCopy(databaseId, one.copy.serverId(), one.copy.incarnation()))
                .whenComplete((done, failure) -> lane.execute(() -> {
                    one.underWay = false;
                    one.nextNanos = clock.monotonicNanos() + RETRY_NANOS;
                    if (failure != null) {
                        LOG.info(
                                "the copy {} of {} is not replaced yet: {}",
                                one.copy,
                                databaseId,
                                failure.getMessage());
                    }
                }));
    }
}
