package dev.muster.bolt;

import static dev.muster.bolt.RawClient.BEGIN;
import static dev.muster.bolt.RawClient.COMMIT;
import static dev.muster.bolt.RawClient.DISCARD;
import static dev.muster.bolt.RawClient.HELLO;
import static dev.muster.bolt.RawClient.LOGOFF;
import static dev.muster.bolt.RawClient.LOGON;
import static dev.muster.bolt.RawClient.NONE;
import static dev.muster.bolt.RawClient.PULL;
import static dev.muster.bolt.RawClient.RESET;
import static dev.muster.bolt.RawClient.ROUTE;
import static dev.muster.bolt.RawClient.RUN;
import static dev.muster.bolt.RawClient.TELEMETRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.bolt.handshake.ProtocolVersion;
import dev.muster.bolt.message.InvalidMessage;
import dev.muster.bolt.message.MessageType;
import dev.muster.bolt.message.Request;
import dev.muster.bolt.packstream.Dialect;
import dev.muster.bolt.packstream.InvalidValue;
import dev.muster.bolt.packstream.MalformedBytes;
import dev.muster.bolt.packstream.PackWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * What clients say, with bytes changed, left out, put in and repeated: it is understood or refused, and nothing hangs, leaks or
 * fails in another way. {@code -Dmuster.fuzz.factor=100} tries a hundred times as much, {@code -Dmuster.fuzz.seed=N} something else.
 */
@Timeout(300)
class FuzzTest extends SessionFixture {
    private static final long SEED = Long.getLong("muster.fuzz.seed", 1);
    private static final int FACTOR = Integer.getInteger("muster.fuzz.factor", 1);
    private static final byte[] OPENING =
            HexFormat.of().parseHex("6060b017" + "000001ff" + "00080805" + "00020404" + "00000003" + "0000080500");

    private final Random dice = new Random(SEED);

    @Test
    void requestsAreReadOrRefused() {
        List<ProtocolVersion> versions = List.of(
                new ProtocolVersion(4, 3),
                new ProtocolVersion(4, 4),
                new ProtocolVersion(5, 0),
                new ProtocolVersion(5, 8));
        List<Dialect> dialects = List.of(Dialect.MODERN, Dialect.LEGACY, Dialect.LEGACY_UTC);
        List<byte[]> messages = conversation();
        for (int round = 0; round < 30_000 * FACTOR; round++) {
            byte[] mutant = mutant(messages.get(dice.nextInt(messages.size())));
            ProtocolVersion version = versions.get(dice.nextInt(versions.size()));
            Dialect dialect = dialects.get(dice.nextInt(dialects.size()));
            try {
                MessageType.of(mutant, version).ifPresent(type -> Request.read(type, mutant, version, dialect));
            } catch (InvalidMessage | InvalidValue | MalformedBytes refused) {
                assertThat(refused.getMessage()).isNotBlank();
            } catch (RuntimeException | Error e) {
                fail(
                        "seed " + SEED + ", round " + round + ", Bolt " + version + ", " + dialect + ": "
                                + HexFormat.of().formatHex(mutant),
                        e);
            }
        }
    }

    @Test
    void handshakesAreAnsweredOrRefusedAndNoBufferIsKept() {
        UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
        Tally tally = new Tally();
        for (int round = 0; round < 5_000 * FACTOR; round++) {
            EmbeddedChannel channel = new EmbeddedChannel(new HandshakeHandler(
                    tally, (context, version, manifest) -> context.pipeline().addLast(new ChunkDecoder(() -> 1_000))));
            channel.config().setAllocator(buffers);
            byte[] mutant = mutant(OPENING);
            int cut = dice.nextInt(mutant.length + 1);
            for (byte[] part : List.of(Arrays.copyOf(mutant, cut), Arrays.copyOfRange(mutant, cut, mutant.length))) {
                if (channel.isOpen()) {
                    channel.writeInbound(buffers.buffer().writeBytes(part));
                }
            }
            channel.checkException();
            channel.finishAndReleaseAll();
        }
        assertThat(buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory())
                .as("bytes of buffers that nobody released")
                .isZero();
    }

