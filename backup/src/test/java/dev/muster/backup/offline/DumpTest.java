package dev.muster.backup.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupException;
import dev.muster.backup.StoreSource;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreTarget;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.runtime.sim.Simulation;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreCheck;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreSettings;
import dev.muster.store.engine.Stores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of dumps and loads that do not come to their end: nothing, or what was there before. On a simulated disk. */
class DumpTest {
    private static final Path FOLDER = Path.of("/dumps");
    private static final Path FILE = FOLDER.resolve("sales.dump");
    private static final RestoreTarget.Directories DIRECTORIES = new RestoreTarget.Directories(
            Path.of("/data/databases"), Path.of("/data/transactions"), Path.of("/data/cluster-state/server.lock"));

    private final Simulation simulation = new Simulation(7);
    private final World world = simulation.server("server").world();
    private final SimulatedDisk disk = simulation.server("server").disk();
    private StoreSource sales;

    @BeforeEach
    void makeAStoppedDatabase() throws IOException {
        disk.createDirectories(FOLDER);
        sales = new StoreSource(
                "sales",
                Stores.create(
                        disk,
                        DIRECTORIES.of("sales"),
                        new StoreIdentity(new UUID(1, 1), new UUID(1, 2)),
                        StoreSettings.defaults(),
                        world.clock()));
        sales.upTo(20);
        sales.store.close();
    }

    @Test
    void aDumpThatIsBrokenOffLeavesNothing() throws IOException {
        assertThatThrownBy(() -> dump(() -> true, Dump.Existing.REFUSE))
                .hasMessage("the dump of 'sales' was broken off");
        assertThat(disk.list(FOLDER)).isEmpty();
        assertThat(disk.list(DIRECTORIES.stores())).containsExactly("sales");

        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        assertThatThrownBy(() -> new Dump(world, DIRECTORIES, fraction -> {}, () -> true)
                        .run("sales", new Dump.Target.Stream(pipe)))
                .hasMessage("the dump of 'sales' was broken off");
        assertThatThrownBy(() -> load(pipe.toByteArray(), () -> false)).isInstanceOf(BackupException.class);
        assertThat(disk.list(DIRECTORIES.stores())).containsExactly("sales");
    }

    @Test
    void theOldDumpOrTheNewOneIsThereWhereverThePowerGoes() throws IOException {
        dump(() -> false, Dump.Existing.REFUSE);
        int before = disk.changes();
        dump(() -> false, Dump.Existing.REPLACE);
        int changes = disk.changes() - before;
        for (int cut = 0; cut <= changes; cut++) {
            disk.powerOffAfterChanges(cut);
            try {
                dump(() -> false, Dump.Existing.REPLACE);
            } catch (BackupException powerGone) {
                assertThat(powerGone).hasMessageStartingWith("Unable to dump database: ");
            }
            disk.crash(new SimulatedRandom(cut));
            assertThat(ArtifactReader.readAll(disk, FILE, (kind, payload, position) -> {})
                            .highest())
                    .isEqualTo(20);
        }
        dump(() -> false, Dump.Existing.REPLACE);
        assertThat(disk.list(FOLDER)).as("what was left is gone").containsExactly("sales.dump");
    }

    @Test
    void aLoadThatIsBrokenOffLeavesNothing() throws IOException {
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        new Dump(world, DIRECTORIES, fraction -> {}, () -> false).run("sales", new Dump.Target.Stream(pipe));
        byte[] dump = pipe.toByteArray();
        GraphDigest digest = sales.store.digest();

        for (int asked = 1; asked <= 4; asked++) {
            int[] left = {asked};
            assertThatThrownBy(() -> load(dump, () -> --left[0] == 0)).hasMessageEndingWith("was broken off");
            assertThat(disk.list(DIRECTORIES.stores())).isEqualTo(List.of("sales"));
            assertThat(disk.list(DIRECTORIES.transactionLogs())).isEqualTo(List.of("sales"));
        }
        assertThat(load(dump, () -> false).digest()).isEqualTo(digest);
    }

    @Test
    void aCheckAndACopyThatAreBrokenOffLeaveNothing() throws IOException {
        ConsistencyCheck.Listener nobody = new ConsistencyCheck.Listener() {
            @Override
            public void log(String line) {}

            @Override
            public void reached(String what, double fraction) {}
        };
        dump(() -> false, Dump.Existing.REFUSE);
        for (ConsistencyCheck.Subject subject : List.of(
                new ConsistencyCheck.Subject.InPlace(DIRECTORIES), new ConsistencyCheck.Subject.Archive(FILE, null))) {
            ConsistencyCheck.Request request =
                    new ConsistencyCheck.Request("sales", subject, Set.of(StoreCheck.Part.GRAPH), false);
            assertThatThrownBy(() -> ConsistencyCheck.run(world, request, nobody, () -> true))
                    .hasMessage("the check of 'sales' was broken off");
        }
        assertThatThrownBy(() -> new StoreCopy(world, fraction -> {}, () -> true, line -> {})
                        .run("sales", DIRECTORIES.of("sales"), "twin", DIRECTORIES, RestoreRequest.Existing.REFUSE))
                .hasMessage("the copy of 'sales' was broken off");
        assertThat(disk.list(FOLDER)).containsExactly("sales.dump");
        assertThat(disk.list(DIRECTORIES.stores())).containsExactly("sales");
    }

    @Test
    void whoMayNotReadTheFilesIsToldSo() {
        Disk forbidden = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (self, method, arguments) -> {
                    if (method.getName().equals("tryLock") || method.getName().equals("open")) {
                        throw new AccessDeniedException("/data/databases/.sales.lock");
                    }
                    return method.invoke(disk, arguments);
                });
        World strange = new World(world.clock(), world.scheduler(), world.random(), forbidden, world.network());
        assertThatThrownBy(() -> new Dump(strange, DIRECTORIES, fraction -> {}, () -> false)
                        .run("sales", new Dump.Target.File(FILE, Dump.Existing.REFUSE)))
                .hasMessage("You do not have permission to dump the database.");
        assertThatThrownBy(() -> new Load(strange, DIRECTORIES, line -> {}, () -> false)
                        .run(
                                "copy",
                                new Load.Source.Stream(new ByteArrayInputStream(new byte[1])),
                                RestoreRequest.Existing.REFUSE))
                .hasMessage("You do not have permission to load the database.");
    }

    private void dump(BooleanSupplier brokenOff, Dump.Existing existing) {
        new Dump(world, DIRECTORIES, fraction -> {}, brokenOff).run("sales", new Dump.Target.File(FILE, existing));
    }

    private RestoreReport load(byte[] dump, BooleanSupplier brokenOff) throws IOException {
        return new Load(world, DIRECTORIES, line -> {}, brokenOff)
                .run("copy", new Load.Source.Stream(new ByteArrayInputStream(dump)), RestoreRequest.Existing.REFUSE);
    }
}
