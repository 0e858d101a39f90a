package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What every {@link Disk} promises while nothing crashes; run against each of them. */
public abstract class DiskContract {
    protected abstract Disk disk();

    /** An existing, empty directory of {@link #disk}. */
    protected abstract Path directory();

    @Test
    void whatWasWrittenIsRead() throws IOException {
        try (DiskFile file = disk().open(path("a"), Disk.Open.CREATE_NEW)) {
            file.write(bytes("hello"), 0);
            file.write(bytes("J"), 0);
            file.force(false);
            assertThat(file.size()).isEqualTo(5);
            assertThat(read(file, 0, 5)).isEqualTo("Jello");
            assertThat(read(file, 3, 10)).isEqualTo("lo");
        }
        assertThat(new String(disk().readAll(path("a")), StandardCharsets.UTF_8))
                .isEqualTo("Jello");
    }

    @Test
    void readingAtOrPastTheEndSaysSo() throws IOException {
        try (DiskFile file = disk().open(path("a"), Disk.Open.CREATE)) {
            assertThat(file.read(ByteBuffer.allocate(1), 0)).isEqualTo(-1);
            file.write(bytes("x"), 0);
            assertThat(file.read(ByteBuffer.allocate(1), 1)).isEqualTo(-1);
            assertThat(file.read(ByteBuffer.allocate(1), 99)).isEqualTo(-1);
        }
    }

    @Test
    void aGapThatWasNeverWrittenReadsAsZero() throws IOException {
        try (DiskFile file = disk().open(path("a"), Disk.Open.CREATE)) {
            file.write(bytes("x"), 10_000);
            ByteBuffer content = ByteBuffer.allocate(10_001);
            while (content.hasRemaining()) {
                assertThat(file.read(content, content.position())).isPositive();
            }
            assertThat(content.array()).startsWith(0, 0, 0).endsWith(0, 'x');
        }
    }

