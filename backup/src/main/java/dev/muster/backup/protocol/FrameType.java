package dev.muster.backup.protocol;

/** The frames of the protocol; the first byte of each. What follows is JSON, unless said otherwise. */
enum FrameType {
    /** Client, first: the protocol versions it knows. */
    HELLO(1),
    /** Server: the version chosen, and who it is. */
    WELCOME(2),
    /** Client: which databases? */
    LIST(3),
    /** Server: everything it hosts. */
    DATABASES(4),
    /** Client: a whole database. */
    FULL(5),
    /** Client: the transactions after one. */
    DIFF(6),
    /** Server: what now follows. */
    BEGIN(7),
    /** Client: how many more chunks may come (4 bytes). */
    PULL(8),
    /** Server: a chunk: kind (1), number from 0 (4), progress in thousandths (2), payload. */
    CHUNK(9),
    /** Server: all chunks were sent; what they amount to. */
    END(10),
    /** Server: refused or failed; the connection closes. */
    ERROR(11),
    /** Server: still working on it; nothing else to say. */
    ALIVE(12),
    /** Client: a whole database without what came of it before, from this server or another one. */
    RESUME(13),
    /** Server: prove that you know the token; its number for this connection. */
    CHALLENGE(14),
    /** Client: the proof. */
    PROOF(15),
    /** Client: users and roles of a database. */
    METADATA(16),
    /** Server: the commands that bring them back. */
    SCRIPT(17);

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static FrameType of(int code) {
        for (FrameType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }
}
