package dev.muster.sim.planted;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Scheduler;
import dev.muster.runtime.World;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.seam.ForwardingDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Seams through the world of a server. */
final class Worlds {
    private Worlds() {}

    /** Every server has a disk like this. */
    static Seams disks(UnaryOperator<Disk> wrapping) {
        return new Seams() {
            @Override
            public World world(String server, World own) {
                return new World(own.clock(), own.scheduler(), own.random(), wrapping.apply(own.disk()), own.network());
            }
        };
    }

    /** On every server the files whose name passes are like this. */
    static Seams files(Predicate<String> names, Function<DiskFile, DiskFile> wrapping) {
        return disks(disk -> new ForwardingDisk(disk) {
            @Override
            public DiskFile open(Path path, Open how) throws IOException {
                DiskFile file = super.open(path, how);
                return names.test(path.getFileName().toString()) ? wrapping.apply(file) : file;
            }
        });
    }

    /** Lanes whose name passes are like this, on every server. */
    static Seams lanes(Predicate<String> names, Function<Lane, Lane> wrapping) {
        return new Seams() {
            @Override
            public World world(String server, World own) {
                Scheduler scheduler = new Scheduler() {
                    @Override
                    public Lane newLane(String name) {
                        Lane lane = own.scheduler().newLane(name);
                        return names.test(name) ? wrapping.apply(lane) : lane;
                    }

                    @Override
                    public void close() {
                        own.scheduler().close();
                    }
                };
                return new World(own.clock(), scheduler, own.random(), own.disk(), own.network());
            }
        };
    }

    /** Only one server is wrong. */
    static Seams onlyOn(String wrong, Supplier<Seams> seams) {
        Seams bug = seams.get();
        return new Seams() {
            @Override
            public World world(String server, World own) {
                return server.equals(wrong) ? bug.world(server, own) : own;
            }

            @Override
            public dev.muster.node.server.ServerParts parts(
                    String server, dev.muster.node.server.ServerParts standard) {
                return server.equals(wrong) ? bug.parts(server, standard) : standard;
            }
        };
    }
}
