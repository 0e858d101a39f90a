package dev.muster.backup.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.runtime.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an encrypted artifact keeps from those without the key, and what they cannot do to it: here they know the format and make
 * all checksums right again.
 */
class EncryptedArtifactTest {
    private static final EncryptionKey KEY = EncryptionKey.parse(SampleArtifacts.KEY);
    private static final EncryptionKey OTHER_KEY = EncryptionKey.parse("ab".repeat(32));
    private static final Path FILE = SampleArtifacts.FOLDER.resolve("changed.backup");

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @BeforeEach
    void makeFolder() throws IOException {
        disk.createDirectories(SampleArtifacts.FOLDER);
    }

    @Test
    void isReadWithItsKey() throws IOException {
        Artifact written = SampleArtifacts.ENCRYPTED_FULL.write(disk);

        List<byte[]> chunks = new ArrayList<>();
        Artifact read = ArtifactReader.readAll(disk, written.file(), KEY, (kind, payload, at) -> chunks.add(payload));

        assertThat(read).isEqualTo(written);
        assertThat(read.header().formatVersion()).isEqualTo(3);
        assertThat(read.keyId()).isEqualTo(KEY.id());
        assertThat(ArtifactReader.authenticate(disk, written.file(), KEY)).isEqualTo(written);
        assertThat(chunks).hasSize(3);
        assertThat(chunks.get(1)).containsExactly(1, 2, 3);
    }

    @Test
    void saysWithoutTheKeyWhatItIsButNotWhatTheGraphIs() throws IOException {
        Artifact written = SampleArtifacts.ENCRYPTED_DIFFERENTIAL_NOT_PACKED.write(disk);

        Artifact described = ArtifactReader.describe(disk, written.file());

        assertThat(described.isSameAs(written)).isTrue();
        assertThat(described.facts().digest()).isEmpty();
        assertThat(described.highest()).isEqualTo(9);
        String file = new String(disk.readAll(written.file()), StandardCharsets.ISO_8859_1);
        assertThat(file)
                .contains("\"databaseName\":\"sales\"")
                .doesNotContain(written.facts().digest());
        assertThat(file).as("a change set of a hundred zeros").doesNotContain("\0".repeat(40));
    }

