package dev.muster.node.server;

import dev.muster.catalog.security.InitialUser;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.query.Queries;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.runtime.Lane;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a new cluster its first contents: whoever leads {@code system} while it is empty writes them. */
final class Bootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final long LOOK_NANOS = 50_000_000L;

    private final Lane lane;
    private final DatabaseHost host;
    private final Queries queries;
    private final ServerConfig config;
    private final List<String> founders;
    private final Supplier<Map<String, UUID>> dataIds;
    private final InitialUser administrator;

    /** {@code dataIds}: on which data directories the founders work, as far as it has been heard by the time it is asked for. */
    Bootstrap(
            Lane lane,
            DatabaseHost host,
            Queries queries,
            ServerConfig config,
            List<String> founders,
            Supplier<Map<String, UUID>> dataIds,
            InitialUser administrator) {
        this.lane = lane;
        this.host = host;
        this.queries = queries;
        this.config = config;
        this.founders = founders;
        this.dataIds = dataIds;
        this.administrator = administrator;
    }

    /** Looks every 50 ms, on the lane, until {@code system} has contents. */
    void start() {
        lane.execute(this::look);
    }

    private void look() {
        HostedDatabase system = host.system();
        if (system == null) {
            lane.schedule(LOOK_NANOS, this::look);
            return;
        }
        if (system.lastTransactionId() > 0) {
            return;
        }
        RaftStatus raft = system.raftStatus();
        boolean leads = raft != null && raft.role() == Role.LEADER;
        CompletionStage<Void> contents = leads
                ? queries.bootstrap(
                        config.databases().defaultDatabase(),
                        founders,
                        dataIds.get(),
                        config.databases().defaultTopology(),
                        config.databases().enableFreeServers(),
                        administrator)
                : CompletableFuture.completedStage(null);
        contents.whenComplete((agreed, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "the first contents of 'system' were not agreed on; trying again: {}",
                        Stages.causeOf(failure).getMessage());
            }
            lane.schedule(LOOK_NANOS, this::look);
        });
    }
}
