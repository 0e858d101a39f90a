package dev.muster.runtime.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskContract;
import dev.muster.runtime.DiskFull;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContract {
    @TempDir
    Path directory;

    private final RealDisk disk = new RealDisk();

    @Override
    protected Disk disk() {
        return disk;
    }

    @Override
    protected Path directory() {
        return directory;
    }

    @Test
    void aFullDiskIsToldApartFromABrokenOneAndNamesTheFile() {
        Path file = Path.of("data", "log.0");
        assertThat(DiskErrors.of(file, new IOException("No space left on device")))
                .isInstanceOf(DiskFull.class)
                .hasMessage("no space left to write data/log.0");
        assertThat(DiskErrors.of(file, new FileSystemException("x", null, "Disk quota exceeded")))
                .isInstanceOf(DiskFull.class);
        assertThat(DiskErrors.of(file, new IOException("Input/output error")))
                .isNotInstanceOf(DiskFull.class)
                .hasMessage("data/log.0: Input/output error");
        NoSuchFileException missing = new NoSuchFileException("data/log.0");
        assertThat(DiskErrors.of(file, missing)).isSameAs(missing);
    }

    @Test
    void aLockExcludesTheSameFileByAnotherName() throws Exception {
        disk.createDirectories(path("sub"));
        try (AutoCloseable held = disk.tryLock(path("lock"))) {
            assertThat(held).isNotNull();
            assertThat(disk.tryLock(path("sub/../lock"))).isNull();
        }
    }

    @Test
    void aLockExcludesOtherProcesses() throws Exception {
        try (AutoCloseable held = disk.tryLock(path("lock"))) {
            assertThat(held).isNotNull();
            assertThat(lockInAnotherProcess()).isEqualTo("taken");
            assertThat(disk.tryLock(path("lock"))).isNull();
            assertThat(lockInAnotherProcess())
                    .as("after a refused attempt here")
                    .isEqualTo("taken");
        }
        assertThat(lockInAnotherProcess()).isEqualTo("free");
    }

    @Test
    void whoeverFindsALockTakenLearnsByWhomAndSinceWhen() throws Exception {
        long pid = ProcessHandle.current().pid();
        try (AutoCloseable held = disk.tryLock(path("lock"))) {
            assertThat(held).isNotNull();
            assertThat(disk.lockedBy(path("lock"))).isEqualTo("this very process");
            assertThat(lockInAnotherProcess("tell"))
                    .matches("process " + pid + "@\\S+, since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
            assertThat(lockInAnotherProcess()).as("after somebody has looked").isEqualTo("taken");
        }
        assertThat(disk.lockedBy(path("none"))).isEmpty();
    }

    private String lockInAnotherProcess(String... more) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockAttempt.class.getName(),
                        path("lock").toString(),
                        String.join(" ", more))
                .start();
        return new String(process.getInputStream().readAllBytes()).trim();
    }

    /** What the other process runs. */
    static final class LockAttempt {
        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            System.out.println(
                    arguments[1].equals("tell")
                            ? new RealDisk().lockedBy(file)
                            : new RealDisk().tryLock(file) == null ? "taken" : "free");
        }
    }
}
