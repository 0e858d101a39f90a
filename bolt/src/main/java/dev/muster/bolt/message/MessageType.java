package dev.muster.bolt.message;

import dev.muster.bolt.handshake.ProtocolVersion;
import java.util.Optional;

/** The kinds of requests, with the protocol version that introduced them. */
public enum MessageType {
    HELLO(0x01, "HelloMessage", 4, 3, 1),
    GOODBYE(0x02, "GoodbyeMessage", 4, 3, 0),
    RESET(0x0F, "ResetMessage", 4, 3, 0),
    RUN(0x10, "RunMessage", 4, 3, 3),
    BEGIN(0x11, "BeginMessage", 4, 3, 1),
    COMMIT(0x12, "CommitMessage", 4, 3, 0),
    ROLLBACK(0x13, "RollbackMessage", 4, 3, 0),
    DISCARD(0x2F, "DiscardMessage", 4, 3, 1),
    PULL(0x3F, "PullMessage", 4, 3, 1),
    TELEMETRY(0x54, "TelemetryMessage", 5, 4, 1),
    ROUTE(0x66, "RouteMessage", 4, 3, 3),
    LOGON(0x6A, "LogonMessage", 5, 1, 1),
    LOGOFF(0x6B, "LogoffMessage", 5, 1, 0);

    private final int tag;
    private final String title;
    private final int sinceMajor;
    private final int sinceMinor;
    private final int fields;

    MessageType(int tag, String title, int sinceMajor, int sinceMinor, int fields) {
        this.tag = tag;
        this.title = title;
        this.sinceMajor = sinceMajor;
        this.sinceMinor = sinceMinor;
        this.fields = fields;
    }

    /** The kind of a packed message, empty if this version has no such kind or the bytes are no message. */
    public static Optional<MessageType> of(byte[] message, ProtocolVersion version) {
        if (message.length < 2 || (message[0] & 0xF0) != 0xB0) {
            return Optional.empty();
        }
        for (MessageType type : values()) {
            if (type.tag == (message[1] & 0xFF) && version.atLeast(type.sinceMajor, type.sinceMinor)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether a packed message is a RESET; cheap enough for every message on an I/O thread. */
    public static boolean isReset(byte[] message) {
        return message.length >= 2 && (message[0] & 0xF0) == 0xB0 && message[1] == RESET.tag;
    }

    /** The name in error messages. */
    public String title() {
        return title;
    }

    int fields() {
        return fields;
    }
}
