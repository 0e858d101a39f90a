package dev.muster.backup.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.backup.FakeDatabase;
import dev.muster.backup.SimulatedCluster;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.artifact.TransactionBatch;
import dev.muster.backup.online.BackupReport;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Latency;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.TransactionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Both ends of the protocol against each other, and each against a peer that breaks the rules. */
class BackupProtocolTest {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final SimulatedCluster cluster = new SimulatedCluster("a", "b");
    private final World world = cluster.client().world();
    private final Lane lane = world.scheduler().newLane("copy");
    private final StoreCopyClient client = new StoreCopyClient(world, lane, 15_000);

    @Test
    void copiesAWholeStoreIntoAReceiver() {
        FakeDatabase sales = cluster.host("sales", 100, "a").get(0);
        sales.beforePart = number -> sales.upTo(100 + number / 2);
        RecordingReceiver receiver = new RecordingReceiver(sales);

        StoreCopyClient.Copied copied = join(client.copyAll(at("a"), sales.identity.databaseId(), receiver));

        assertThat(copied.identity()).isEqualTo(sales.identity);
        assertThat(copied.lastTransactionId()).isEqualTo(149);
        assertThat(copied.appliedIndex()).isEqualTo(249);
        assertThat(copied.digest()).isEqualTo(sales.digestAt(149));
        assertThat(receiver.events)
                .startsWith("begin 100", "part", "part")
                .endsWith("transaction 148", "transaction 149");
        assertThat(receiver.events).filteredOn("parts complete"::equals).hasSize(1);
        assertThat(sales.pinsOpen).isZero();
    }

    @Test
    void aCopyWhosePartsBrokeOffGoesOnWhereItStopped() {
        FakeDatabase sales = cluster.host("sales", 100, "a").get(0);
        RecordingReceiver receiver = new RecordingReceiver(sales);
        WholeCopy copy = client.whole(sales.identity.databaseId(), receiver);
        int[] given = new int[1];
        sales.beforePart = number -> {
            given[0]++;
            if (given[0] == 40) {
                cluster.simulation.network().cut("a", "client");
            }
        };

        TransferFailed failure = failure(copy.from(at("a")));
        long before = receiver.events.size();
        cluster.simulation.network().healAll();
        sales.upTo(103);
        StoreCopyClient.Copied copied = join(copy.from(at("a")));

        assertThat(failure.reason()).isEqualTo(TransferFailed.Reason.LOST);
        assertThat(before).isBetween(1L, 40L);
        assertThat(copied.lastTransactionId()).isEqualTo(103);
        assertThat(receiver.events).filteredOn("part"::equals).hasSize(100);
        assertThat(receiver.events).endsWith("transaction 101", "transaction 102", "transaction 103");
    }

    @Test
    void theVersionOfACopyThatBrokeOffIsKeptForAMinuteAndNotNeededAnyMore() {
        FakeDatabase sales = cluster.host("sales", 100, "a").get(0);
        RecordingReceiver receiver = new RecordingReceiver(sales);
        WholeCopy copy = client.whole(sales.identity.databaseId(), receiver);
        breakOffAtPart(sales, 40, "a");
        failure(copy.from(at("a")));
        cluster.simulation.network().healAll();
        cluster.simulation.runFor(Duration.ofMinutes(12));
        assertThat(sales.pinsOpen).isZero();
        long before = receiver.parts();
        sales.beforePart = number -> {};
        sales.upTo(103);
        receiver.events.clear();

        assertThat(join(copy.from(at("a"))).lastTransactionId()).isEqualTo(103);
        assertThat(receiver.events)
                .startsWith("begin 103", "names", "transaction 101", "transaction 102", "transaction 103", "part")
                .hasSize((int) (2 + 3 + 103 - before + 1))
                .endsWith("part", "parts complete");
    }

    @Test
    void aCopyWhoseSourceDiedGoesOnWithAnotherOne() {
        List<FakeDatabase> copies = cluster.host("sales", 100, "a", "b");
        RecordingReceiver receiver = new RecordingReceiver(copies.get(0));
        WholeCopy copy = client.whole(copies.get(0).identity.databaseId(), receiver);
        breakOffAtPart(copies.get(0), 40, "a");
        failure(copy.from(at("a")));
        long before = receiver.parts();
        copies.get(1).upTo(99);
        receiver.events.clear();

        assertThat(before).isBetween(1L, 40L);
        assertThat(join(copy.from(at("b"))).lastTransactionId()).isEqualTo(100);
        assertThat(receiver.events)
                .startsWith("begin 100", "names", "part")
                .filteredOn("part"::equals)
                .hasSize((int) (100 - before));
    }

