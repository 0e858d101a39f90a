package dev.muster.bolt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bolt.handshake.ProtocolVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of a connection, cut at every position. */
class FramingTest {
    private static final String JAVA_5 = "6060b017" + "000001ff" + "00080805" + "00020404" + "00000003";

    private final Tally tally = new Tally();
    private ProtocolVersion agreed;
    private boolean manifest;

    @Test
    void the_manifest_is_answered_in_one_write_wherever_the_clients_bytes_are_cut() {
        String opening = JAVA_5;
        String pick = "00000805" + "00";
        for (int cut = 0; cut <= (opening + pick).length() / 2; cut++) {
            agreed = null;
            EmbeddedChannel channel = handshake();
            List<String> writes = new ArrayList<>();
            for (String part : cut(opening + pick + "abcd", cut)) {
                channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(part)));
            }
            for (ByteBuf write; (write = channel.readOutbound()) != null; write.release()) {
                writes.add(ByteBufUtil.hexDump(write));
            }
            assertThat(writes)
                    .as("cut at %d", cut)
                    .containsExactly("000001ff" + "03" + "00010404" + "00040405" + "00020805" + "00");
            assertThat(agreed).isEqualTo(new ProtocolVersion(5, 8));
            assertThat(manifest).isTrue();
            assertThat(inbound(channel)).isEqualTo("abcd"); // what follows goes to the next handler
        }
        assertThat(tally.read().handshakesFailed()).isZero();
    }

    @Test
    void byte_by_byte_is_fine_too_and_long_capability_masks_are_skipped() {
        EmbeddedChannel channel = handshake();
        for (byte b : HexFormat.of().parseHex(JAVA_5 + "00000005" + "ff01" + "77")) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        assertThat(agreed).isEqualTo(new ProtocolVersion(5, 0));
        assertThat(inbound(channel)).isEqualTo("77");
        channel.releaseOutbound();
    }

    @Test
    void a_version_in_a_slot_needs_no_second_round() {
        EmbeddedChannel channel = handshake();
        channel.writeInbound(Unpooled.wrappedBuffer(
                HexFormat.of().parseHex("6060b017" + "00020404" + "00000104" + "00000004" + "00000003")));
        ByteBuf answer = channel.readOutbound();
        assertThat(ByteBufUtil.hexDump(answer)).isEqualTo("00000404");
        answer.release();
        assertThat(agreed).isEqualTo(new ProtocolVersion(4, 4));
        assertThat(manifest).isFalse();
    }

    @Test
    void no_common_version_gets_four_zero_bytes_and_a_closed_connection() {
        for (String slots : List.of("00000003", "00000006")) {
            EmbeddedChannel channel = handshake();
            channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex("6060b017" + slots + "00".repeat(12))));
            ByteBuf answer = channel.readOutbound();
            assertThat(ByteBufUtil.hexDump(answer)).isEqualTo("00000000");
            answer.release();
            assertThat(channel.isOpen()).isFalse();
        }
        assertThat(tally.read().handshakesFailed()).isEqualTo(2);
    }

    @Test
    void garbage_is_closed_quietly_and_counted_once() {
        for (String garbage : List.of(
                "16030100", "deadbeefdeadbeef", JAVA_5 + "00000006" + "00", JAVA_5 + "00000805" + "ff".repeat(20))) {
            EmbeddedChannel channel = handshake();
            channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(garbage)));
            assertThat(channel.isOpen()).as(garbage).isFalse();
            channel.releaseOutbound();
        }
        assertThat(tally.read().handshakesFailed()).isEqualTo(4);
        assertThat(agreed).isNull();
    }

    @Test
    void a_browser_gets_a_short_answer() {
        EmbeddedChannel channel = handshake();
        channel.writeInbound(Unpooled.copiedBuffer("GET / HT", StandardCharsets.US_ASCII));
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(Unpooled.copiedBuffer("TP/1.1\r\nHost: x\r\n\r\n", StandardCharsets.US_ASCII));
        ByteBuf answer = channel.readOutbound();
        assertThat(answer.toString(StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n{}");
        answer.release();
        assertThat(channel.isOpen()).isFalse();
        assertThat(tally.read().httpRequests()).isEqualTo(1);
        assertThat(tally.read().handshakesFailed()).isZero();
    }

    @Test
    void messages_are_joined_from_chunks_wherever_they_are_cut_and_noops_are_skipped() {
        String bytes = "0000" + "0002b00f0000" + "0000" + "0001b0" + "00010f" + "0000" + "0000" + "0003a1b2c30000";
        for (int cut = 0; cut <= bytes.length() / 2; cut++) {
            EmbeddedChannel channel = new EmbeddedChannel(new ChunkDecoder(() -> 100));
            for (String part : cut(bytes, cut)) {
                channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(part)));
            }
            assertThat(messages(channel)).as("cut at %d", cut).containsExactly("b00f", "b00f", "a1b2c3");
        }
    }

    @Test
    void a_message_over_the_limit_is_noticed_at_the_chunk_that_announces_it() {
        EmbeddedChannel channel = new EmbeddedChannel(new ChunkDecoder(() -> 10));
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex("000501020304050006")));
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex("0102030405060000" + "0001aa0000")));
        assertThat((Object) channel.readInbound()).isEqualTo(new ChunkDecoder.Oversized(10));
        assertThat((Object) channel.readInbound()).isNull();
    }

    private EmbeddedChannel handshake() {
        return new EmbeddedChannel(new HandshakeHandler(tally, (context, version, byManifest) -> {
            agreed = version;
            manifest = byManifest;
        }));
    }

    private static List<String> cut(String hex, int bytes) {
        return List.of(hex.substring(0, bytes * 2), hex.substring(bytes * 2));
    }

    private static String inbound(EmbeddedChannel channel) {
        StringBuilder all = new StringBuilder();
        for (ByteBuf part; (part = channel.readInbound()) != null; part.release()) {
            all.append(ByteBufUtil.hexDump(part));
        }
        return all.toString();
    }

    private static List<String> messages(EmbeddedChannel channel) {
        List<String> all = new ArrayList<>();
        for (byte[] message; (message = channel.readInbound()) != null; ) {
            all.add(HexFormat.of().formatHex(message));
        }
        return all;
    }
}
