package dev.muster.sim.workload;

import java.util.stream.Stream;

/** Makes the workloads there are. */
public final class Workloads {
    private Workloads() {}

    public static Workload registers() {
        return new RegisterWorkload();
    }

    public static Workload lists() {
        return new ListWorkload();
    }

    public static Workload banks() {
        return new BankWorkload();
    }

    public static Workload bookmarks() {
        return new BookmarkWorkload();
    }

    /** About two writes per second on the database. */
    public static Workload load(String database) {
        return new LoadWorkload(database);
    }

    /** Has the workloads' databases moved about while they are written to. */
    public static Workload topology(Workload... moved) {
        return new TopologyWorkload(Stream.of(moved).map(Workload::database).toList());
    }

    public static Workload admin() {
        return new AdminWorkload();
    }
}