    @Test
    void wholeConversationsEndAndLeaveNothingBehind() throws IOException {
        ListAppender<ILoggingEvent> leaks = new ListAppender<>();
        Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        leaks.start();
        detector.addAppender(leaks);
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        try {
            byte[] said = said();
            for (int round = 0; round < 300 * FACTOR; round++) {
                assertThat(answer(mutant(said))).as("round %d", round).doesNotContain("UnknownError");
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> server.sessionCount() == 0);
            makeLeaksKnown();
        } finally {
            ResourceLeakDetector.setLevel(before);
            detector.detachAppender(leaks);
        }
        assertThat(leaks.list).isEmpty();
    }

    /** Everything that is answered, or what was before the server had enough. */
    private String answer(byte[] bytes) throws IOException {
        try (Socket socket =
                new Socket(server.address().host(), server.address().port())) {
            socket.setSoTimeout(10_000); // a hang is an exception
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException hungUp) {
            return "";
        }
    }

    /** The detector tells of a buffer once it has been collected and another one is taken. */
    private static void makeLeaksKnown() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            ByteBuf next = ByteBufAllocator.DEFAULT.buffer(16);
            next.release();
        }
    }

    private static byte[] said() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(OPENING);
        for (byte[] message : conversation()) {
            all.write(message.length >> 8);
            all.write(message.length);
            all.writeBytes(message);
            all.writeBytes(new byte[2]);
        }
        return all.toByteArray();
    }

    /** Of every kind of request one, in an order that works. */
    private static List<byte[]> conversation() {
        Map<String, Object> values = Map.of(
                "p",
                List.of(
                        1L,
                        2.5,
                        true,
                        "text",
                        new byte[] {1, 2},
                        Map.of("a", List.of()),
                        LocalDate.EPOCH,
                        ZonedDateTime.parse("2026-07-01T12:00:00+02:00[Europe/Stockholm]")));
        return List.of(
                packed(1, HELLO),
                packed(LOGON, NONE),
                packed(TELEMETRY, 1L),
                packed(ROUTE, Map.of("address", "a:1"), List.of("x"), Map.of("db", "home")),
                packed(RUN, "ECHO", values, Map.of("mode", "r", "tx_timeout", 1_000L, "bookmarks", List.of("b"))),
                packed(PULL, Map.of("n", 1_000L)),
                packed(BEGIN, Map.of("db", "home", "tx_metadata", Map.of("app", "fuzz"))),
                packed(RUN, "COUNT 100", Map.of(), Map.of()),
                packed(PULL, Map.of("n", 10L, "qid", 0L)),
                packed(DISCARD, Map.of("n", -1L, "qid", -1L)),
                packed(COMMIT),
                packed(RUN, "FAIL AT 3", Map.of(), Map.of()),
                packed(PULL, Map.of("n", -1L)),
                packed(RESET),
                packed(LOGOFF),
                packed(LOGON, NONE));
    }

    private static byte[] packed(int tag, Object... fields) {
        PackWriter out = new PackWriter(Dialect.MODERN);
        out.structure(tag, fields.length);
        for (Object field : fields) {
            out.value(field instanceof Map<?, ?> map ? new TreeMap<>(map) : field); // the same bytes in every JVM
        }
        return Arrays.copyOf(out.array(), out.size());
    }

    private byte[] mutant(byte[] original) {
        byte[] bytes = original.clone();
        for (int changes = dice.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
            bytes = changed(bytes, dice.nextInt(bytes.length));
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes, int at) {
        int length = 1 + dice.nextInt(Math.min(8, bytes.length - at));
        return switch (dice.nextInt(6)) {
            case 0 -> with(bytes, at, (byte) dice.nextInt(256));
            case 1 -> with(bytes, at, (byte) (bytes[at] ^ 1 << dice.nextInt(8)));
            case 2 -> with(bytes, at, (byte) (0xC0 + dice.nextInt(64))); // markers of sizes, and small negative numbers
            case 3 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
            case 4 -> joined(Arrays.copyOf(bytes, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
            default -> Arrays.copyOf(bytes, at);
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
