package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.history.LinearizabilityChecker;
import dev.muster.sim.history.RegisterModel;
import dev.muster.sim.history.RegisterModel.CompareAndSet;
import dev.muster.sim.history.RegisterModel.Compared;
import dev.muster.sim.history.RegisterModel.Input;
import dev.muster.sim.history.RegisterModel.Output;
import dev.muster.sim.history.RegisterModel.Read;
import dev.muster.sim.history.RegisterModel.Value;
import dev.muster.sim.history.RegisterModel.Write;
import dev.muster.sim.history.RegisterModel.Written;
import dev.muster.sim.history.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Clients that read, write and compare-and-set a few registers. */
final class RegisterWorkload extends RecordedWorkload<Input, Output> {
    private static final int KEYS = 5;
    private static final int CLIENTS = 4;
    private static final double READS = 0.5;
    private static final double WRITES = 0.35;

    private long lastValue;

    @Override
    public String name() {
        return "registers";
    }

    @Override
    public String database() {
        return "registers";
    }

    /** The registers exist from the start and have no value. */
    @Override
    public List<ClientRequest> setup() {
        return List.of(ClientRequest.write(
                database(), "UNWIND range(1, $keys) AS key MERGE (r:Register {key: key})", Map.of("keys", (long)
                        KEYS)));
    }

    @Override
    public int clients() {
        return CLIENTS;
    }

    @Override
    public boolean givesUpSoon() {
        return true;
    }

    @Override
    public Attempt next(SimulatedRandom dice) {
        long key = dice.between(1, KEYS);
        double kind = dice.nextDouble();
        if (kind < READS) {
            return read(key);
        }
        lastValue++;
        return kind < READS + WRITES
                ? write(key, lastValue)
                : compareAndSet(key, dice.between(Math.max(1, lastValue - KEYS), lastValue), lastValue);
    }

    private Attempt read(long key) {
        return recorded(
                new Read("r" + key),
                ClientRequest.write(database(), "MATCH (r:Register {key: $key}) RETURN r.value", Map.of("key", key)),
                answer -> new Value((Long) answer.rows().get(0).get(0)));
    }

    private Attempt write(long key, long value) {
        return recorded(
                new Write("r" + key, value),
                ClientRequest.write(
                        database(),
                        "MATCH (r:Register {key: $key}) SET r.value = $value",
                        Map.of("key", key, "value", value)),
                answer -> new Written());
    }

    private Attempt compareAndSet(long key, long expected, long value) {
        return recorded(
                new CompareAndSet("r" + key, expected, value),
                ClientRequest.write(
                        database(),
                        "MATCH (r:Register {key: $key}) WHERE r.value = $expected SET r.value = $value RETURN 1",
                        Map.of("key", key, "expected", expected, "value", value)),
                answer -> new Compared(!answer.rows().isEmpty()));
    }

    @Override
    public List<Attempt> finalReads() {
        List<Attempt> reads = new ArrayList<>();
        for (long key = 1; key <= KEYS; key++) {
            reads.add(read(key));
        }
        return reads;
    }

    @Override
    Verdict verdict() {
        return LinearizabilityChecker.check(recorder().history(), new RegisterModel(), STEPS_MAX);
    }
}
