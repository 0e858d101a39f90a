package dev.muster.node.hosting;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of this server that are dumped because their databases are to be dropped then, until the catalog knows how that went.
 *
 * <p><b>Lane.</b> On the reconciler's.
 */
final class Dumps {
    private static final Logger LOG = LoggerFactory.getLogger(Dumps.class);
    private static final long RETRY_NANOS = 500_000_000L;

    private final Lane lane;
    private final Clock clock;
    private final String self;
    private final StoreDumper dumper;
    private final StoreDirectories directories;
    private final Map<UUID, Outcome> outcomes = new HashMap<>();
    private volatile Function<AdminCommand, CompletionStage<?>> commands;

    /** How it went ({@code failure} null: well), which the catalog is to be told. */
    private static final class Outcome {
        private final String failure;
        private long nextNanos;
        private boolean underWay;

        private Outcome(String failure, long nextNanos) {
            this.failure = failure;
            this.nextNanos = nextNanos;
        }
    }

    Dumps(Lane lane, Clock clock, String self, StoreDumper dumper, StoreDirectories directories) {
        this.lane = lane;
        this.clock = clock;
        this.self = self;
        this.dumper = dumper;
        this.directories = directories;
    }

    /** How commands get into the catalog. Any thread. */
    void commands(Function<AdminCommand, CompletionStage<?>> executor) {
        commands = executor;
    }

    /** Whether it is done and the catalog may not know it yet. */
    boolean isDone(UUID databaseId) {
        return outcomes.containsKey(databaseId);
    }

    /** Dumps a database that is down; completes, on the lane, when it is known how that went, and does not fail. */
    CompletionStage<Void> dump(HostedDatabase database) {
        LOG.info("dumping database '{}', which is to be dropped then", database.name());
        return written(database).handleAsync((done, failure) -> noted(database, failure), lane);
    }

    /** A damaged store cannot be dumped, and is not destroyed: it is put aside. */
    private CompletionStage<Void> written(HostedDatabase database) {
        if (database.status() != CurrentStatus.DIRTY) {
            return dumper.dump(database.name(), database.databaseId());
        }
        try {
            LOG.warn(
                    "the copy of '{}' is damaged and cannot be dumped; it is kept at {}",
                    database.name(),
                    directories.setDamagedAside(database.name()));
            return CompletableFuture.completedStage(null);
        } catch (IOException e) {
            return CompletableFuture.failedStage(new UncheckedIOException(e));
        }
    }

    private Void noted(HostedDatabase database, Throwable failure) {
        String reason = failure == null ? null : CopyReport.describe(failure);
        if (reason != null) {
            LOG.warn("database '{}' was not dumped: {}", database.name(), reason);
        }
        outcomes.put(database.databaseId(), new Outcome(reason, clock.monotonicNanos()));
        return null;
    }

    /** Whether nothing waits here: the catalog is still to be told of a dump otherwise. */
    boolean isIdle() {
        return outcomes.isEmpty();
    }

    /** Tells the catalog what it does not know yet. */
    void look(List<DatabaseEntry> wanted) {
        if (outcomes.isEmpty()) {
            return;
        }
        outcomes.keySet()
                .removeIf(id -> wanted.stream()
                        .noneMatch(entry -> entry.databaseId().equals(id)
                                && entry.isBeingDumped()
                                && entry.dumping().servers().contains(self)));
        outcomes.forEach(this::tell);
    }

    private void tell(UUID databaseId, Outcome outcome) {
        Function<AdminCommand, CompletionStage<?>> executor = commands;
        if (executor == null || outcome.underWay || clock.monotonicNanos() - outcome.nextNanos < 0) {
            return;
        }
        outcome.underWay = true;
        executor.apply(new AdminCommand.NoteDump(databaseId, self, outcome.failure))
                .whenComplete((done, failure) -> lane.execute(() -> {
                    outcome.underWay = false;
                    outcome.nextNanos = clock.monotonicNanos() + RETRY_NANOS;
                    if (failure == null) {
                        outcomes.remove(databaseId, outcome); // it says nothing of a dump that is asked for later
                    } else {
                        LOG.info("that {} was dumped is not noted yet: {}", databaseId, failure.getMessage());
                    }
                }));
    }
}
