package dev.muster.backup;

import dev.muster.backup.BackupSource.HostedDatabase;
import dev.muster.backup.BackupSource.Pinned;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionRecord;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * A database that is nothing but its transactions: one part per transaction, whose stretches are of parts, and a digest that is the sum of theirs. Enough
 * to see whether a backup of it is exactly a prefix.
 */
public final class FakeDatabase {
    public final String name;
    public StoreIdentity identity;
    public String requested = "online";
    public String status = "online";
    public String message = "";
    public BackupSource.Role role = BackupSource.Role.UNKNOWN;
    /** Older transactions are no longer in the log. */
    public long logFirst = 1;
    /** Called before each part with its number from 0. */
    public PartHook beforePart = number -> {};

    public int pinsOpen;
    private final List<TransactionRecord> transactions = new ArrayList<>();

    public interface PartHook {
        void before(int number);
    }

    public FakeDatabase(String name) {
        this.name = name;
        this.identity = new StoreIdentity(id("database " + name), id("store " + name));
    }

    private static UUID id(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** A copy on another server: the same identity and transactions. */
    public FakeDatabase copy() {
        FakeDatabase copy = new FakeDatabase(name);
        copy.identity = identity;
        copy.transactions.addAll(transactions);
        return copy;
    }

    /** Commits transactions until there are that many. */
    public FakeDatabase upTo(long last) {
        while (transactions.size() < last) {
            long transactionId = transactions.size() + 1L;
            transactions.add(new TransactionRecord(transactionId, 1_000 * transactionId, content(transactionId)));
        }
        return this;
    }

    /** What a pinned version says of the space it holds. */
    public long growthBytes;

    public long last() {
        return transactions.size();
    }

    /** What it was after that transaction. */
    public GraphDigest digestAt(long transactionId) {
        GraphDigest digest = GraphDigest.EMPTY;
        for (long i = 1; i <= transactionId; i++) {
            digest = digest.plus(new GraphDigest(i * 31, content(i)[20]));
        }
        return digest;
    }

    private byte[] content(long transactionId) {
        byte[] content = new byte[200];
        ByteBuffer.wrap(content).putLong(identity.storeId().getLeastSignificantBits());
        for (int i = 8; i < content.length; i++) {
            content[i] = (byte) (transactionId * 7 + i % 5);
        }
        return content;
    }

    HostedDatabase hosted() {
        return new HostedDatabase(identity.databaseId(), name, requested, status, message, last(), role);
    }

    Pinned pin() {
        long pinned = last();
        pinsOpen++;
        PinnedVersion version = version(pinned);
        return new Pinned() {
            private boolean closed;

            @Override
            public PinnedVersion version() {
                return version;
            }

            @Override
            public StreamedStore.Parts parts(StreamedStore.Stretch behind) {
                return FakeDatabase.this.parts(pinned, behind);
            }

            @Override
            public TransactionLog log() {
                return new FakeLog();
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    pinsOpen--;
                }
            }
        };
    }

    private PinnedVersion version(long transactionId) {
        return (PinnedVersion) Proxy.newProxyInstance(
                FakeDatabase.class.getClassLoader(),
                new Class<?>[] {PinnedVersion.class},
                (self, method, args) -> switch (method.getName()) {
                    case "identity" -> identity;
                    case "transactionId" -> transactionId;
                    case "appliedIndex" -> transactionId + 100;
                    case "digest" -> digestAt(transactionId);
                    case "nodeCount" -> transactionId * 2;
                    case "relationshipCount" -> transactionId;
                    case "growthBytes" -> growthBytes;
                    case "close" -> null;
                    default -> throw new AssertionError("a backup has no business with " + method);
                });
    }

    /** Behind a stretch of so many parts comes one more first, in the place of the names. */
    private StreamedStore.Parts parts(long last, StreamedStore.Stretch behind) {
        return new StreamedStore.Parts() {
            private int given = (int) behind.id() + 1;
            private boolean named = behind.isEmpty();

            @Override
            public byte[] next() {
                if (!named) {
                    named = true;
                    return new byte[1];
                }
                if (given == last) {
                    return null;
                }
                beforePart.before(given);
                return transactions.get(given++).changeSet();
            }

            @Override
            public double progress() {
                return (double) given / last;
            }
        };
    }

    private final class FakeLog implements TransactionLog {
        @Override
        public long first() {
            return logFirst;
        }

        @Override
        public long last() {
            return transactions.size();
        }

        @Override
        public Cursor read(long fromInclusive, long toInclusive) throws TransactionsPruned {
            if (fromInclusive < logFirst) {
                throw new TransactionsPruned(fromInclusive, logFirst);
            }
            Iterator<TransactionRecord> records = List.copyOf(
                            transactions.subList((int) fromInclusive - 1, (int) toInclusive))
                    .iterator();
            return new Cursor() {
                @Override
                public boolean hasNext() {
                    return records.hasNext();
                }

                @Override
                public TransactionRecord next() {
                    return records.next();
                }

                @Override
                public void close() {}
            };
        }
    }
}
