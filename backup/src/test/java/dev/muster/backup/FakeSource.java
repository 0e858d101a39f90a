package dev.muster.backup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server's databases, as the backup protocol sees them. */
public final class FakeSource implements BackupSource {
    public final Map<String, FakeDatabase> databases = new LinkedHashMap<>();
    /** If set, pinning fails with it, after the list has been given. */
    public RuntimeException pinFailure;

    /** How far the leader is, as it has confirmed; a copy that is behind it lags. Null: nobody leads. */
    public Long acknowledged = 0L;

    /** Whom it knows. */
    public List<ClusterServer> cluster = List.of();

    private final String name;

    public FakeSource(String name) {
        this.name = name;
    }

    public FakeDatabase add(FakeDatabase database) {
        databases.put(database.name, database);
        return database;
    }

    @Override
    public ServerIdentity server() {
        return new ServerIdentity("id-of-" + name, name);
    }

    @Override
    public List<ClusterServer> cluster() {
        return cluster;
    }

    @Override
    public List<HostedDatabase> databases() {
        return databases.values().stream().map(FakeDatabase::hosted).toList();
    }

    @Override
    public CompletionStage<Long> catchUp(UUID databaseId) {
        if (acknowledged == null) {
            return CompletableFuture.failedFuture(new NotCurrent("nobody leads"));
        }
        boolean lags = databases.values().stream()
                .anyMatch(database ->
                        database.identity.databaseId().equals(databaseId) && database.last() < acknowledged);
        return lags
                ? CompletableFuture.failedFuture(new NotCurrent("the leader is at " + acknowledged))
                : CompletableFuture.completedFuture(acknowledged);
    }

    @Override
    public CompletionStage<Pinned> pin(UUID databaseId) {
        if (pinFailure != null) {
            return CompletableFuture.failedFuture(pinFailure);
        }
        for (FakeDatabase database : databases.values()) {
            if (database.identity.databaseId().equals(databaseId)) {
                return database.status.equals("online")
                        ? CompletableFuture.completedFuture(database.pin())
                        : CompletableFuture.failedFuture(
                                new Unavailable(database.status, "database is " + database.status));
            }
        }
        return CompletableFuture.failedFuture(new Unavailable("", "not on this server"));
    }
}
