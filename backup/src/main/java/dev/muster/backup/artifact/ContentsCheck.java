package dev.muster.backup.artifact;

import dev.muster.backup.BackupError;

/** Counts what goes by and holds it against the closing facts: parts, transactions without a gap, the range. */
final class ContentsCheck {
    private final ArtifactFile file;
    private final ArtifactHeader header;
    private final ArtifactFacts facts;
    private final TransactionOrder order;
    private long parts;
    private long transactions;
    private long rawBytes;
    private boolean metadata;

    ContentsCheck(ArtifactFile file, ArtifactHeader header, ArtifactFacts facts) {
        this.file = file;
        this.header = header;
        this.facts = facts;
        this.order = new TransactionOrder(header.full() ? facts.partsTransactionId() : header.afterTransactionId());
    }

    void chunk(ChunkKind kind, byte[] payload, long position) {
        rawBytes += payload.length;
        if (metadata) {
            throw file.damaged(position, "a chunk behind the metadata");
        }
        switch (kind) {
            case PART -> {
                if (!header.full() || transactions > 0) {
                    throw file.damaged(position, "a part where none may be");
                }
                parts++;
            }
            case TRANSACTIONS -> {
                try {
                    transactions += order.follow(TransactionBatch.decode(payload));
                } catch (IllegalArgumentException e) {
                    throw BackupError.ARTIFACT_DAMAGED.because(e, file.path(), position, e.getMessage());
                }
            }
            case METADATA -> {
                if (header.formatVersion() < ArtifactFormat.VERSION
                        || payload.length > ArtifactFormat.METADATA_BYTES_MAX) {
                    throw file.damaged(position, "metadata of " + payload.length + " bytes");
                }
                metadata = true;
            }
            case FACTS -> throw file.damaged(position, "closing facts before the end");
        }
    }

    void complete(long position) {
        long highest = header.full() || transactions > 0 ? order.last() : 0;
        long lowest = header.full() ? 1 : transactions > 0 ? header.afterTransactionId() + 1 : 0;
        boolean counts = parts == facts.parts() && transactions == facts.transactions();
        boolean complete = metadata == (facts.metadata() != null);
        boolean range = lowest == facts.lowestTransactionId() && highest == facts.highestTransactionId();
        if (!counts || !range || !complete || rawBytes != facts.rawBytes()) {
            throw file.damaged(
                    position,
                    "the contents (" + parts + " parts, " + transactions + " transactions, " + lowest + ".." + highest
                            + ") are not what the closing facts say: " + facts);
        }
    }
}
