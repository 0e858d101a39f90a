package dev.muster.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DiskFaultsTest {
    private static final Path FILE = SimulatedDisk.ROOT.resolve("a");
    private static final int SEEDS = 300;

    private SimulatedDisk disk = new SimulatedDisk(1);

    private DiskFile fileOf(String content) throws IOException {
        DiskFile file = disk.open(FILE, Disk.Open.CREATE);
        file.write(bytes(content), 0);
        file.force(true);
        disk.syncDirectory(SimulatedDisk.ROOT);
        return file;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private String content() throws IOException {
        return new String(disk.readAll(FILE), java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Test
    void slowOperationsTakeTheirTimeAndTheOthersNone() throws IOException {
        Simulation simulation = new Simulation(1);
        disk = simulation.server("s").disk();
        for (DiskOperation operation : DiskOperation.values()) {
            disk.faults().setTime(operation, Latency.NONE);
        }
        disk.faults().setTime(DiskOperation.READ, Latency.between(Duration.ofMillis(7), Duration.ofMillis(9)));
        DiskFile file = fileOf("abc");
        assertThat(simulation.nowNanos()).isZero();
        file.read(ByteBuffer.allocate(3), 0);
        assertThat(simulation.nowNanos()).isBetween(7_000_000L, 9_000_000L);
        simulation.runFor(Duration.ZERO);
        disk.faults()
                .setTime(DiskOperation.READ, Latency.NONE.withTail(1, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        disk.faults().setTime(DiskOperation.WRITE, Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        disk.faults().setTime(DiskOperation.NAME, Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        long before = simulation.nowNanos();
        file.write(bytes("x"), 0);
        file.truncate(1);
        file.preallocate(9);
        disk.readAll(FILE);
        disk.move(FILE, FILE.resolveSibling("b"));
        assertThat(simulation.nowNanos() - before).isEqualTo(5_000_000_000L);
    }

    @Test
    void everyKindOfOperationFailsByItsOwnChance() throws IOException {
        DiskFile file = fileOf("abc");
        for (DiskOperation failing : DiskOperation.values()) {
            disk.faults().setFailures(failing, 0.3);
            int[] failures = new int[4];
            for (int i = 0; i < 1_000; i++) {
                failures[0] += fails(() -> file.read(ByteBuffer.allocate(3), 0));
                failures[1] += fails(() -> file.write(bytes("abc"), 0));
                failures[2] += fails(() -> file.force(false));
                failures[3] += fails(() -> disk.open(SimulatedDisk.ROOT.resolve("d"), Disk.Open.CREATE)
                        .close());
                disk.faults().setFailures(DiskOperation.NAME, 0);
                disk.delete(SimulatedDisk.ROOT.resolve("d"));
                disk.faults().setFailures(DiskOperation.NAME, failing == DiskOperation.NAME ? 0.3 : 0);
            }
            for (DiskOperation operation : DiskOperation.values()) {
                assertThat(failures[operation.ordinal()])
                        .as("%s while %s fails", operation, failing)
                        .isBetween(operation == failing ? 200 : 0, operation == failing ? 400 : 0);
            }
            disk.faults().heal();
        }
    }

    private static int fails(Action action) {
        try {
            action.run();
            return 0;
        } catch (IOException e) {
            assertThat(e).hasMessageEndingWith(": Input/output error");
            return 1;
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    @Test
    void aWriteThatFailsLeavesNothingItsBeginningOrAllOfIt() throws IOException {
        Set<String> contents = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            disk = new SimulatedDisk(seed);
            DiskFile file = fileOf("abc");
            disk.faults().setFailures(DiskOperation.WRITE, 1);
            assertThat(fails(() -> file.write(bytes("XYZ"), 1))).isEqualTo(1);
            contents.add(content());
        }
        assertThat(contents).containsExactly("aXY", "aXYZ", "aXc", "abc");
    }

    @Test
    void aWriteIntoAFullDiskLeavesNoMoreThanFits() throws IOException {
        Set<String> contents = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            disk = new SimulatedDisk(seed);
            DiskFile file = fileOf("abc");
            disk.setFreeBytes(2);
            assertThat(disk.usableBytes(FILE)).isEqualTo(2);
            assertThatThrownBy(() -> file.write(bytes("defg"), 3)).isInstanceOf(DiskFull.class);
            assertThatThrownBy(() -> file.write(bytes("z"), 30)).isInstanceOf(DiskFull.class);
            contents.add(content());
            disk.faults().heal();
            file.write(bytes("defg"), 3);
            assertThat(content()).isEqualTo("abcdefg");
        }
        assertThat(contents).containsExactly("abc", "abcd", "abcde");
    }

    @Test
    void aRegionThatCannotBeReadFailsAndTheRestIsFine() throws IOException {
        DiskFile file = fileOf("0123456789");
        disk.faults().setUnreadable(FILE, 4, 6);
        assertThat(file.read(ByteBuffer.allocate(4), 0)).isEqualTo(4);
        assertThat(file.read(ByteBuffer.allocate(4), 6)).isEqualTo(4);
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 5)).hasMessage(FILE + ": Input/output error");
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(9), 1)).hasMessage(FILE + ": Input/output error");
        disk.faults().heal();
        assertThat(content()).isEqualTo("0123456789");
    }

    @Test
    void aReadOnlyDiskRefusesAllChangesAndIsReadAsBefore() throws IOException {
        DiskFile file = fileOf("abc");
        disk.faults().setReadOnly(true);
        String refused = ": Read-only file system";
        assertThatThrownBy(() -> file.write(bytes("x"), 0)).hasMessage(FILE + refused);
        assertThatThrownBy(() -> file.truncate(0)).hasMessage(FILE + refused);
        assertThatThrownBy(() -> file.preallocate(9)).hasMessage(FILE + refused);
        assertThatThrownBy(() -> disk.open(FILE, Disk.Open.WRITE)).hasMessage(FILE + refused);
        assertThatThrownBy(() -> disk.delete(FILE)).hasMessage(FILE + refused);
        assertThatThrownBy(() -> disk.createDirectories(FILE.resolveSibling("d")))
                .hasMessageEndingWith(refused);
        assertThatThrownBy(() -> disk.move(FILE, FILE.resolveSibling("b"))).hasMessageEndingWith(refused);
        file.force(true);
        assertThat(content()).isEqualTo("abc");
        disk.faults().setReadOnly(false);
        file.write(bytes("x"), 0);
        assertThat(content()).isEqualTo("xbc");
    }

    @Test
    void aLyingSyncMakesNothingDurableAndAnHonestOneAll() throws IOException {
        Set<String> afterLies = new TreeSet<>();
        Set<String> afterTheTruth = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            disk = new SimulatedDisk(seed);
            DiskFile file = fileOf("1");
            disk.faults().setLyingSyncs(true);
            file.write(bytes("2"), 0);
            file.force(true);
            disk.createDirectories(FILE.resolveSibling("d"));
            disk.syncDirectory(SimulatedDisk.ROOT);
            disk.crash(new SimulatedRandom(seed));
            afterLies.add(content() + disk.list(SimulatedDisk.ROOT));

            DiskFile again = disk.open(FILE, Disk.Open.WRITE);
            again.write(bytes("3"), 0);
            again.force(true);
            disk.faults().setLyingSyncs(false);
            again.force(true);
            disk.crash(new SimulatedRandom(seed));
            afterTheTruth.add(content());
        }
        assertThat(afterLies).containsExactly("1[a, d]", "1[a]", "2[a, d]", "2[a]");
        assertThat(afterTheTruth).containsExactly("3");
    }

    @Test
    void rotFlipsOneBitOfOneFileOfTheKindAndTellsWhich() throws IOException {
        DiskFile file = fileOf("aaaa");
        disk.replace(FILE.resolveSibling("other"), new byte[100]);
        disk.replace(FILE.resolveSibling("empty"), new byte[0]);
        for (int seed = 0; seed < 20; seed++) {
            byte[] before = disk.readAll(FILE);
            SimulatedDisk.Rot rot =
                    disk.rot(new SimulatedRandom(seed), FILE::equals).orElseThrow();
            before[(int) rot.position()] ^= (byte) (1 << rot.bit());
            assertThat(rot.file()).isEqualTo(FILE);
            assertThat(disk.readAll(FILE)).as("seed %d", seed).isEqualTo(before);
        }
        file.force(true);
        byte[] rotten = disk.readAll(FILE);
        disk.crash(new SimulatedRandom(1));
        assertThat(disk.readAll(FILE)).as("after a power cut").isEqualTo(rotten);
        assertThat(disk.readAll(FILE.resolveSibling("other"))).containsOnly(0);
        assertThat(disk.rot(new SimulatedRandom(1), path -> path.endsWith("empty")))
                .isEqualTo(Optional.empty());
    }

    @Test
    void anyCombinationOfSectorsSurvivesAPowerCut() throws IOException {
        Set<String> left = new TreeSet<>();
        for (int seed = 0; seed < 800; seed++) {
            disk = new SimulatedDisk(seed);
            char[] old = new char[3 * 512];
            Arrays.fill(old, 'o');
            DiskFile file = fileOf(new String(old));
            file.write(bytes(new String(old).replace('o', 'n')), 0);
            disk.crash(new SimulatedRandom(seed));
            String content = content();
            StringBuilder sectors = new StringBuilder();
            for (int sector = 0; sector < 3; sector++) {
                String one = content.substring(sector * 512, sector * 512 + 512);
                sectors.append(one.indexOf('o') < 0 ? 'n' : one.indexOf('n') < 0 ? 'o' : 't');
            }
            left.add(sectors.toString());
        }
        assertThat(left).hasSize(27); // three sectors, each old, new or torn
    }

    @Test
    void ofPagesWrittenOneAfterTheOtherTheLaterMaySurviveAlone() throws IOException {
        Set<String> left = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            disk = new SimulatedDisk(seed);
            char[] old = new char[3 * 4096];
            Arrays.fill(old, 'o');
            DiskFile file = fileOf(new String(old));
            for (int page = 0; page < 3; page++) {
                file.write(bytes("n"), page * 4096L);
            }
            disk.crash(new SimulatedRandom(seed));
            String content = content();
            left.add("" + content.charAt(0) + content.charAt(4096) + content.charAt(8192));
        }
        assertThat(left).containsExactly("nnn", "nno", "non", "noo", "onn", "ono", "oon", "ooo");
    }

    @Test
    void whatWasWrittenBetweenTwoSyncsAndReplacedAgainMayBeWhatIsLeft() throws IOException {
        Set<String> left = new TreeSet<>();
        for (int seed = 0; seed < 300; seed++) {
            disk = new SimulatedDisk(seed);
            DiskFile file = fileOf("1");
            file.write(bytes("2"), 0);
            file.write(bytes("3"), 0);
            disk.crash(new SimulatedRandom(seed));
            left.add(content());
        }
        assertThat(left).containsExactly("1", "2", "3");
    }

    @Test
    void aLongUnsyncedHistoryOfNamesIsCertainExceptForItsEnd() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            disk.open(SimulatedDisk.ROOT.resolve("d" + i), Disk.Open.CREATE_NEW).close();
        }
        disk.crash(new SimulatedRandom(1));
        assertThat(disk.list(SimulatedDisk.ROOT))
                .contains("d0", "d1000", "d1400")
                .doesNotContain("d1999");
    }
}
