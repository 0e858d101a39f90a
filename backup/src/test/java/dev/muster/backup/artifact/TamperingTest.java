package dev.muster.backup.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.muster.backup.BackupException;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whichever byte of an artifact is changed, and wherever it is cut off: it is refused, with the file's name and the place. */
class TamperingTest {
    private static final int[] MASKS = {1, 0x08, 0x80, 0xFF};
    private static final Path FILE = SampleArtifacts.FOLDER.resolve("damaged.backup");
    private static final Pattern DAMAGED =
            Pattern.compile(Pattern.quote("artifact '" + FILE + "' is damaged at byte ") + "(\\d+): .{10,}");
    private static final Pattern NO_ARTIFACT = Pattern.compile(
            Pattern.quote("'" + FILE + "' is not a backup artifact: it does not begin with the mark of one"));
    private static final Pattern NEWER = Pattern.compile(
            Pattern.quote("artifact '" + FILE + "' has format version ") + "\\d+, this program reads up to \\d+");

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private EncryptionKey key;
    private int tried;

    @BeforeEach
    void makeFolder() throws IOException {
        disk.createDirectories(SampleArtifacts.FOLDER);
    }

    @Test
    void everyFlippedByteIsRefusedWithTheFileAndThePieceItLiesIn() throws IOException {
        for (SampleArtifacts sample : SampleArtifacts.values()) {
            byte[] whole = disk.readAll(sample.write(disk).file());
            key = sample.key();
            List<Piece> pieces = pieces(whole);
            try (DiskFile file = place(whole)) {
                for (int position = 0; position < whole.length; position++) {
                    for (int mask : MASKS) {
                        put(file, position, whole[position] ^ mask);
                        String what = sample + ", byte " + position + " flipped by " + mask;
                        assertTold(refusal(what), position, pieces, what);
                        if (mask == 1) {
                            assertTold(refusalReadAgain(what), position, pieces, what);
                        }
                    }
                    put(file, position, whole[position]);
                }
                ArtifactReader.readAll(disk, FILE, sample.key(), (kind, payload, at) -> {});
            }
        }
        assertThat(tried).as("flips tried").isGreaterThanOrEqualTo(10_000);
    }

    @Test
    void isRefusedWhereverItIsCutOffAndWhateverFollowsIt() throws IOException {
        for (SampleArtifacts sample : SampleArtifacts.values()) {
            byte[] whole = disk.readAll(sample.write(disk).file());
            key = sample.key();
            try (DiskFile file = place(whole)) {
                for (int length = whole.length - 1; length >= 0; length--) {
                    file.truncate(length);
                    String what = sample + " cut to " + length + " bytes";
                    assertThat(refusal(what)).as(what).matches(DAMAGED.pattern() + "|" + NO_ARTIFACT.pattern());
                }
            }
            for (int more : new int[] {1, 16, 64, whole.length}) {
                place(Arrays.copyOf(whole, whole.length + more)).close();
                String what = sample + " and " + more + " bytes more";
                assertThat(refusal(what)).as(what).matches(DAMAGED);
            }
        }
    }

    @Test
    void isRefusedWhenChunksAreSwappedDoubledOrLeftOut() throws IOException {
        byte[] whole = disk.readAll(SampleArtifacts.FULL.write(disk).file());
        List<Piece> pieces = pieces(whole);
        Piece header = pieces.get(0);
        Piece first = pieces.get(1);
        Piece second = pieces.get(2);

        for (List<Piece> order : List.of(
                List.of(header, second, first), List.of(header, first, first, second), List.of(header, second))) {
            ByteBuffer changed = ByteBuffer.allocate(2 * whole.length);
            order.forEach(piece -> changed.put(whole, piece.start, piece.length()));
            changed.put(whole, second.end, whole.length - second.end);
            place(Arrays.copyOf(changed.array(), changed.position())).close();
            assertThat(refusal("pieces " + order)).matches(DAMAGED);
        }
    }

    /** A part of the file, from its first byte to the one after its last. */
    private record Piece(int start, int end) {
        int length() {
            return end - start;
        }

        boolean has(long position) {
            return position >= start && position < end;
        }
    }

    /** Header, each chunk, footer. */
    private static List<Piece> pieces(byte[] whole) {
        List<Piece> pieces = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(whole);
        int position = ArtifactFormat.PREAMBLE_BYTES + bytes.getInt(12) + 4;
        pieces.add(new Piece(0, position));
        int footer = whole.length - ArtifactFormat.FOOTER_BYTES;
        while (position < footer) {
            int end = position + ArtifactFormat.CHUNK_HEAD_BYTES + bytes.getInt(position + 8);
            pieces.add(new Piece(position, end));
            position = end;
        }
        pieces.add(new Piece(footer, whole.length));
        return pieces;
    }

    private static void assertTold(String message, int position, List<Piece> pieces, String what) {
        Matcher damaged = DAMAGED.matcher(message);
        if (damaged.matches()) {
            long told = Long.parseLong(damaged.group(1));
            boolean samePiece = pieces.stream().anyMatch(piece -> piece.has(position) && piece.has(told));
            assertThat(samePiece).as(what + ": " + message).isTrue();
        } else if (position < 8) {
            assertThat(message).as(what).matches(NO_ARTIFACT);
        } else {
            assertThat(position).as(what + ": " + message).isBetween(8, 11);
            assertThat(message).as(what).matches(NEWER);
        }
    }

    /** Whoever reads ahead must find the same, although what comes behind the damage may make even less sense. */
    private String refusal(String what) throws IOException {
        tried++;
        String said = null;
        for (int ahead : new int[] {0, 1}) {
            String before = said;
            try {
                ArtifactReader.readAll(new LateWorkers(ahead).with(disk), FILE, key, (kind, payload, position) -> {});
            } catch (BackupException e) {
                said = e.getMessage();
                assertThat(before == null ? said : before).as(what).isEqualTo(said);
                continue;
            }
            fail(what + ": was not refused");
        }
        return said;
    }

    /** Reading once more leaves the SHA-256 out, but every byte has a checksum besides. */
    private String refusalReadAgain(String what) throws IOException {
        tried++;
        try {
            ArtifactReader.readAgain(disk, FILE, key, (kind, payload, at) -> {});
        } catch (BackupException e) {
            return e.getMessage();
        }
        return fail(what + ": was not refused when read again");
    }

    private DiskFile place(byte[] content) throws IOException {
        DiskFile file = disk.open(FILE, Disk.Open.CREATE);
        file.truncate(0);
        file.write(ByteBuffer.wrap(content), 0);
        return file;
    }

    private static void put(DiskFile file, int position, int value) throws IOException {
        file.write(ByteBuffer.wrap(new byte[] {(byte) value}), position);
    }
}
