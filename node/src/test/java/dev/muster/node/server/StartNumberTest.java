package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Disk;
import dev.muster.runtime.real.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartNumberTest {
    private final Disk disk = new RealDisk();

    @TempDir
    Path directory;

    @Test
    void isTheClocksTimeUnlessThatWasSetBack() {
        assertThat(StartNumber.next(disk, directory, 1_000)).isEqualTo(1_000);
        assertThat(StartNumber.next(disk, directory, 400)).isEqualTo(1_001);
        assertThat(StartNumber.next(disk, directory, 400)).isEqualTo(1_002);
        assertThat(StartNumber.next(disk, directory, 5_000)).isEqualTo(5_000);
    }

    @Test
    void isTheClocksTimeIfTheLastOneCannotBeRead() throws IOException {
        Files.writeString(directory.resolve("start"), "12x");

        assertThat(StartNumber.next(disk, directory, 700)).isEqualTo(700);
        assertThat(StartNumber.next(disk, directory, 600)).isEqualTo(701);
    }

    @Test
    void isTheClocksTimeIfNothingCanBeWritten() {
        assertThat(StartNumber.next(disk, directory.resolve("not there"), 700)).isEqualTo(700);
    }
}