    @Test
    void whoeverIsBehindOrHasAShorterLogOrAnotherStoreCannotGoOnWithACopy() {
        List<FakeDatabase> copies = cluster.host("sales", 100, "a", "b");
        FakeDatabase other = copies.get(1);
        RecordingReceiver receiver = new RecordingReceiver(copies.get(0));
        WholeCopy copy = client.whole(copies.get(0).identity.databaseId(), receiver);
        copies.get(0).upTo(110);
        breakOffAtPart(copies.get(0), 40, "a");
        failure(copy.from(at("a")));

        assertThat(failure(copy.from(at("b"))).reason()).isEqualTo(TransferFailed.Reason.BEHIND);
        other.upTo(120);
        other.logFirst = 115;
        assertThat(failure(copy.from(at("b"))).reason()).isEqualTo(TransferFailed.Reason.PRUNED);
        other.identity = new StoreIdentity(other.identity.databaseId(), new UUID(0, 1));
        assertThat(failure(copy.from(at("b"))).reason()).isEqualTo(TransferFailed.Reason.STORE_DIFFERS);
        assertThat(copy.isSpoiled()).isFalse();
        assertThat(copies.get(1).pinsOpen).isZero();
    }

    @Test
    void whatCameIsSavedWhenItBreaksOffAndEverySecond() {
        FakeDatabase sales = cluster.host("sales", 100, "a").get(0);
        RecordingReceiver receiver = new RecordingReceiver(sales);
        breakOffAtPart(sales, 40, "a");
        failure(client.copyAll(at("a"), sales.identity.databaseId(), receiver));
        assertThat(receiver.savedParts).isEqualTo(receiver.parts());

        FakeDatabase slow = cluster.host("slow", 300, "a").get(0);
        RecordingReceiver slowly = new RecordingReceiver(slow);
        cluster.simulation.network().healAll();
        cluster.simulation.network().setLatency("client", "a", Latency.between(HALF_A_SECOND, HALF_A_SECOND));
        join(client.copyAll(at("a"), slow.identity.databaseId(), slowly));
        assertThat(slowly.saves).isBetween(5, 12); // about 300 parts in windows of 16, half a second each
    }

    private void breakOffAtPart(FakeDatabase database, int part, String server) {
        database.beforePart = number -> {
            if (number == part) {
                cluster.simulation.network().cut(server, "client");
            }
        };
    }

    @Test
    void refusesACopyWhoseDigestDiffers() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        RecordingReceiver receiver = new RecordingReceiver(sales);
        receiver.digest = GraphDigest.EMPTY;

        TransferFailed failure = failure(client.copyAll(at("a"), sales.identity.databaseId(), receiver));

