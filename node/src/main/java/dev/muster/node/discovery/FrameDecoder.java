package dev.muster.node.discovery;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes what comes over one connection. As long as nothing changes, servers say hello in the same bytes again and again;
 * those are not decoded again. Lane only.
 */
final class FrameDecoder {
    private byte[] lastHello = new byte[0];
    private Frame.Hello decoded;

    /** As {@link FrameCodec#decode}; the bytes must not change afterwards. */
    Frame decode(byte[] bytes) throws IOException {
        if (decoded != null && Arrays.equals(bytes, lastHello)) {
            return decoded;
        }
        Frame frame = FrameCodec.decode(bytes);
        if (frame instanceof Frame.Hello hello) {
            lastHello = bytes;
            decoded = hello;
        }
        return frame;
    }
}
