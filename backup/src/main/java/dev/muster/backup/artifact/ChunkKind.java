package dev.muster.backup.artifact;

/** What a chunk of a streamed database holds; the codes are part of the file format and of the protocol. */
public enum ChunkKind {
    /** One part of a pinned version, as {@code StreamedStore.Parts} gave it. */
    PART(1),
    /** A {@link TransactionBatch}. */
    TRANSACTIONS(2),
    /** The artifact's closing facts; in files only, the last before the footer. */
    FACTS(3),
    /** The commands that bring back users and roles; in files only, the last before the facts. */
    METADATA(4);

    private final int code;

    ChunkKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The kind of that code, or null. */
    public static ChunkKind of(int code) {
        for (ChunkKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
