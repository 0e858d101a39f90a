package dev.muster.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.discovery.ServerInfo.StatusDigest;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final SocketAddress ADDRESS = new SocketAddress("::1", 5000);
    private static final ServerInfo INFO =
            new ServerInfo("s1", "größe", "1.2.3", 7, Map.of(Purpose.RAFT, ADDRESS), true, new StatusDigest(3, -4));
    private static final List<Frame> FRAMES = List.of(
            new Frame.Hello("c", true, INFO, List.of(ADDRESS)),
            new Frame.Leave("c", "s1", 7),
            new Frame.Fetch("c"),
            new Frame.Report("c", "s1", 7, new StatusDigest(3, -4), List.of(DiscoveryContract.report("neo4j", 12))),
            new Frame.Heard());

    @Test
    void everyFrameComesBackAsItWas() throws IOException {
        for (Frame frame : FRAMES) {
            assertThat(FrameCodec.decode(FrameCodec.encode(frame))).isEqualTo(frame);
        }
        Frame.Swim swim = (Frame.Swim)
                FrameCodec.decode(FrameCodec.encode(new Frame.Swim("c", 9, true, ADDRESS, "probe", new byte[] {1, 2})));
        assertThat(swim.payload()).containsExactly(1, 2);
        assertThat(swim.subject()).isEqualTo("probe");
        Frame.Answer answer =
                (Frame.Answer) FrameCodec.decode(FrameCodec.encode(new Frame.Answer(9, "no", new byte[] {3})));
        assertThat(answer.payload()).containsExactly(3);
        assertThat(answer.failure()).isEqualTo("no");
    }

    @Test
    void whatIsCutOffOrTooLongIsRefusedWhereverItIsCut() {
        for (Frame frame : FRAMES) {
            byte[] whole = FrameCodec.encode(frame);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> FrameCodec.decode(cut))
                        .as("%s cut to %s bytes", frame, length)
                        .isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> FrameCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("1 bytes too many in a frame");
        }
    }

    @Test
    void aSwimMessageBeyondTheCapNeverReachesTheLibrary() {
        byte[] frame = FrameCodec.encode(
                new Frame.Swim("c", 9, true, ADDRESS, "probe", new byte[FrameCodec.SWIM_BYTES_MAX + 1]));
        assertThatThrownBy(() -> FrameCodec.decode(frame))
                .isInstanceOf(IOException.class)
                .hasMessage("262145 bytes of payload in a frame; at most 262144 are allowed");
    }

    @Test
    void anotherProtocolVersionIsNamed() {
        assertThatThrownBy(() -> FrameCodec.decode(new byte[] {1, 3}))
                .isInstanceOf(IOException.class)
                .hasMessage("discovery protocol version 1; this server speaks 4");
    }
}