    @Test
    void aLargeWriteArrivesWhole() throws IOException {
        byte[] large = new byte[1_500_001];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + i / 777);
        }
        ByteBuffer source = ByteBuffer.wrap(large);
        try (DiskFile file = disk().open(path("large"), Disk.Open.CREATE)) {
            file.write(source, 3);
            assertThat(source.hasRemaining()).isFalse();
            assertThat(file.size()).isEqualTo(large.length + 3);
        }
        assertThat(java.util.Arrays.copyOfRange(disk().readAll(path("large")), 3, large.length + 3))
                .isEqualTo(large);
    }

    @Test
    void truncateCutsAndNeverGrows() throws IOException {
        try (DiskFile file = disk().open(path("a"), Disk.Open.CREATE)) {
            file.write(bytes("hello"), 0);
            file.truncate(9);
            assertThat(file.size()).isEqualTo(5);
            file.truncate(2);
            assertThat(file.size()).isEqualTo(2);
            file.write(bytes("y"), 4);
            assertThat(read(file, 0, 9)).isEqualTo("he\0\0y");
        }
    }

    @Test
    void preallocateGrowsWithZerosAndNeverCuts() throws IOException {
        try (DiskFile file = disk().open(path("a"), Disk.Open.CREATE)) {
            file.write(bytes("hello"), 0);
            file.preallocate(700_000);
            assertThat(file.size()).isEqualTo(700_000);
            assertThat(read(file, 0, 6)).isEqualTo("hello\0");
            assertThat(read(file, 699_999, 5)).isEqualTo("\0");
            file.preallocate(3);
            assertThat(file.size()).isEqualTo(700_000);
        }
    }

    @Test
    void openModesAreKept() throws IOException {
        Path a = path("a");
        assertThatThrownBy(() -> disk().open(a, Disk.Open.READ)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().open(a, Disk.Open.WRITE)).isInstanceOf(NoSuchFileException.class);
        disk().open(a, Disk.Open.CREATE_NEW).close();
        assertThatThrownBy(() -> disk().open(a, Disk.Open.CREATE_NEW)).isInstanceOf(FileAlreadyExistsException.class);
        disk().open(a, Disk.Open.CREATE).close();
        disk().open(a, Disk.Open.WRITE).close();
        assertThatThrownBy(() -> disk().open(path("no/such/directory/a"), Disk.Open.CREATE))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileOpenedForReadingCannotBeWritten() throws IOException {
        write("a", "x");
        try (DiskFile file = disk().open(path("a"), Disk.Open.READ)) {
            assertThatThrownBy(() -> file.write(bytes("y"), 0))
                    .isInstanceOf(java.nio.channels.NonWritableChannelException.class);
        }
    }

    @Test
    void aClosedFileCannotBeUsed() throws IOException {
        DiskFile file = disk().open(path("a"), Disk.Open.CREATE);
        file.close();
        file.close();
        assertThatThrownBy(() -> file.write(bytes("y"), 0)).isInstanceOf(IOException.class);
    }

    @Test
    void directoriesAreMadeListedAndRemoved() throws IOException {
        assertThat(disk().list(path("none"))).isEmpty();
        disk().createDirectories(path("d/e"));
        disk().createDirectories(path("d/e"));
        write("d/b", "1");
        write("d/a", "2");
        assertThat(disk().list(path("d"))).containsExactly("a", "b", "e");
        assertThat(disk().isDirectory(path("d/e"))).isTrue();
        assertThat(disk().isDirectory(path("d/a"))).isFalse();
        assertThat(disk().exists(path("d/a"))).isTrue();
        disk().syncDirectory(path("d"));
        assertThatThrownBy(() -> disk().delete(path("d"))).isInstanceOf(DirectoryNotEmptyException.class);
        disk().delete(path("d/e"));
        disk().delete(path("d/e"));
        disk().deleteTree(path("d"));
        disk().deleteTree(path("d"));
        assertThat(disk().exists(path("d"))).isFalse();
        assertThat(disk().list(directory())).isEmpty();
    }

    @Test
    void moveReplacesAndAnOpenFileStaysReadable() throws IOException {
        write("new", "new");
        write("old", "old");
        try (DiskFile open = disk().open(path("old"), Disk.Open.READ)) {
            disk().move(path("new"), path("old"));
            assertThat(read(open, 0, 9)).isEqualTo("old");
        }
        assertThat(new String(disk().readAll(path("old")), StandardCharsets.UTF_8))
                .isEqualTo("new");
        assertThat(disk().exists(path("new"))).isFalse();
        assertThatThrownBy(() -> disk().move(path("none"), path("x"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDirectoryMovesWithWhatIsInIt() throws IOException {
        disk().createDirectories(path("from/deep"));
        write("from/deep/a", "x");
        disk().move(path("from"), path("to"));
        assertThat(disk().exists(path("from"))).isFalse();
        assertThat(disk().exists(path("to/deep/a"))).isTrue();
    }

    @Test
    void replaceLeavesTheNewContentAndNothingElse() throws IOException {
        disk().replace(path("conf"), new byte[] {1});
        disk().replace(path("conf"), new byte[] {2, 3});
        assertThat(disk().readAll(path("conf"))).containsExactly(2, 3);
        assertThat(disk().list(directory())).containsExactly("conf");
    }

    @Test
    void aLockIsHeldByOneUntilItIsClosed() throws Exception {
        AutoCloseable held = disk().tryLock(path("lock"));
        assertThat(held).isNotNull();
        assertThat(disk().tryLock(path("lock"))).isNull();
        assertThat(disk().tryLock(path("lock"))).isNull();
        held.close();
        AutoCloseable again = disk().tryLock(path("lock"));
        assertThat(again).isNotNull();
        again.close();
    }

    @Test
    void tellsHowMuchRoomIsLeftEvenForWhatIsNotThereYet() throws IOException {
        assertThat(disk().usableBytes(path("not/there/yet"))).isPositive();
    }

    protected Path path(String name) {
        return directory().resolve(name);
    }

    protected void write(String name, String content) throws IOException {
        try (DiskFile file = disk().open(path(name), Disk.Open.CREATE)) {
            file.write(bytes(content), 0);
        }
    }

    protected static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    protected static String read(DiskFile file, long position, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        int count = file.read(target, position);
        return new String(target.array(), 0, Math.max(0, count), StandardCharsets.UTF_8);
    }
}
