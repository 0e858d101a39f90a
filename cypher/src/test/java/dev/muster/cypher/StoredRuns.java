package dev.muster.cypher;

import dev.muster.cypher.ExecutionContext.ImportFiles;
import dev.muster.cypher.engine.CommitChecks;
import dev.muster.cypher.engine.CypherEngines;
import dev.muster.cypher.error.CypherError;
import dev.muster.runtime.Clock;
import dev.muster.store.Applied;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import dev.muster.store.engine.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Runs each statement in a transaction of its own on a store in memory, as auto-commit does. */
final class StoredRuns {
    private static final Clock STOPPED = new Clock() {
        @Override
        public long wallMillis() {
            return TestRuns.NOW_MILLIS;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    };

    private final CypherEngine engine = CypherEngines.create();
    private final Store store;
    private long index;
    final Map<String, byte[]> files = new HashMap<>();
    TransactionMemory memory = TransactionMemory.UNLIMITED;
    int opened;
    int closed;
    int commits;
    Map<String, Object> statistics;
    Map<String, Object> plan;

    StoredRuns() {
        store = Stores.inMemory(new StoreIdentity(TestRuns.DATABASE, new UUID(8, 8)), STOPPED);
    }

    List<List<Object>> run(String text) {
        return run(text, Map.of());
    }

    List<List<Object>> run(String text, Map<String, Object> parameters) {
        try (Part own = new Part()) {
            List<List<Object>> rows = new ArrayList<>();
            Batches batches = new Batches();
            try (Rows result = engine.prepare(text).run(context(own.transaction, batches), parameters)) {
                for (List<Object> row = result.next(); row != null; row = result.next()) {
                    rows.add(row);
                }
                statistics = result.statistics();
                plan = result.plan();
            }
            (batches.moved == null ? own : batches.moved).commit();
            return rows;
        }
    }

    private ImportFiles.Opened open(String url) {
        byte[] content = files.get(url);
        if (content == null) {
            throw CypherError.EXTERNAL_RESOURCE.exception(url, "there is no such file");
        }
        opened++;
        return new ImportFiles.Opened("/import/" + url, new ByteArrayInputStream(content), () -> closed++);
    }

    private ExecutionContext context(GraphTransaction transaction, ExecutionContext.Batches batches) {
        return new ExecutionContext(
                transaction,
                "neo4j",
                TestRuns.DATABASE,
                true,
                TestRuns.NOW_MILLIS,
                new SplittableRandom(1),
                TestRuns.PROCEDURES,
                () -> {},
                new ExecutionContext.Outside(batches, this::open, memory));
    }

    private final class Batches implements ExecutionContext.Batches {
        private Part moved;

        @Override
        public ExecutionContext.Batch begin() {
            return new Part();
        }

        @Override
        public GraphTransaction movedOn() {
            if (moved != null) {
                moved.close();
            }
            moved = new Part();
            return moved.transaction;
        }
    }

    private final class Part implements ExecutionContext.Batch, AutoCloseable {
        private final PinnedVersion version = store.pin();
        private final GraphTransaction transaction = GraphTransactions.over(version, store.ids());

        @Override
        public GraphTransaction transaction() {
            return transaction;
        }

        @Override
        public String name() {
            return "part";
        }

        @Override
        public void commit() {
            CommitChecks.check(transaction);
            if (!transaction.hasChanges()) {
                return;
            }
            byte[] changes =
                    ChangeSetCodec.encode(transaction.toChangeSet(new UUID(1, ++index), TestRuns.NOW_MILLIS, Map.of()));
            try {
                if (!(store.apply(index, changes) instanceof Applied.Committed)) {
                    throw new AssertionError("a conflict where nobody else writes");
                }
                commits++;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void rollback() {
            close();
        }

        @Override
        public void close() {
            version.close();
        }
    }
}
