package dev.muster.node.server;

import dev.muster.node.config.ServerConfig;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.query.Queries;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.runtime.Lane;
import java.util.List;
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

    /** The lane is blocked while the first contents are agreed on, so it must be nobody else's. */
    Bootstrap(Lane lane, DatabaseHost host, Queries queries, ServerConfig config, List<String> founders) {
        this.lane = lane;
        this.host = host;
        this.queries = queries;
        this.config = config;
        this.founders = founders;
    }

    void start() {
        lane.execute(this::look);
    }

    private void look() {
        HostedDatabase system = host.system();
        if (system.lastTransactionId() > 0) {
            return;
        }
        RaftStatus raft = system.raftStatus();
        if (raft != null && raft.role() == Role.LEADER) {
            try {
                queries.bootstrap(config.databases().defaultDatabase(), founders);
            } catch (RuntimeException e) {
                LOG.warn("the first contents of 'system' were not agreed on; trying again: {}", e.getMessage());
            }
        }
        lane.schedule(LOOK_NANOS, this::look);
    }
}