        assertThat(failure.reason()).isEqualTo(TransferFailed.Reason.TARGET_FAILED);
        assertThat(failure).hasMessageStartingWith("the copy is at transaction 10 with digest 0000");
    }

    @Test
    void copiesOnlyTheTransactionsAfterOne() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        List<Long> transactions = new ArrayList<>();

        StoreCopyClient.Copied copied = join(client.copyAfter(
                at("a"), sales.identity, 7, transaction -> transactions.add(transaction.transactionId())));

        assertThat(transactions).containsExactly(8L, 9L, 10L);
        assertThat(copied.lastTransactionId()).isEqualTo(10);
        assertThat(copied.appliedIndex()).isEqualTo(110);
    }

    @Test
    void saysWhyAContinuationIsImpossible() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        sales.logFirst = 5;
        StoreIdentity other = new StoreIdentity(sales.identity.databaseId(), new UUID(0, 1));

        assertThat(copyAfter(sales.identity, 3).reason()).isEqualTo(TransferFailed.Reason.PRUNED);
        assertThat(copyAfter(sales.identity, 11).reason()).isEqualTo(TransferFailed.Reason.BEHIND);
        assertThat(copyAfter(other, 7).reason()).isEqualTo(TransferFailed.Reason.STORE_DIFFERS);
        assertThat(copyAfter(new StoreIdentity(new UUID(0, 2), new UUID(0, 1)), 7)
                        .reason())
                .isEqualTo(TransferFailed.Reason.NOT_HOSTED);
        sales.status = "quarantined";
        assertThat(copyAfter(sales.identity, 7))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(TransferFailed.Reason.UNAVAILABLE))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo("quarantined"));
    }

    @Test
    void saysThatReadingFailed() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        sales.beforePart = number -> {
            throw new IllegalStateException("page 7 is damaged");
        };

        TransferFailed failure =
                failure(client.copyAll(at("a"), sales.identity.databaseId(), new RecordingReceiver(sales)));

        assertThat(failure.reason()).isEqualTo(TransferFailed.Reason.SERVER_FAILED);
        assertThat(failure).hasMessage("reading the database failed: page 7 is damaged");
        assertThat(sales.pinsOpen).isZero();
    }

    @Test
    void letsThePinGoWhenTheClientVanishes() {
        FakeDatabase sales = cluster.host("sales", 1_000, "a").get(0);
        sales.beforePart = number -> {
            if (number == 20) {
                cluster.client().kill();
            }
        };
        client.copyAll(at("a"), sales.identity.databaseId(), new RecordingReceiver(sales));

        cluster.simulation.runUntil(
                "the pin is let go",
                () -> sales.pinsOpen == 0 && !cluster.client().isUp(),
                LIMIT);
    }

    @Test
    void neverSendsMoreThanWasAskedFor() {
        FakeDatabase sales = cluster.host("sales", 1_000, "a").get(0);
        int[] sent = new int[1];
        sales.beforePart = number -> sent[0] = number + 1;
        RawPeer peer = connect();
        peer.send(Frame.encode(FrameType.HELLO, new Messages.Hello(Messages.PROTOCOL, List.of(1), null, null)));
        peer.send(Frame.encode(FrameType.FULL, new Messages.FullRequest(sales.identity.databaseId(), null)));
        peer.send(Frame.encodePull(3));
        cluster.simulation.runFor(Duration.ofSeconds(10));

        assertThat(sent[0]).isEqualTo(3);
        assertThat(peer.types())
                .containsExactly(FrameType.WELCOME, FrameType.BEGIN, FrameType.CHUNK, FrameType.CHUNK, FrameType.CHUNK);
    }

    @Test
    void letsThePinGoOfAClientThatAsksForNothingAnyMore() {
        FakeDatabase sales = cluster.host("sales", 1_000, "a").get(0);
        RawPeer peer = connect();
        peer.send(Frame.encode(FrameType.HELLO, new Messages.Hello(Messages.PROTOCOL, List.of(1), null, null)));
        peer.send(Frame.encode(FrameType.FULL, new Messages.FullRequest(sales.identity.databaseId(), null)));
        peer.send(Frame.encodePull(3));
        cluster.simulation.runFor(Duration.ofMinutes(9));
        assertThat(sales.pinsOpen).isEqualTo(1);

        cluster.simulation.runFor(Duration.ofMinutes(12));

        assertThat(sales.pinsOpen).isZero();
    }

    @Test
    void refusesClientsThatSpeakOtherwise() {
        RawPeer newer = connect();
        newer.send(Frame.encode(FrameType.HELLO, new Messages.Hello(Messages.PROTOCOL, List.of(7), null, null)));
        RawPeer rude = connect();
        rude.send(Frame.encode(FrameType.LIST));
        RawPeer noisy = connect();
        noisy.send(new byte[] {1, 2, 3, 4, 5, 6});
        cluster.simulation.runFor(Duration.ofSeconds(1));

        assertThat(newer.onlyFailure().reason()).isEqualTo("VERSION");
        assertThat(newer.onlyFailure().message())
                .isEqualTo("this server speaks version 1 of the backup protocol, the client [7]");
        assertThat(rude.onlyFailure().message()).isEqualTo("a request before the greeting");
        assertThat(noisy.onlyFailure().message()).isEqualTo("a frame of 6 bytes is damaged");
    }

    @Test
    void aServerThatIsTooOldIsLeftForTheNextOneAndToldOf() {
        cluster.host("sales", 10, "b");
        byte[] refusal = Frame.encode(
                FrameType.ERROR,
                new Messages.Failure(
                        "VERSION", "", "this server speaks version 0 of the backup protocol, the client [1]"));
        World old = cluster.simulation.server("old").world();
        join(old.network().listen(at("old"), connection -> new Connection.FrameHandler() {
            @Override
            public void received(Connection from, byte[] frame) {
                from.send(refusal);
            }

            @Override
            public void closed(Connection from, Throwable cause) {}
        }));

        BackupReport report = cluster.run(cluster.request("sales", "old", "b"));

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases().get(0).savedFrom()).isEqualTo("b:6362");
        assertThat(report.servers().get(0).problem())
                .isEqualTo("this server speaks version 0 of the backup protocol, the client [1]");
    }

    @Test
    void refusesDamagedFramesWhereverTheyAreDamaged() {
        byte[] frame = Frame.encodeChunk(ChunkKind.PART, 3, 0.5, new byte[] {9, 8, 7});
        Frame.Chunk chunk = Frame.decode(frame).chunk();
        assertThat(chunk.number()).isEqualTo(3);
        assertThat(chunk.progress()).isEqualTo(0.5);
        assertThat(chunk.payload()).containsExactly(9, 8, 7);

        for (int position = 0; position < frame.length; position++) {
            byte[] flipped = frame.clone();
            flipped[position] ^= 4;
            assertThatThrownBy(() -> Frame.decode(flipped)).isInstanceOf(TransferFailed.class);
        }
    }

    @Test
    void refusesAStreamWithAMissingChunkOrTransaction() {
        UUID databaseId = new UUID(1, 1);
        RecordingSink sink = new RecordingSink();
        IncomingStream stream = IncomingStream.whole(sink, chunks -> {}, databaseId);
        stream.take(frame(Frame.encode(FrameType.BEGIN, new Messages.Begin(databaseId, new UUID(1, 2), 5))));
        stream.take(frame(Frame.encodeChunk(ChunkKind.PART, 0, 0, new byte[1])));

        assertThatThrownBy(() -> stream.take(frame(Frame.encodeChunk(ChunkKind.PART, 2, 0, new byte[1]))))
                .hasMessage("chunk 2 came instead of chunk 1");
        assertThatThrownBy(() -> stream.take(frame(
                        Frame.encode(FrameType.END, new Messages.End(1, 6, 1, GraphDigest.EMPTY.toString(), 0, 0)))))
                .hasMessage("the server says it sent 1 chunks up to transaction 6, here are 1 up to 5");
        assertThat(sink.ended).isFalse();
    }

    @Test
    void refusesPartsOfALaterVersionBeforeTheTransactionsUpToIt() {
        StoreIdentity store = new StoreIdentity(new UUID(1, 1), new UUID(1, 2));
        IncomingStream stream = IncomingStream.rest(new RecordingSink(), chunks -> {}, store, 5);
        stream.take(frame(Frame.encode(FrameType.BEGIN, new Messages.Begin(store.databaseId(), store.storeId(), 7))));
        stream.take(frame(Frame.encodeChunk(ChunkKind.PART, 0, 0, new byte[1])));
        TransactionBatch six = new TransactionBatch();
        six.add(new TransactionRecord(6, 1_000, new byte[1]));
        stream.take(frame(Frame.encodeChunk(ChunkKind.TRANSACTIONS, 1, 0, six.encode())));

        assertThatThrownBy(() -> stream.take(frame(Frame.encodeChunk(ChunkKind.PART, 2, 0, new byte[1]))))
                .hasMessage("chunk 2 is a part where none may be");
    }

    @Test
    void reportsAServerNobodyListensAt() {
        assertThat(failure(client.copyAll(
                                new SocketAddress("a", 9),
                                new UUID(1, 1),
                                new RecordingReceiver(new FakeDatabase("x"))))
                        .reason())
                .isEqualTo(TransferFailed.Reason.UNREACHABLE);
    }

    private TransferFailed copyAfter(StoreIdentity identity, long after) {
        return failure(client.copyAfter(at("a"), identity, after, transaction -> {}));
    }

    private <T> T join(CompletionStage<T> stage) {
        return cluster.simulation.join(stage, LIMIT);
    }

    private TransferFailed failure(CompletionStage<?> stage) {
        return (TransferFailed) Failures.root(catchThrowable(() -> join(stage)));
    }

    private static SocketAddress at(String server) {
        return new SocketAddress(server, SimulatedCluster.PORT);
    }

    private static Frame frame(byte[] bytes) {
        return Frame.decode(bytes);
    }

    private RawPeer connect() {
        RawPeer peer = new RawPeer();
        peer.connection = join(world.network().connect(at("a"), peer, 1_000));
        return peer;
    }

    /** A client without manners. */
    private static final class RawPeer implements Connection.FrameHandler {
        private Connection connection;
        private final List<Frame> frames = new ArrayList<>();

        void send(byte[] frame) {
            connection.send(frame);
        }

        List<FrameType> types() {
            return frames.stream().map(Frame::type).toList();
        }

        Messages.Failure onlyFailure() {
            assertThat(types()).containsExactly(FrameType.ERROR);
            return frames.get(0).message(Messages.Failure.class);
        }

        @Override
        public void received(Connection from, byte[] frame) {
            frames.add(Frame.decode(frame));
        }

        @Override
        public void closed(Connection from, Throwable cause) {}
    }

    private static final class RecordingSink implements StreamSink {
        private boolean ended;

        @Override
        public void begin(StoreIdentity identity, long transactionId) {}

        @Override
        public void part(byte[] part, double progress) {}

        @Override
        public void transactions(List<TransactionRecord> transactions, byte[] encoded) {}

        @Override
        public void end(StreamEnd end) {
            ended = true;
        }
    }
}
