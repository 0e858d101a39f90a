package dev.muster.sim.fault;

import dev.muster.runtime.sim.Latency;
import dev.muster.runtime.sim.SimulatedNetwork;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Breaks what lies between the servers. Each method returns what heals it, or null if it heals by itself. */
final class NetworkFaults {
    private static final Duration FASTEST = Duration.ofNanos(50_000);
    private static final Duration USUAL_MAX = Duration.ofNanos(500_000);

    private final SimulatedCluster cluster;
    private final SimulatedNetwork network;

    NetworkFaults(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.network = cluster.simulation().network();
    }

    private void note(PlannedFault fault, String text) {
        cluster.note("network", "fault #" + fault.number() + ": " + text);
    }

    Runnable isolate(PlannedFault fault, String victim) {
        return cut(fault, List.of(victim));
    }

    Runnable partition(PlannedFault fault, SimulatedRandom dice) {
        List<String> names = cluster.names();
        List<String> part = names.stream().filter(name -> dice.nextBoolean()).toList();
        if (part.isEmpty() || part.size() == names.size()) {
            part = List.of(names.get((int) dice.between(0, names.size() - 1)));
        }
        return cut(fault, part);
    }

    private Runnable cut(PlannedFault fault, List<String> part) {
        List<String> others =
                cluster.names().stream().filter(name -> !part.contains(name)).toList();
        note(fault, "parts " + part + " from " + others);
        network.partition(part, others);
        return () -> {
            note(fault, "heals");
            part.forEach(one -> others.forEach(other -> network.heal(one, other)));
        };
    }

    Runnable oneWay(PlannedFault fault, String from, String to) {
        if (from.equals(to)) {
            return null;
        }
        note(fault, "nothing goes from " + from + " to " + to);
        network.cutOneWay(from, to);
        return () -> {
            note(fault, "heals");
            network.heal(from, to);
        };
    }

    Runnable breakConnections(PlannedFault fault, String one, String other) {
        note(fault, "breaks the connections of " + one + " and " + other);
        network.breakConnections(one, other);
        return null;
    }

    Runnable loss(PlannedFault fault, SimulatedRandom dice) {
        double probability = 0.0005 + dice.nextDouble() * 0.02;
        note(fault, String.format(Locale.ROOT, "loses %.2f %% of the frames", probability * 100));
        network.setLoss(probability);
        return () -> network.setLoss(0);
    }

    Runnable delay(PlannedFault fault, SimulatedRandom dice) {
        Duration max = Duration.ofMillis(dice.between(5, 400));
        note(fault, "takes up to " + max.toMillis() + " ms");
        network.setLatency(Duration.ofMillis(1), max);
        return network::resetTimes;
    }

    Runnable stragglers(PlannedFault fault, SimulatedRandom dice) {
        Duration max = Duration.ofMillis(dice.between(300, 5_000));
        double probability = 0.001 + dice.nextDouble() * 0.02;
        note(
                fault,
                String.format(
                        Locale.ROOT, "%.2f %% of the frames take up to %d ms", probability * 100, max.toMillis()));
        network.setLatency(Latency.between(FASTEST, USUAL_MAX).withTail(probability, USUAL_MAX, max));
        return network::resetTimes;
    }
}
