package dev.muster.bolt.handshake;

import java.util.Optional;

/**
 * The four slots of a client's first 20 bytes and our choice among them. A slot {@code 00 RANGE MINOR MAJOR} stands for
 * {@code MAJOR.(MINOR-RANGE)} to {@code MAJOR.MINOR}; {@code 00 00 01 FF} asks for the manifest.
 */
public final class Offer {
    /** What every client's first bytes are. */
    public static final int MAGIC = 0x6060B017;
    /** The slot, and our answer to it, that stands for manifest version 1. */
    public static final int MANIFEST = 0x000001FF;

    private static final byte[] MANIFEST_ANSWER = {
        0,
        0,
        1,
        (byte) 0xFF, // manifest version 1
        3, // ranges follow
        0,
        1,
        4,
        4, // 4.4 and 4.3
        0,
        4,
        4,
        5, // 5.4 to 5.0
        0,
        2,
        8,
        5, // 5.8 to 5.6
        0 // no capabilities
    };

    private Offer() {}

    /** Our answer to four slots. */
    public static Answer answer(int... slots) {
        for (int slot : slots) {
            if (slot == MANIFEST) {
                return new Answer(Optional.empty(), true);
            }
            Optional<ProtocolVersion> best = best(slot);
            if (best.isPresent()) {
                return new Answer(best, false);
            }
        }
        return new Answer(Optional.empty(), false);
    }

    /** The version a client picked from our manifest, if it was in it. */
    public static Optional<ProtocolVersion> picked(int slot) {
        return slot >>> 16 == 0 ? best(slot) : Optional.empty();
    }

    private static Optional<ProtocolVersion> best(int slot) {
        int major = slot & 0xFF;
        int minor = slot >> 8 & 0xFF;
        int range = slot >> 16 & 0xFF;
        return ProtocolVersion.SPOKEN.stream()
                .filter(v -> v.major() == major && v.minor() <= minor && v.minor() >= minor - range)
                .findFirst();
    }

    /**
     * What to send back.
     *
     * @param version the version chosen; empty for the manifest, or if there is none in common
     * @param manifest whether the client picks from our manifest next
     */
    public record Answer(Optional<ProtocolVersion> version, boolean manifest) {
        /** The bytes, to be sent in one write: clients parse them from one segment. */
        public byte[] bytes() {
            if (manifest) {
                return MANIFEST_ANSWER.clone();
            }
            return version.map(v -> new byte[] {0, 0, (byte) v.minor(), (byte) v.major()})
                    .orElseGet(() -> new byte[4]);
        }
    }
}
