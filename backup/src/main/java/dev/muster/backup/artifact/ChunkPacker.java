package dev.muster.backup.artifact;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/** Makes of a payload what is stored of it: packed, sealed, with its head and its checksum. Any thread; holds nothing that changes. */
final class ChunkPacker {
    /** Fast, and close to the higher levels on change sets; measured in {@code muster bench backup}. */
    private static final int ZSTD_LEVEL = 1;

    /**
     * The table of what was seen has 2 to that many entries. It stays in the processor's nearest cache, so that packing is a quarter
     * faster than with the 14 of this level, and what is found lies nearer: records of graphs come out no larger.
     */
    private static final int ZSTD_HASH_LOG = 12;

    private static final int HEAD = ArtifactFormat.CHUNK_HEAD_BYTES;

    private final boolean compressing;
    private final ArtifactSeal seal;
    private final ArtifactDigest.OfPiece digest;

    /** {@code seal} is null if the artifact is not encrypted. */
    ChunkPacker(boolean compressing, ArtifactSeal seal, ArtifactDigest.OfPiece digest) {
        this.compressing = compressing;
        this.seal = seal;
        this.digest = digest;
    }

    /** A chunk as it goes into the file, which takes the first so many of the bytes; with so many transactions in it. */
    record Packed(byte[] bytes, int length, byte[] digest, int records) {
        private Packed withRecords(int count) {
            return new Packed(bytes, length, digest, count);
        }
    }

    /** What is stored of a chunk. The number and the nonce matter to encrypted artifacts only. */
    Packed pack(ChunkKind kind, byte[] payload, long number, byte[] nonce) {
        Packed packed = packed(kind, payload, number, nonce);
        return kind == ChunkKind.TRANSACTIONS ? packed.withRecords(TransactionBatch.count(payload)) : packed;
    }

    private Packed packed(ChunkKind kind, byte[] payload, long number, byte[] nonce) {
        if (compressing) {
            int bound = Math.toIntExact(Zstd.compressBound(payload.length));
            byte[] packed = new byte[HEAD + bound];
            int length = compress(payload, packed, bound);
            if (length < payload.length) {
                return finish(kind, ArtifactFormat.ZSTD, payload.length, packed, length, number, nonce);
            }
        }
        byte[] plain = new byte[HEAD + payload.length];
        System.arraycopy(payload, 0, plain, HEAD, payload.length);
        return finish(kind, ArtifactFormat.PLAIN, payload.length, plain, payload.length, number, nonce);
    }

    /** What is stored of the closing facts. */
    Packed packFacts(String graphDigest, byte[] json, byte[] nonce) {
        byte[] beginning =
                ArtifactFormat.chunkBeginning(ChunkKind.FACTS, ArtifactFormat.PLAIN, seal != null, json.length);
        byte[] stored = seal == null ? json : seal.sealFacts(beginning, graphDigest, json, nonce);
        byte[] chunk = new byte[HEAD + stored.length];
        System.arraycopy(stored, 0, chunk, HEAD, stored.length);
        return withHead(beginning, chunk, stored.length);
    }

    private static int compress(byte[] payload, byte[] target, int bound) {
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            zstd.setLevel(ZSTD_LEVEL).setHashLog(ZSTD_HASH_LOG);
            return zstd.compressByteArray(target, HEAD, bound, payload, 0, payload.length);
        }
    }

    private Packed finish(
            ChunkKind kind, int encoding, int rawLength, byte[] chunk, int length, long number, byte[] nonce) {
        byte[] beginning = ArtifactFormat.chunkBeginning(kind, encoding, seal != null, rawLength);
        if (seal == null) {
            return withHead(beginning, chunk, length);
        }
        byte[] sealed = new byte[HEAD + length + ArtifactSeal.OVERHEAD_BYTES];
        seal.seal(number, beginning, chunk, HEAD, length, nonce, sealed, HEAD);
        return withHead(beginning, sealed, sealed.length - HEAD);
    }

    private Packed withHead(byte[] beginning, byte[] chunk, int storedLength) {
        ArtifactFormat.putHead(chunk, beginning, storedLength);
        int length = HEAD + storedLength;
        return new Packed(chunk, length, digest.of(chunk, length), 0);
    }
}