    @Test
    void isNotReadWithoutTheKeyOrWithAnother() throws IOException {
        Artifact written = SampleArtifacts.ENCRYPTED_FULL.write(disk);

        assertThatThrownBy(() -> ArtifactReader.readAll(disk, written.file(), (kind, payload, at) -> {}))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.ARTIFACT_ENCRYPTED))
                .hasMessage("artifact '" + written.file() + "' is encrypted with key " + KEY.id()
                        + ", and no key was given");
        assertThatThrownBy(() -> ArtifactReader.readAll(disk, written.file(), OTHER_KEY, (kind, payload, at) -> {}))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.WRONG_KEY))
                .hasMessage("artifact '" + written.file() + "' was made with key " + KEY.id() + ", given is key "
                        + OTHER_KEY.id());
    }

    @Test
    void oneThatIsNotEncryptedIsReadWithAKeyToo() throws IOException {
        Artifact written = SampleArtifacts.FULL.write(disk);

        assertThat(ArtifactReader.readAll(disk, written.file(), KEY, (kind, payload, at) -> {}))
                .isEqualTo(written);
    }

    @Test
    void noChunkIsAsTheSameChunkOfAnotherArtifact() throws IOException {
        byte[] one = bytes(SampleArtifacts.ENCRYPTED_FULL.write(disk));
        byte[] other = bytes(SampleArtifacts.ENCRYPTED_FULL.write(disk, new UUID(1, 9)));
        List<byte[]> pieces = pieces(one);
        List<byte[]> others = pieces(other);
        assertThat(others.get(1)).hasSameSizeAs(pieces.get(1)).isNotEqualTo(pieces.get(1));

        pieces.set(1, others.get(1));

        assertRefused(pieces, "chunk 0 is not what was sealed there");
    }

    @Test
    void chunksCannotBeReorderedLeftOutOrDoubled() throws IOException {
        List<byte[]> pieces = pieces(bytes(SampleArtifacts.ENCRYPTED_FULL.write(disk)));
        byte[] header = pieces.get(0);
        byte[] first = pieces.get(1);
        byte[] second = pieces.get(2);
        byte[] transactions = pieces.get(3);
        byte[] facts = pieces.get(4);

        assertRefused(List.of(header, second, first, transactions, facts), "chunk 0 is not what was sealed there");
        assertRefused(List.of(header, first, transactions, facts), "chunk 1 is not what was sealed there");
        assertRefused(List.of(header, first, first, transactions, facts), "chunk 1 is not what was sealed there");
        assertRefused(List.of(header, first, second, facts), "the contents (2 parts, 0 transactions, 1..7) are not");
    }

    @Test
    void neitherHeaderNorClosingFactsCanBeRewritten() throws IOException {
        List<byte[]> pieces = pieces(bytes(SampleArtifacts.ENCRYPTED_FULL.write(disk)));
        byte[] header = pieces.get(0);
        byte[] facts = pieces.get(4);

        pieces.set(0, replaced(header, "\"sales\"", "\"salvo\""));
        assertRefused(pieces, "header and closing facts are not what was sealed");
        pieces.set(0, header);
        pieces.set(4, replaced(facts, "\"nodes\":4", "\"nodes\":5"));
        assertRefused(pieces, "header and closing facts are not what was sealed");
        assertThat(ArtifactReader.describe(disk, FILE).facts().nodes())
                .as("without the key nobody can know")
                .isEqualTo(5);
        assertThatThrownBy(() -> ArtifactReader.authenticate(disk, FILE, KEY))
                .hasMessageEndingWith("header and closing facts are not what was sealed");
    }

    @Test
    void noNonceIsUsedTwice() throws IOException {
        List<byte[]> pieces = pieces(bytes(SampleArtifacts.ENCRYPTED_FULL.write(disk)));

        assertThat(pieces.subList(1, 5))
                .extracting(piece -> ByteBuffer.wrap(piece, ArtifactFormat.CHUNK_HEAD_BYTES, ArtifactSeal.NONCE_BYTES)
                        .slice())
                .doesNotHaveDuplicates();
    }

    private void assertRefused(List<byte[]> pieces, String why) throws IOException {
        disk.replace(FILE, sealed(pieces));
        assertThatThrownBy(() -> ArtifactReader.readAll(disk, FILE, KEY, (kind, payload, at) -> {}))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.ARTIFACT_DAMAGED))
                .hasMessageContaining(why);
    }

    private byte[] bytes(Artifact artifact) throws IOException {
        return disk.readAll(artifact.file());
    }

    /** Header and chunks, without the footer. */
    private static List<byte[]> pieces(byte[] whole) {
        List<byte[]> pieces = new ArrayList<>();
        int position = ArtifactFormat.PREAMBLE_BYTES + ByteBuffer.wrap(whole).getInt(12) + 4;
        pieces.add(Arrays.copyOf(whole, position));
        while (position < whole.length - ArtifactFormat.FOOTER_BYTES) {
            int length =
                    ArtifactFormat.CHUNK_HEAD_BYTES + ByteBuffer.wrap(whole).getInt(position + 8);
            pieces.add(Arrays.copyOfRange(whole, position, position + length));
            position += length;
        }
        return pieces;
    }

    private static byte[] replaced(byte[] piece, String what, String with) {
        String text = new String(piece, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(what);
        return text.replace(what, with).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All checksums and the SHA-256 right again. */
    private static byte[] sealed(List<byte[]> pieces) {
        int length = pieces.stream().mapToInt(piece -> piece.length).sum();
        ByteBuffer whole = ByteBuffer.allocate(length + ArtifactFormat.FOOTER_BYTES);
        int facts = 0;
        for (int i = 0; i < pieces.size(); i++) {
            byte[] piece = pieces.get(i).clone();
            facts = whole.position();
            int crcAt = i == 0 ? piece.length - 4 : ArtifactFormat.CHUNK_HEAD_BYTES - 4;
            int crc = i == 0
                    ? ArtifactFormat.crc(piece, 0, crcAt)
                    : ArtifactFormat.chunkCrc(piece, piece.length - ArtifactFormat.CHUNK_HEAD_BYTES);
            whole.put(ByteBuffer.wrap(piece).putInt(crcAt, crc));
        }
        byte[] start = ArtifactFormat.footerStart(facts, whole.capacity());
        byte[] covered = Arrays.copyOf(whole.array(), length + start.length);
        System.arraycopy(start, 0, covered, length, start.length);
        return whole.put(ArtifactFormat.sealed(start, ArtifactFormat.sha256().digest(covered)))
                .array();
    }
}
