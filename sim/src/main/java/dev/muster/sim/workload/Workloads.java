package dev.muster.sim.workload;

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

    public static Workload admin() {
        return new AdminWorkload();
    }
}
