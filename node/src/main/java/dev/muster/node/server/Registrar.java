package dev.muster.node.server;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.ServerEntry;
import dev.muster.node.discovery.Discovery;
import dev.muster.node.discovery.Purpose;
import dev.muster.node.discovery.ServerInfo;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.runtime.Lane;
import dev.muster.store.PinnedVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalog's list of servers: on the leader of {@code system}, writes down servers that discovery has found and
 * where they are; on every server, writes down which data directory it works on, and reads from it where servers are that discovery has not found yet, as after a restart with
 * a configuration that names nobody who is left.
 *
 * <p><b>Lane.</b> The one it is given.
 */
final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final Lane lane;
    private final DatabaseHost host;
    private final Catalog catalog;
    private final Discovery discovery;
    private final AddressBook book;
    private final Function<AdminCommand, CompletionStage<?>> commands;
    private final boolean enableAtOnce;
    private final Runnable addressesRead;
    private final String dataId;
    private boolean noting;
    private final Set<String> registering = new HashSet<>();
    private long readTransaction = -1;
    private List<ServerEntry> servers = List.of();
    private volatile boolean closed;

    /**
     * @param enableAtOnce whether servers that join can host databases without being enabled
     * @param addressesRead told when the book has read the catalog
     * @param dataId which data directory this server works on
     */
    Registrar(
            Lane lane,
            DatabaseHost host,
            Catalog catalog,
            Discovery discovery,
            AddressBook book,
            Function<AdminCommand, CompletionStage<?>> commands,
            boolean enableAtOnce,
            Runnable addressesRead,
            UUID dataId) {
        this.lane = lane;
        this.host = host;
        this.catalog = catalog;
        this.discovery = discovery;
        this.book = book;
        this.commands = commands;
        this.enableAtOnce = enableAtOnce;
        this.addressesRead = addressesRead;
        this.dataId = dataId.toString();
    }

    /** Looks once a second, and when it is woken; {@code system} must have been started. */
    void start() {
        lane.execute(this::look);
    }

    /** Looks at once: something is known of another server that was not. Any thread. */
    void wake() {
        lane.execute(this::lookOnce);
    }

    /** Does nothing any more. */
    void close() {
        closed = true;
    }

    private void look() {
        if (closed) {
            return;
        }
        lane.schedule(LOOK_NANOS, this::look);
        lookOnce();
    }

    private void lookOnce() {
        if (closed) {
            return;
        }
        HostedDatabase system = host.system();
        if (system == null) {
            return;
        }
        if (readTransaction < 0 || system.lastTransactionId() != readTransaction) {
            system.pinOpened().thenAccept(version -> lane.execute(() -> read(version)));
        }
        RaftStatus raft = system.raftStatus();
        if (raft != null && raft.role() == Role.LEADER && readTransaction > 0) {
            discovery.view().servers().forEach(this::register);
        }
        servers.stream()
                .filter(server -> server.serverId().equals(host.serverId()))
                .filter(server -> !server.dataId().equals(dataId))
                .forEach(this::noteDataDirectory);
    }

    /** So that the others can tell, if this server ever comes back on another one. */
    private void noteDataDirectory(ServerEntry self) {
        if (noting) {
            return;
        }
        noting = true;
        commands.apply(new AdminCommand.NoteDataDirectory(host.serverId(), dataId, false, self.dataId()))
                .whenComplete((done, failure) -> lane.execute(() -> {
                    noting = false;
                    if (failure != null) {
                        LOG.info(
                                "the data directory is not noted yet: {}",
                                Stages.causeOf(failure).getMessage());
                    }
                }));
    }

    private void read(PinnedVersion version) {
        try (version) {
            if (version.transactionId() <= readTransaction) {
                return;
            }
            readTransaction = version.transactionId();
            if (readTransaction == 0) {
                return;
            }
            servers = catalog.servers(version);
        }
        book.read(servers);
        discovery.meet(book.of(Purpose.DISCOVERY).values());
        addressesRead.run();
    }

    private void register(ServerInfo found) {
        ServerEntry known = servers.stream()
                .filter(server -> server.serverId().equals(found.serverId()))
                .findFirst()
                .orElse(null);
        boolean upToDate = known != null
                && (known.state() == ServerEntry.State.DROPPED
                        || known.addresses().equals(AddressBook.texts(found)));
        if (upToDate || !found.reachable() || !registering.add(found.serverId())) {
            return;
        }
        LOG.info("{} server '{}'", known == null ? "registering" : "noting the addresses of", found.serverId());
        commands.apply(new AdminCommand.RegisterServer(
                        found.serverId(), found.name(), AddressBook.texts(found), enableAtOnce))
                .whenComplete((done, failure) -> lane.execute(() -> {
                    registering.remove(found.serverId());
                    if (failure != null) {
                        LOG.info(
                                "server '{}' is not registered yet: {}",
                                found.serverId(),
                                Stages.causeOf(failure).getMessage());
                    }
                }));
    }
}
