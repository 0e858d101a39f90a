package dev.muster.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.discovery.ServerInfo.StatusDigest;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private final FrameDecoder decoder = new FrameDecoder();

    @Test
    void theSameHelloIsDecodedOnce() throws IOException {
        Frame first = decoder.decode(hello(1));
        assertThat(first).isEqualTo(FrameCodec.decode(hello(1)));
        assertThat(decoder.decode(hello(1))).isSameAs(first);
    }

    @Test
    void anotherHelloTakesThePlaceOfTheOneBefore() throws IOException {
        Frame first = decoder.decode(hello(1));
        Frame second = decoder.decode(hello(2));
        assertThat(second).isEqualTo(FrameCodec.decode(hello(2))).isNotEqualTo(first);
        assertThat(decoder.decode(hello(2))).isSameAs(second);
        assertThat(decoder.decode(hello(1))).isEqualTo(first);
    }

    @Test
    void whatComesBetweenHellosIsDecodedAsEver() throws IOException {
        Frame hello = decoder.decode(hello(1));
        assertThat(decoder.decode(FrameCodec.encode(new Frame.Fetch("c")))).isEqualTo(new Frame.Fetch("c"));
        assertThatThrownBy(() -> decoder.decode(new byte[] {2, 99})).isInstanceOf(IOException.class);
        assertThat(decoder.decode(hello(1))).isSameAs(hello);
    }

    private static byte[] hello(long version) {
        ServerInfo self = new ServerInfo(
                "s",
                "name",
                "1.2.3",
                5,
                Map.of(Purpose.DISCOVERY, new SocketAddress("h", 5000)),
                true,
                new StatusDigest(version, 7));
        return FrameCodec.encode(new Frame.Hello("c", false, self, List.of(new SocketAddress("other", 5000))));
    }
}
