package dev.muster.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskContract;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest extends DiskContract {
    private static final int SEEDS = 300;

    private SimulatedDisk disk = new SimulatedDisk(1);

    @Override
    protected Disk disk() {
        return disk;
    }

    @Override
    protected Path directory() {
        return SimulatedDisk.ROOT;
    }

    /** What is left of something after power cuts with many seeds. */
    private Set<String> outcomes(Outcome outcome) throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            disk = new SimulatedDisk(seed);
            outcomes.add(outcome.after(new SimulatedRandom(seed)));
        }
        return outcomes;
    }

    private interface Outcome {
        String after(SimulatedRandom random) throws IOException;
    }

    private String content(String name) throws IOException {
        return disk.exists(path(name)) ? new String(disk.readAll(path(name))) : "none";
    }

    @Test
    void whatWasSyncedSurvivesAPowerCut() throws IOException {
        assertThat(outcomes(random -> {
                    try (DiskFile file = disk.open(path("a"), Disk.Open.CREATE)) {
                        file.write(bytes("durable"), 0);
                        file.force(false);
                    }
                    disk.syncDirectory(directory());
                    disk.crash(random);
                    return content("a");
                }))
                .containsExactly("durable");
    }

    @Test
    void whatWasNotSyncedIsKeptLostOrTorn() throws IOException {
        Set<String> outcomes = outcomes(random -> {
            try (DiskFile file = disk.open(path("a"), Disk.Open.CREATE)) {
                file.write(bytes("old."), 0);
                file.force(false);
                disk.syncDirectory(directory());
                file.write(bytes("new!"), 0);
            }
            disk.crash(random);
            return content("a");
        });
        assertThat(outcomes).contains("old.", "new!", "ned.", "new.");
    }

    @Test
    void aTailThatWasNotSyncedMayBeShorterOrHaveHoles() throws IOException {
        Set<String> kinds = outcomes(random -> {
            byte[] tail = new byte[20_000];
            Arrays.fill(tail, (byte) 'x');
            try (DiskFile file = disk.open(path("a"), Disk.Open.CREATE)) {
                disk.syncDirectory(directory());
                file.write(ByteBuffer.wrap(tail), 0);
            }
            disk.crash(random);
            String left = content("a");
            return (left.length() == 20_000 ? "whole" : left.isEmpty() ? "gone" : "shorter")
                    + (left.indexOf('\0') >= 0 ? " with holes" : "");
        });
        assertThat(kinds).containsExactly("gone", "shorter", "shorter with holes", "whole");
    }

    @Test
    void aNewFileWhoseDirectoryWasNotSyncedMayBeGone() throws IOException {
        assertThat(outcomes(random -> {
                    try (DiskFile file = disk.open(path("a"), Disk.Open.CREATE)) {
                        file.write(bytes("durable"), 0);
                        file.force(true);
                    }
                    disk.crash(random);
                    return content("a");
                }))
                .containsExactly("durable", "none");
    }

    @Test
    void newDirectoriesKeepTheirNamesWithoutASync() throws IOException {
        assertThat(outcomes(random -> {
                    disk.createDirectories(path("d/e"));
                    write("d/e/a", "x");
                    disk.syncDirectory(path("d/e"));
                    disk.crash(random);
                    return String.valueOf(disk.exists(path("d/e/a")));
                }))
                .containsExactly("true");
    }

    @Test
    void aRenameIsDoneOrNotDone() throws IOException {
        assertThat(outcomes(random -> {
                    disk.replace(path("conf"), new byte[] {'1'});
                    try (DiskFile file = disk.open(path("next"), Disk.Open.CREATE)) {
                        file.write(bytes("2"), 0);
                        file.force(true);
                    }
                    disk.syncDirectory(directory());
                    disk.move(path("next"), path("conf"));
                    disk.crash(random);
                    return content("conf") + " " + disk.list(directory());
                }))
                .containsExactly("1 [conf, next]", "2 [conf]");
    }

    @Test
    void aRenameBetweenDirectoriesNeverLosesTheFile() throws IOException {
        assertThat(outcomes(random -> {
                    disk.createDirectories(path("from"));
                    disk.createDirectories(path("to"));
                    disk.syncDirectory(directory());
                    write("from/a", "");
                    disk.syncDirectory(path("from"));
                    disk.move(path("from/a"), path("to/a"));
                    disk.crash(random);
                    return disk.list(path("from")) + " " + disk.list(path("to"));
                }))
                .containsExactly("[] [a]", "[a] []");
    }

    @Test
    void replaceIsOldOrNewAtEveryCutPoint() throws IOException {
        disk.replace(path("conf"), new byte[1]);
        int changes = disk.changes();
        disk.replace(path("conf"), new byte[2]);
        int changesOfOne = disk.changes() - changes;
        assertThat(changesOfOne).isGreaterThan(3);
        for (int cut = 0; cut <= changesOfOne; cut++) {
            for (int seed = 0; seed < 50; seed++) {
                disk = new SimulatedDisk(seed);
                disk.replace(path("conf"), new byte[] {'1'});
                disk.powerOffAfterChanges(cut);
                try {
                    disk.replace(path("conf"), new byte[] {'2'});
                } catch (IOException e) {
                    assertThat(e).hasMessage("the power is off");
                }
                disk.crash(new SimulatedRandom(seed));
                assertThat(content("conf"))
                        .as("cut after %d, seed %d", cut, seed)
                        .isIn("1", "2");
                if (cut == changesOfOne) {
                    assertThat(content("conf")).isEqualTo("2");
                }
            }
        }
    }

    @Test
    void withoutPowerNothingWorks() throws IOException {
        write("a", "x");
        disk.powerOffAfterChanges(0);
        assertThatThrownBy(() -> disk.readAll(path("a"))).hasMessage("the power is off");
        assertThatThrownBy(() -> disk.exists(path("a"))).hasMessage("the power is off");
    }

    @Test
    void aFullDiskSaysSoAndKeepsWhatItHas() throws IOException {
        write("a", "12345");
        disk.setFull(true);
        try (DiskFile file = disk.open(path("a"), Disk.Open.WRITE)) {
            file.write(bytes("54321"), 0);
            assertThatThrownBy(() -> file.write(bytes("6"), 5))
                    .isInstanceOf(DiskFull.class)
                    .hasMessage("no space left to write " + path("a"));
            assertThatThrownBy(() -> file.preallocate(6)).isInstanceOf(DiskFull.class);
        }
        assertThatThrownBy(() -> disk.open(path("b"), Disk.Open.CREATE)).isInstanceOf(DiskFull.class);
        assertThat(disk.usableBytes(directory())).isZero();
        assertThat(content("a")).isEqualTo("54321");
        disk.setFull(false);
        write("b", "x");
    }

    @Test
    void aSmallDiskFillsUp() throws IOException {
        disk.setCapacityBytes(10);
        write("a", "123456");
        assertThat(disk.usableBytes(directory())).isEqualTo(4);
        assertThatThrownBy(() -> write("b", "12345")).isInstanceOf(DiskFull.class);
        disk.delete(path("a"));
        write("b", "12345");
    }

    @Test
    void whatAFailedSyncMissedIsNotMadeGoodByTheNext() throws IOException {
        assertThat(outcomes(random -> {
                    try (DiskFile file = disk.open(path("a"), Disk.Open.CREATE)) {
                        file.write(bytes("1"), 0);
                        file.force(false);
                        disk.syncDirectory(directory());
                        file.write(bytes("2"), 0);
                        disk.setSyncsFail(true);
                        assertThatThrownBy(() -> file.force(false)).hasMessage(path("a") + ": Input/output error");
                        disk.setSyncsFail(false);
                        file.force(false);
                    }
                    disk.crash(random);
                    return content("a");
                }))
                .containsExactly("1", "2");
    }

    @Test
    void readsFailAndBytesRotOnDemand() throws IOException {
        write("a", "abc");
        disk.setUnreadable(path("a"), true);
        assertThatThrownBy(() -> disk.readAll(path("a"))).hasMessage(path("a") + ": Input/output error");
        disk.setUnreadable(path("a"), false);
        disk.corrupt(path("a"), 1);
        assertThat(content("a")).isEqualTo("a" + (char) ('b' ^ 0x55) + "c");
    }

    @Test
    void aFileOfADeadProcessIsDeadAndItsLockIsFree() throws Exception {
        DiskFile file = disk.open(path("a"), Disk.Open.CREATE);
        AutoCloseable lock = disk.tryLock(path("lock"));
        disk.closeAll();
        assertThatThrownBy(() -> file.write(bytes("x"), 0)).hasMessage(path("a") + ": was open when its process ended");
        assertThat(disk.tryLock(path("lock"))).isNotNull();
        lock.close();
        assertThat(disk.tryLock(path("lock")))
                .as("the dead one's lock does not free the new one")
                .isNull();
    }

    @Test
    void afterACutNoOldBytesReappearBehindTheEnd() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            disk = new SimulatedDisk(seed);
            try (DiskFile file = disk.open(path("a"), Disk.Open.CREATE)) {
                byte[] old = new byte[10_000];
                Arrays.fill(old, (byte) 'o');
                file.write(ByteBuffer.wrap(old), 0);
                file.force(true);
                disk.syncDirectory(directory());
                file.truncate(100);
            }
            disk.crash(new SimulatedRandom(seed));
            try (DiskFile file = disk.open(path("a"), Disk.Open.WRITE)) {
                long size = file.size();
                file.write(bytes("end"), 20_000);
                byte[] gap = Arrays.copyOfRange(disk.readAll(path("a")), (int) size, 20_000);
                assertThat(gap).as("seed %d", seed).containsOnly(0);
            }
        }
    }
}
